import { refusedRole } from '../../aws/failure';
import { noCredentials } from '../../aws/no-credentials';
import { isOfChecksum, isSdkError, type SdkError, statusOf, troubleOf } from '../../aws/sdk-error';
import { EXIT, type ExitCode } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { oneLine } from '../../shared/one-line';
import { shortageOf } from '../io-failure';

/** The right that each action needs, for the message where it is missing. */
const RIGHTS = {
  list: 's3:ListBucket',
  read: 's3:GetObject',
  write: 's3:PutObject',
  remove: 's3:DeleteObject',
  'list the uploads of': 's3:ListBucketMultipartUploads',
  'list the parts of': 's3:ListMultipartUploadParts',
  abort: 's3:AbortMultipartUpload',
} as const;
export type S3Action = keyof typeof RIGHTS;

/**
 * Turns an error of S3 into a Failure: `cannot read s3://b/k: access denied, …`. Any other error is returned unchanged:
 * it is a Failure already, or a bug.
 */
export function s3Failure(action: S3Action, url: string, error: unknown, exitCode: ExitCode = EXIT.io): unknown {
  if (error instanceof Failure || !isSdkError(error)) return error;
  return new Failure(exitCode, `cannot ${action} ${url}: ${reason(action, error)}`, { cause: error });
}

/** A hint of the SDK that helps in a debugger alone; it is cut off. */
const SDK_HINT = /\s*Deserialization error: to see the raw response.*$/s;

/** Whether an error is an answer of S3 with one of these statuses. */
export function hasStatus(error: unknown, ...statuses: number[]): boolean {
  return isSdkError(error) && statuses.includes(statusOf(error));
}

/** How often the request that failed was sent. */
export function attemptsOf(error: unknown): number {
  return isSdkError(error) && error.$metadata?.attempts !== undefined ? error.$metadata.attempts : 1;
}

/** Whether S3 gave one of these error codes (`NoSuchUpload`, …). */
export function isNamed(error: unknown, ...names: string[]): boolean {
  return isSdkError(error) && names.includes(error.name);
}

function reason(action: S3Action, error: SdkError): string {
  const shortage = shortageOf(error);
  if (shortage !== undefined) return shortage;
  const trouble = troubleOf(error);
  if (trouble === 'no credentials') return noCredentials(error.message, process.env.AWS_PROFILE);
  if (trouble === 'refused role') return refusedRole(error.message);
  if (trouble === 'expired credentials') {
    return `the AWS credentials have expired (${error.name}): get new ones and run again`;
  }
  if (isOfChecksum(error)) return 'its bytes are not those of its checksum: they are damaged, or changed on the way';
  if (error.name === 'NoSuchBucket') return 'no such bucket';
  if (trouble === 'denied' || (statusOf(error) === 403 && isNameless(error))) {
    return `access denied, it needs ${RIGHTS[action]}`;
  }
  // a refused HEAD request gives no reason
  if (statusOf(error) === 400 && isNameless(error)) {
    return 'it was answered with status 400, as where AWS credentials have expired: get new ones and run again';
  }
  if (statusOf(error) >= 400 && isNameless(error)) return `it was answered with status ${statusOf(error)}`;
  const message = oneLine((error.message || error.code || 'no reason given').replace(SDK_HINT, ''));
  return isNameless(error) || error.code !== undefined ? message : `${error.name}: ${message}`;
}

/** Whether an error has no error code of S3: the answer to a HEAD request has no body, and so no code. */
function isNameless({ name }: SdkError): boolean {
  return ['Error', 'AggregateError', 'UnknownError', 'Unknown', 'Forbidden', '403'].includes(name);
}
