/** What the errors of the AWS SDK mean, whichever service they are of: the one place that knows their names. Pure. */

/** An error of the SDK: an answer of AWS has a status, what happened on the way has a code. */
export interface SdkError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number };
}

/** What is wrong where it is wrong with the caller, not with the request. */
export type Trouble =
  | 'throttled'
  /** No way to credentials led anywhere. */
  | 'no credentials'
  | 'expired credentials'
  | 'refused credentials'
  /** The role of the profile was refused, before the request itself was made. */
  | 'refused role'
  | 'denied';

const NO_CREDENTIALS = /^(CredentialsProviderError|TokenProviderError)$/;
const REFUSED_ROLE = /\bsts:AssumeRole/;

/** By the names that services give their errors, some with and some without `Exception` at the end. */
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

/** Null where an error tells of none of these. */
export function troubleOf({ name, message }: Pick<SdkError, 'name' | 'message'>): Trouble | null {
  const found = BY_NAME.find(([pattern]) => pattern.test(name));
  if (found === undefined) return null;
  const [, trouble] = found;
  return trouble === 'denied' && REFUSED_ROLE.test(message) ? 'refused role' : trouble;
}

/** 0 for what is no answer of AWS. */
export function statusOf({ $metadata }: SdkError): number {
  return $metadata?.httpStatusCode === undefined ? 0 : $metadata.httpStatusCode;
}

/** What the SDK says where the bytes of an answer are not those that were sent. */
const CHECKSUM = /^Checksum mismatch\b/;

export function isOfChecksum({ message }: Pick<SdkError, 'message'>): boolean {
  return CHECKSUM.test(message);
}

/** Told by its fields: one from another realm is no `instanceof Error` of ours. Some have a name alone. */
export function isSdkError(error: unknown): error is SdkError {
  if (typeof error !== 'object' || error === null || !('message' in error)) return false;
  if ('$metadata' in error || 'code' in error || CHECKSUM.test(String(error.message))) return true;
  return 'name' in error && (error.name === 'TimeoutError' || NO_CREDENTIALS.test(String(error.name)));
}
