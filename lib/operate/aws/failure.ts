import { CREDENTIALS_ADVICE, noCredentials } from '../../../job/aws/no-credentials';
import { EXIT, type ExitCode } from '../../../job/shared/exit';
import { Failure } from '../../../job/shared/failure';

/** What the SDK throws: answers of AWS have a status, what happened on the way a code. */
interface SdkError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

const THROTTLED = /throttl|TooManyRequests|RequestLimitExceeded|SlowDown/i;
const DENIED = /AccessDenied|UnauthorizedOperation|NotAuthorized/i;
/** Denied to who asks for credentials, before the request itself was made. */
const NOT_TAKEN_ON = /\bsts:AssumeRole/;
const NOBODY = /ExpiredToken|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch/i;

/** The failure for an error of AWS: `cannot describe step s-1: …`. A bug stays what it is. */
export function awsFailure(right: string, subject: string, error: unknown): unknown {
  if (error instanceof Failure || !isSdkError(error)) return error;
  const { exitCode, reason } = explain(right, error);
  return new Failure(exitCode, `${subject}: ${reason}`, { cause: error });
}

/** AWS gave one of these reasons, by name or by what its message says. */
export function isAwsError(error: unknown, pattern: RegExp): boolean {
  const cause = error instanceof Failure ? error.cause : error;
  return isSdkError(cause) && pattern.test(`${cause.name}: ${cause.message}`);
}

function explain(right: string, error: SdkError): { exitCode: ExitCode; reason: string } {
  const { name } = error;
  const message = oneLine(error.message || error.code || 'no reason given');
  if (THROTTLED.test(name)) {
    return { exitCode: EXIT.tryAgain, reason: 'AWS is asked too much at once, try again in some minutes' };
  }
  if (name === 'CredentialsProviderError') {
    return { exitCode: EXIT.unavailable, reason: noCredentials(error.message, process.env.AWS_PROFILE) };
  }
  if (NOBODY.test(name)) {
    const reason = `AWS does not take the credentials (${name}): ${CREDENTIALS_ADVICE}`;
    return { exitCode: EXIT.unavailable, reason };
  }
  if (NOT_TAKEN_ON.test(message)) {
    return { exitCode: EXIT.unavailable, reason: `cannot take on the role of the AWS profile: ${message}` };
  }
  if (DENIED.test(name)) return { exitCode: EXIT.unavailable, reason: `access denied, it needs ${right}` };
  const status = error.$metadata?.httpStatusCode;
  const isPassing = status === undefined || status >= 500;
  return { exitCode: isPassing ? EXIT.tryAgain : EXIT.unavailable, reason: message };
}

function oneLine(message: string): string {
  return message.replace(/\s*\n\s*/g, ' ').replace(/\.$/, '');
}

/** Told by its fields: one from another realm is no `instanceof Error` of ours. */
function isSdkError(error: unknown): error is SdkError {
  if (typeof error !== 'object' || error === null || !('message' in error)) return false;
  return '$metadata' in error || 'code' in error || ('name' in error && error.name === 'CredentialsProviderError');
}
