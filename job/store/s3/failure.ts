import { noCredentials } from '../../aws/no-credentials';
import { EXIT, type ExitCode } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { shortageOf } from '../io-failure';

/** What the SDK throws: S3's answers have a status, what happened on the way a code. */
interface SdkError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number };
}

/** The rights that actions need, for whoever lacks one. */
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

/** The failure for an error of S3: `cannot read s3://b/k: access denied, …`. A bug stays what it is. */
export function s3Failure(action: S3Action, url: string, error: unknown, exitCode: ExitCode = EXIT.io): unknown {
  if (error instanceof Failure || !isSdkError(error)) return error;
  return new Failure(exitCode, `cannot ${action} ${url}: ${reason(action, error)}`, { cause: error });
}

const EXPIRED = ['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired'];
/** What follows is for who has the error in a debugger. */
const SDK_HINT = /\s*Deserialization error: to see the raw response.*$/s;

/** S3's answer has this status. */
export function hasStatus(error: unknown, ...statuses: number[]): boolean {
  return isSdkError(error) && statuses.includes(statusOf(error));
}

/** How often the request was sent. */
export function attemptsOf(error: unknown): number {
  return isSdkError(error) && error.$metadata?.attempts !== undefined ? error.$metadata.attempts : 1;
}

/** S3 gave one of these reasons (`NoSuchUpload`, …). */
export function isNamed(error: unknown, ...names: string[]): boolean {
  return isSdkError(error) && names.includes(error.name);
}

function reason(action: S3Action, error: SdkError): string {
  const shortage = shortageOf(error);
  if (shortage !== undefined) return shortage;
  if (error.name === 'CredentialsProviderError') return noCredentials(error.message, process.env.AWS_PROFILE);
  if (EXPIRED.includes(error.name))
    return `the AWS credentials have expired (${error.name}): get new ones and run again`;
  if (CHECKSUM.test(error.message))
    return 'its bytes are not those of its checksum: they are damaged, or changed on the way';
  if (error.name === 'NoSuchBucket') return 'no such bucket';
  if (error.name === 'AccessDenied' || (statusOf(error) === 403 && isNameless(error))) {
    return `access denied, it needs ${RIGHTS[action]}`;
  }
  // what refuses HEAD can say no more
  if (statusOf(error) === 400 && isNameless(error)) {
    return 'it was answered with status 400, as where AWS credentials have expired: get new ones and run again';
  }
  if (statusOf(error) >= 400 && isNameless(error)) return `it was answered with status ${statusOf(error)}`;
  const message = (error.message || error.code || 'no reason given').replace(SDK_HINT, '').replace(/\s*\n\s*/g, ' ');
  return isNameless(error) || error.code !== undefined ? message : `${error.name}: ${message}`;
}

/** Answers to HEAD have no body, so no name either. */
function isNameless({ name }: SdkError): boolean {
  return ['Error', 'AggregateError', 'UnknownError', 'Unknown', 'Forbidden', '403'].includes(name);
}

function statusOf({ $metadata }: SdkError): number {
  return $metadata?.httpStatusCode === undefined ? 0 : $metadata.httpStatusCode;
}

/** What the SDK says where the bytes of an answer are not those that S3 has sent. */
const CHECKSUM = /^Checksum mismatch\b/;

/** They have a name alone. */
const NAMED = ['CredentialsProviderError', 'TimeoutError'];

/** Told by its fields: one from another realm is no `instanceof Error` of ours. */
function isSdkError(error: unknown): error is SdkError {
  if (typeof error !== 'object' || error === null || !('message' in error)) return false;
  if (CHECKSUM.test(String(error.message))) return true;
  return '$metadata' in error || 'code' in error || ('name' in error && NAMED.includes(String(error.name)));
}
