import { EXIT, type ExitCode } from '../shared/exit';
import { Failure } from '../shared/failure';
import { oneLine } from '../shared/one-line';
import { CREDENTIALS_ADVICE, noCredentials } from './no-credentials';
import { isSdkError, type SdkError, statusOf, troubleOf } from './sdk-error';

/**
 * Turns an error of AWS into a Failure: `cannot describe step s-1: …`. `right` is the permission that the request
 * needs. Any other error is returned unchanged: it is a Failure already, or a bug.
 */
export function awsFailure(right: string, subject: string, error: unknown): unknown {
  if (error instanceof Failure || !isSdkError(error)) return error;
  const { exitCode, reason } = explain(right, error);
  return new Failure(exitCode, `${subject}: ${reason}`, { cause: error });
}

/** Whether the name or the message of an error of AWS matches; the error may be the cause of a Failure. */
export function isAwsError(error: unknown, pattern: RegExp): boolean {
  const cause = error instanceof Failure ? error.cause : error;
  return isSdkError(cause) && pattern.test(`${cause.name}: ${cause.message}`);
}

/** The reason for a message where the role of the profile could not be assumed, in AWS's words. */
export function refusedRole(message: string): string {
  return `cannot assume the role of the AWS profile: ${reasonIn(message)}`;
}

function explain(right: string, error: SdkError): { exitCode: ExitCode; reason: string } {
  const unavailable = (reason: string) => ({ exitCode: EXIT.unavailable, reason });
  switch (troubleOf(error)) {
    case 'throttled':
      return { exitCode: EXIT.tryAgain, reason: 'AWS gets too many requests at once, try again in some minutes' };
    case 'no credentials':
      return unavailable(noCredentials(error.message, process.env.AWS_PROFILE));
    case 'expired credentials':
    case 'refused credentials':
      return unavailable(`AWS does not take the credentials (${error.name}): ${CREDENTIALS_ADVICE}`);
    case 'refused role':
      return unavailable(refusedRole(error.message));
    case 'denied':
      return unavailable(`access denied, it needs ${right}`);
    case null:
      return {
        exitCode: isPassing(error) ? EXIT.tryAgain : EXIT.unavailable,
        reason: reasonIn(error.message || error.code || 'no reason given'),
      };
  }
}

/** Whether a later try may succeed: AWS has not answered, or has answered that it is at fault itself. */
function isPassing(error: SdkError): boolean {
  const status = statusOf(error);
  return status === 0 || status >= 500;
}

function reasonIn(message: string): string {
  return oneLine(message).replace(/\.$/, '');
}
