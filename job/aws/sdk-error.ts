/** The meaning of the errors that all services of the AWS SDK have in common. Pure. */

/** An error of the SDK. An answer of AWS has a status; a failure on the way has a code. */
export interface SdkError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number };
}

/** A trouble with the caller (its credentials, its rights, its rate), rather than with the request. */
export type Trouble =
  | 'throttled'
  /** No source of credentials has provided any. */
  | 'no credentials'
  | 'expired credentials'
  | 'refused credentials'
  /** AWS refused to hand out the role of the profile, before the request itself was made. */
  | 'refused role'
  | 'denied';

const NO_CREDENTIALS = /^(CredentialsProviderError|TokenProviderError)$/;
const REFUSED_ROLE = /\bsts:AssumeRole/;

/** Troubles by the names of errors. Services name the same error with or without `Exception` at the end. */
const BY_NAME: readonly (readonly [RegExp, Trouble])[] = [
  [/throttl|TooManyRequests|RequestLimitExceeded|SlowDown/i, 'throttled'],
  [NO_CREDENTIALS, 'no credentials'],
  [/^(ExpiredToken(Exception)?|TokenRefreshRequired|RequestExpired)$/, 'expired credentials'],
  [
    /^(AuthFailure|InvalidClientTokenId|UnrecognizedClient(Exception)?|SignatureDoesNotMatch|MissingAuthenticationToken(Exception)?)$/,
    'refused credentials',
  ],
  [/AccessDenied|UnauthorizedOperation|NotAuthorized|AuthorizationError/i, 'denied'],
];

/** The trouble that an error tells of; null for any other error. */
export function troubleOf({ name, message }: Pick<SdkError, 'name' | 'message'>): Trouble | null {
  const found = BY_NAME.find(([pattern]) => pattern.test(name));
  if (found === undefined) return null;
  const [, trouble] = found;
  return trouble === 'denied' && REFUSED_ROLE.test(message) ? 'refused role' : trouble;
}

/** The status of an answer; 0 where AWS did not answer. */
export function statusOf({ $metadata }: SdkError): number {
  return $metadata?.httpStatusCode === undefined ? 0 : $metadata.httpStatusCode;
}

/** The SDK's message where the bytes of an answer do not match its checksum. */
const CHECKSUM = /^Checksum mismatch\b/;

export function isOfChecksum({ message }: Pick<SdkError, 'message'>): boolean {
  return CHECKSUM.test(message);
}

/**
 * Whether an error is the SDK's, by its fields: one from another realm is not an `instanceof Error` here. Some errors
 * have only a name.
 */
export function isSdkError(error: unknown): error is SdkError {
  if (typeof error !== 'object' || error === null || !('message' in error)) return false;
  if ('$metadata' in error || 'code' in error || CHECKSUM.test(String(error.message))) return true;
  return 'name' in error && (error.name === 'TimeoutError' || NO_CREDENTIALS.test(String(error.name)));
}
