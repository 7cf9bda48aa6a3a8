import fs from 'node:fs';
import type { ByteSource } from '../../codec/stream/byte-source';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { hasCode, reasonOf } from '../io-failure';
import type { Extent, InputFile } from '../place';
import { isOfVersion } from './file-version';
import { OPEN_PLAIN } from './read-document';

/** Reads the bytes of a local file from `start` on. */
export function openFile(file: InputFile, start: number): ByteSource {
  return new FileSource(file, openDescriptor(file), start);
}

/** Reads exactly the bytes of an extent, which has to lie in the file. */
export function readFileRange(file: InputFile, { start, end }: Extent): Uint8Array {
  const source = new FileSource(file, openDescriptor(file), start);
  const bytes = new Uint8Array(end - start);
  try {
    for (let filled = 0; filled < bytes.length; ) {
      const got = source.read(bytes.subarray(filled));
      if (got === 0) throw changed(file);
      filled += got;
    }
    return bytes;
  } finally {
    source.close();
  }
}

class FileSource implements ByteSource {
  private position: number;

  constructor(
    private readonly file: InputFile,
    private readonly fd: number,
    private readonly start: number,
  ) {
    this.position = start;
  }

  read(target: Uint8Array): number {
    const { file, fd, position } = this;
    const wanted = Math.min(target.length, file.sizeBytes - position);
    if (wanted <= 0) return 0;
    const got = attempt(file, () => fs.readSync(fd, target, 0, wanted, position));
    if (got === 0) throw changed(file);
    this.position += got;
    return got;
  }

  get storedBytes(): number {
    return this.position - this.start;
  }

  close(): void {
    const { file, fd } = this;
    const isAsListed = isOfVersion(fd, file);
    fs.closeSync(fd);
    if (!isAsListed) throw changed(file);
  }
}

/**
 * Opens a path that was listed as a file and may have become anything since. A FIFO must not block this thread for
 * ever, and a part of this kit must not be a link. The kind of the opened file is not asked for here: reading fails for
 * a FIFO and a folder, and closing checks it. For ten thousand small files, asking would take a twentieth of the time.
 */
function openDescriptor(file: InputFile): number {
  const { O_NONBLOCK, O_RDONLY } = fs.constants;
  return attempt(file, () => fs.openSync(file.path, O_RDONLY | (file.own ? OPEN_PLAIN : O_NONBLOCK)));
}

function attempt<T>(file: InputFile, call: () => T): T {
  try {
    return call();
  } catch (error) {
    // a FIFO cannot be read at a position, nor a folder at all
    throw hasCode(error, 'ESPIPE', 'EISDIR') ? changed(file) : unreadable(file, error);
  }
}

function unreadable(file: InputFile, error: unknown): Failure {
  if (file.own && hasCode(error, 'ENOENT')) {
    const why = 'as if another run had replaced the output meanwhile; start again';
    return new Failure(EXIT.io, `'${file.path}' is gone, ${why}`, { cause: error });
  }
  return new Failure(EXIT.io, `cannot read '${file.path}': ${reasonOf(error)}`, { cause: error });
}

function changed(file: InputFile): Failure {
  return new Failure(
    EXIT.io,
    `'${file.path}' changed while it was read; run again once nothing writes to it (size ${file.sizeBytes} expected)`,
  );
}
