import { damaged } from './damaged';

/** The failure for an error of Node's zlib. Returns any other error unchanged. */
export function zlibFailure(path: string, near: number, error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  return code?.startsWith('Z_') ? damaged(path, near, message, { cause: error }) : error;
}
