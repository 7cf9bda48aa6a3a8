import { getSystemErrorMap } from 'node:util';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';

/** Errors of the device rather than of the location: the same command may succeed later. */
const DEVICE_TROUBLE = ['ENOSPC', 'EDQUOT', 'EIO', 'EMFILE', 'ENFILE', 'ENOMEM'];

/**
 * The error that Node throws for a failed system call. It is recognised by its fields, since an error from another
 * realm is not an `instanceof Error` here.
 */
interface SystemError {
  readonly code: string;
  readonly errno: number;
  readonly message: string;
}

/** Whether an error is a system error with one of these codes (`ENOENT`, …). */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  return isSystemError(error) && codes.includes(error.code);
}

/** Errors for a limit on open files that was reached: the reason, and how to raise the limit. */
const SHORTAGES: Readonly<Record<string, string>> = {
  EMFILE: 'too many open files; allow more (ulimit -n)',
  ENFILE: 'the whole system has too many open files; end what has them open, or allow more (sysctl fs.file-max)',
};

/** Words for an error of the system that say more than its own. */
const CLEARER: Readonly<Record<string, string>> = {
  EFBIG: 'the file is too large for its file system, or for the limit of the shell (ulimit -f)',
  EISDIR: 'it is a folder',
};

/** The reason and the remedy where a limit on open files was reached; undefined for every other error. */
export function shortageOf(error: unknown): string | undefined {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? SHORTAGES[code] : undefined;
}

/** Whether an operation failed because no file of that name exists, or none can exist. */
export function isAbsence(error: unknown): boolean {
  return hasCode(error, 'ENOENT', 'ENOTDIR', 'ENAMETOOLONG');
}

/** Whether a hard link could not be made because the file system supports none, or no further one to that file. */
export function isWithoutLinks(error: unknown): boolean {
  return hasCode(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK');
}

/** A system error in words: `permission denied`. */
export function reasonOf(error: unknown): string {
  const shortage = shortageOf(error);
  if (shortage !== undefined) return shortage;
  if (!isSystemError(error)) return (error as Error).message;
  const words = CLEARER[error.code] ?? getSystemErrorMap().get(error.errno)?.[1];
  return words === undefined ? error.message : words;
}

/**
 * Turns a system error into a Failure: `cannot write out/part-00000-…: no space left on device`. The exit code is 73
 * where a file cannot be created at the location that the user chose, else 74. Any other error is returned unchanged:
 * it is a Failure already, or a bug.
 */
export function ioFailure(action: string, file: string, error: unknown): unknown {
  if (!isSystemError(error)) return error;
  const badPlace = action === 'create' && !hasCode(error, ...DEVICE_TROUBLE);
  return new Failure(badPlace ? EXIT.cannotCreate : EXIT.io, `cannot ${action} ${file}: ${reasonOf(error)}`, {
    cause: error,
  });
}

function isSystemError(error: unknown): error is SystemError {
  return typeof error === 'object' && error !== null && 'code' in error && 'errno' in error;
}
