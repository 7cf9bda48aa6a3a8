import fs, { type Stats } from 'node:fs';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { refuseLarger } from '../../shared/stored-document';
import { hasCode } from '../io-failure';
import type { NoFile } from '../store';
import { fileSystem, type SmallFile } from './file-system';

/** Flags to open a file without following a link, and without waiting for the other end of a FIFO. */
export const OPEN_PLAIN = fs.constants.O_NOFOLLOW | fs.constants.O_NONBLOCK;

/** The kind of an entry that is not a file; null for a file. */
export function noFile(stat: Stats): NoFile | null {
  if (stat.isFile()) return null;
  if (stat.isSymbolicLink()) return 'link';
  if (stat.isDirectory()) return 'folder';
  if (stat.isFIFO()) return 'FIFO';
  return stat.isSocket() ? 'socket' : 'device';
}

/**
 * Opens a file of an output. The name may have become anything meanwhile, so a link is not followed, and a FIFO does
 * not block. Throws with exit code 74 where the name is not a file; `shown` is its name in messages.
 */
export async function openDocument(path: string, shown: string, access: number): Promise<SmallFile> {
  const file = await fileSystem.open(path, access | OPEN_PLAIN).catch(async (error) => {
    // the name is a link, a socket, or a folder that is opened for writing
    if (!hasCode(error, 'ELOOP', 'ENXIO', 'EISDIR', 'EOPNOTSUPP')) throw error;
    throw notAFile(shown, noFile(await fileSystem.lstat(path))) ?? error;
  });
  const refusal = notAFile(shown, noFile(await file.stat()));
  if (refusal === null) return file;
  await file.close();
  throw refusal;
}

/** Reads a whole document. Throws with exit code 74 where it has more than `mostBytes`. */
export async function readDocument(path: string, shown: string, mostBytes: number): Promise<Buffer> {
  const file = await openDocument(path, shown, fs.constants.O_RDONLY);
  try {
    return await readAtMost(file, shown, mostBytes);
  } finally {
    await file.close();
  }
}

export async function readAtMost(file: SmallFile, shown: string, mostBytes: number): Promise<Buffer> {
  const { size } = await file.stat();
  refuseLarger(shown, size, mostBytes);
  const bytes = Buffer.alloc(size);
  let filled = 0;
  while (filled < size) {
    const bytesRead = await file.read(bytes, filled);
    // the file was truncated meanwhile
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

function notAFile(shown: string, what: NoFile | null): Failure | null {
  return what === null ? null : new Failure(EXIT.io, `cannot read ${shown}: it is a ${what}, not a file; remove it`);
}
