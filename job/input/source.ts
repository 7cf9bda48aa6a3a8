/** Where bytes come from: a file or an object from an offset on, or what a gzip file unpacks to. */

import fs from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { isGzip } from '../runner/splits';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { isS3 } from '../shared/s3-location';
import { shortageOf } from '../store/io-failure';
import { OPEN_PLAIN } from '../store/read-document';
import { theS3 } from '../store/s3/client';
import { fileVersion, type InputFile } from './list';
import { ObjectSource } from './object-source';

export interface ByteSource {
  /** Fills the start of `target` with the next bytes; returns how many, at least one, or 0 at the end. */
  read(target: Uint8Array): number | Promise<number>;
  /** Bytes of the file that have been read so far; of a gzip file, packed ones. */
  readonly storedBytes: number;
  /** To be called however the reading ends; throws where the file changed since it was listed. */
  close(): void;
}

const GUNZIP_CHUNK_BYTES = 256 * 1024;

/** Takes the bytes of a file as they are stored, front to back. */
export type StoredSink = (bytes: Uint8Array) => void;

/** What else there is to an opened file. */
export interface Opening {
  /** Gets what is read, as it is stored. */
  readonly onStored?: StoredSink | undefined;
  /** Where a file in S3 was opened before its turn. */
  readonly takeObject?: () => ObjectSource;
}

/** The bytes from `start` on; behind `end`, up to which all of them are wanted, a few more may be asked for. */
export function openSource(file: InputFile, start: number, end: number, opening: Opening = {}): ByteSource {
  const { onStored, takeObject } = opening;
  if (isGzip(file.path)) return openGzip(file, opening);
  const source = takeObject !== undefined && isS3(file.path) ? takeObject() : openStored(file, start, end);
  return onStored === undefined ? source : tapped(source, onStored);
}

function tapped(source: ByteSource, onStored: StoredSink): ByteSource {
  return {
    async read(target) {
      const got = await source.read(target);
      onStored(target.subarray(0, got));
      return got;
    },
    get storedBytes() {
      return source.storedBytes;
    },
    close: () => source.close(),
  };
}

/** The same, as they are stored. */
export function openStored(file: InputFile, start: number, end: number): ByteSource {
  return isS3(file.path) ? new ObjectSource(theS3(), file, start, end) : openFile(file, start);
}

function openFile(file: InputFile, start: number): ByteSource {
  const fd = openDescriptor(file);
  let position = start;
  return {
    read(target) {
      const wanted = Math.min(target.length, file.sizeBytes - position);
      if (wanted <= 0) return 0;
      const got = attempt(file, () => fs.readSync(fd, target, 0, wanted, position));
      if (got === 0) throw changed(file);
      position += got;
      return got;
    },
    get storedBytes() {
      return position - start;
    },
    close() {
      const stat = fs.fstatSync(fd);
      fs.closeSync(fd);
      if (stat.size !== file.sizeBytes || fileVersion(stat) !== file.version) throw changed(file);
    },
  };
}

/**
 * Opens what was listed as a file and may have become anything since: a FIFO would keep this thread for ever. A part of this
 * kit is no link either.
 */
function openDescriptor(file: InputFile): number {
  const { O_NONBLOCK, O_RDONLY } = fs.constants;
  const fd = attempt(file, () => fs.openSync(file.path, O_RDONLY | (file.own ? OPEN_PLAIN : O_NONBLOCK)));
  if (fs.fstatSync(fd).isFile()) return fd;
  fs.closeSync(fd);
  throw changed(file);
}

function openGzip(file: InputFile, { onStored, takeObject }: Opening): ByteSource {
  const whole = () => new ObjectSource(theS3(), file, 0, file.sizeBytes);
  const packed = isS3(file.path) ? packedObject(takeObject === undefined ? whole() : takeObject()) : packedFile(file);
  if (onStored !== undefined) packed.stream.on('data', onStored);
  const unpacked = packed.stream.pipe(createGunzip({ chunkSize: GUNZIP_CHUNK_BYTES }));
  packed.stream.once('error', (error) => unpacked.destroy(error));
  const chunks = unpacked[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array(0);
  return {
    async read(target) {
      if (rest.length === 0) rest = await nextChunk(file, chunks);
      if (rest.length === 0 && unpacked.bytesWritten < file.sizeBytes) {
        await refuseMoreThanZeros(file, unpacked.bytesWritten);
      }
      const bytes = rest.subarray(0, target.length);
      target.set(bytes);
      rest = rest.subarray(bytes.length);
      return bytes.length;
    },
    get storedBytes() {
      return packed.storedBytes();
    },
    close() {
      packed.stream.destroy();
      unpacked.destroy();
      packed.close();
    },
  };
}

/** The bytes of a gzip file, as a stream. */
interface Packed {
  readonly stream: Readable;
  storedBytes(): number;
  close(): void;
}

function packedFile(file: InputFile): Packed {
  const stream = fs.createReadStream(file.path, { fd: openDescriptor(file) });
  return {
    stream,
    storedBytes: () => stream.bytesRead,
    close() {
      const stat = attempt(file, () => fs.statSync(file.path));
      if (stat.size !== file.sizeBytes || fileVersion(stat) !== file.version) throw changed(file);
    },
  };
}

function packedObject(source: ObjectSource): Packed {
  async function* pieces(): AsyncGenerator<Buffer> {
    for (let piece = await source.nextPiece(); piece !== undefined; piece = await source.nextPiece()) yield piece;
  }
  return {
    stream: Readable.from(pieces(), { objectMode: false }),
    storedBytes: () => source.storedBytes,
    close: () => source.close(),
  };
}

async function nextChunk(file: InputFile, chunks: AsyncIterator<Buffer>): Promise<Uint8Array> {
  try {
    const next = await chunks.next();
    return next.done ? new Uint8Array(0) : next.value;
  } catch (error) {
    if (error instanceof Failure) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code?.startsWith('Z_')) throw unreadable(file, error);
    throw new Failure(EXIT.badData, `cannot unpack '${file.path}': ${message}; it is damaged or no gzip file`, {
      cause: error,
    });
  }
}

/** Zeros may fill a file up. Unpacking ends at the first of them, whatever follows. */
async function refuseMoreThanZeros(file: InputFile, start: number): Promise<void> {
  const buffer = Buffer.alloc(64 * 1024);
  const source = openStored(file, start, start);
  try {
    for (let got = await source.read(buffer); got !== 0; got = await source.read(buffer)) {
      if (buffer.subarray(0, got).every((byte) => byte === 0)) continue;
      throw new Failure(
        EXIT.badData,
        `cannot unpack '${file.path}': more data follows the zeros at byte ${start}; it is damaged or no gzip file`,
      );
    }
  } finally {
    source.close();
  }
}

function attempt<T>(file: InputFile, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: InputFile, error: unknown): Failure {
  const { code } = error as NodeJS.ErrnoException;
  const shortage = shortageOf(error);
  return new Failure(EXIT.io, `cannot read '${file.path}': ${shortage === undefined ? code : shortage}`, {
    cause: error,
  });
}

function changed(file: InputFile): Failure {
  return new Failure(
    EXIT.io,
    `'${file.path}' changed while it was read; run again once nothing writes to it (size ${file.sizeBytes} expected)`,
  );
}
