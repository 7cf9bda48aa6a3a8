import fs, { type Stats } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { refuseLarger } from '../../shared/stored-document';
import { hasCode } from '../io-failure';
import type { NoFile } from '../store';

/** Without waiting for anybody, and without following a link. */
export const OPEN_PLAIN = fs.constants.O_NOFOLLOW | fs.constants.O_NONBLOCK;

/** Null for a file. */
export function noFile(stat: Stats): NoFile | null {
  if (stat.isFile()) return null;
  if (stat.isSymbolicLink()) return 'link';
  if (stat.isDirectory()) return 'folder';
  if (stat.isFIFO()) return 'FIFO';
  return stat.isSocket() ? 'socket' : 'device';
}

/**
 * Opens a file of an output that may have become anything meanwhile: a FIFO would keep whoever opens it waiting for the other
 * end. Throws with exit code 74 for what is no file; `shown` is its name in messages.
 */
export async function openDocument(path: string, shown: string, access: number): Promise<FileHandle> {
  const file = await open(path, access | OPEN_PLAIN).catch(async (error) => {
    // a link, a socket; a folder that is to be written to
    if (!hasCode(error, 'ELOOP', 'ENXIO', 'EISDIR', 'EOPNOTSUPP')) throw error;
    throw notAFile(shown, noFile(await lstat(path))) ?? error;
  });
  const refusal = notAFile(shown, noFile(await file.stat()));
  if (refusal === null) return file;
  await file.close();
  throw refusal;
}

/** The whole of a document, of so many bytes at most. */
export async function readDocument(path: string, shown: string, mostBytes: number): Promise<Buffer> {
  const file = await openDocument(path, shown, fs.constants.O_RDONLY);
  try {
    return await readAtMost(file, shown, mostBytes);
  } finally {
    await file.close();
  }
}

export async function readAtMost(file: FileHandle, shown: string, mostBytes: number): Promise<Buffer> {
  const { size } = await file.stat();
  refuseLarger(shown, size, mostBytes);
  const bytes = Buffer.alloc(size);
  let filled = 0;
  while (filled < size) {
    const { bytesRead } = await file.read(bytes, filled, size - filled, filled);
    // somebody has cut it meanwhile
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

function notAFile(shown: string, what: NoFile | null): Failure | null {
  return what === null ? null : new Failure(EXIT.io, `cannot read ${shown}: it is a ${what}, not a file; remove it`);
}
