import { getSystemErrorMap } from 'node:util';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';

/** Trouble with the device rather than with the place: the same command may work later. */
const DEVICE_TROUBLE = ['ENOSPC', 'EDQUOT', 'EIO', 'EMFILE', 'ENFILE', 'ENOMEM'];

/** What Node throws for the system. Told by its fields: one from another realm is no `instanceof Error` of ours. */
interface SystemError {
  readonly code: string;
  readonly errno: number;
  readonly message: string;
}

/** Whether the system gave one of these reasons (`ENOENT`, …). */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  return isSystemError(error) && codes.includes(error.code);
}

/** What the system has too few of for this process, and what helps. */
const SHORTAGES: Readonly<Record<string, string>> = {
  EMFILE: 'too many open files; allow more (ulimit -n)',
  ENFILE: 'the whole system has too many open files; end what has them open, or allow more (sysctl fs.file-max)',
};

/** Undefined where the reason that the system gave is another one. */
export function shortageOf(error: unknown): string | undefined {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? SHORTAGES[code] : undefined;
}

/** Whether a file was refused since there is none of that name, or can be none. */
export function isAbsence(error: unknown): boolean {
  return hasCode(error, 'ENOENT', 'ENOTDIR', 'ENAMETOOLONG');
}

/** Whether a link was refused since the file system has none. */
export function isWithoutLinks(error: unknown): boolean {
  return hasCode(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK');
}

/**
 * The failure for a system error: `cannot write out/part-00000-…: no space left on device`. What cannot be created where
 * the user wants it is exit code 73, all else 74. Whatever is no system error is a bug and stays what it is.
 */
export function ioFailure(action: string, file: string, error: unknown): unknown {
  if (!isSystemError(error)) return error;
  const shortage = shortageOf(error);
  const reason = shortage === undefined ? getSystemErrorMap().get(error.errno)?.[1] : shortage;
  const badPlace = action === 'create' && !hasCode(error, ...DEVICE_TROUBLE);
  return new Failure(
    badPlace ? EXIT.cannotCreate : EXIT.io,
    `cannot ${action} ${file}: ${reason === undefined ? error.message : reason}`,
    { cause: error },
  );
}

function isSystemError(error: unknown): error is SystemError {
  return typeof error === 'object' && error !== null && 'code' in error && 'errno' in error;
}
