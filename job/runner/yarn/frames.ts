/**
 * Frames of Hadoop Streaming's raw bytes, as a map task writes them and a reduce task reads them:
 *
 *     u32 length of key | key | u32 length of value | value                                  (lengths are big-endian)
 */

import type { ByteSource } from '../../codec/stream/byte-source';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import type { Lock } from './lock';
import type { Read, Write } from './pipe';
import { KEY_BYTES } from './shuffle-key';

const LENGTH_BYTES = 4;
/** A batch of rejects is the longest value: one line of a mebibyte may take six mebibytes as JSON. */
export const MAX_VALUE_BYTES = 16 * 1024 * 1024;

export interface Frame extends FrameValue {
  readonly key: Buffer;
}

export interface FrameValue {
  /** The bytes of the value. They have to be read to their end before the next frame. */
  readonly value: ByteSource;
  readonly valueBytes: number;
}

/** Writes the frames of one worker of a map task, whose other workers write frames at the same time. */
export class FrameWriter {
  constructor(
    private readonly write: Write,
    private readonly lock: Lock,
  ) {}

  async add(key: Buffer, value: Uint8Array): Promise<void> {
    const head = Buffer.alloc(LENGTH_BYTES + key.length + LENGTH_BYTES);
    head.writeUInt32BE(key.length, 0);
    head.set(key, LENGTH_BYTES);
    head.writeUInt32BE(value.length, LENGTH_BYTES + key.length);
    const unlock = await this.lock();
    try {
      await this.write(head);
      await this.write(value);
    } finally {
      unlock();
    }
  }
}

/** Throws with exit code 74 where the last frame is incomplete, with 70 where the bytes are no frames of this kit. */
export async function* readFrames(read: Read): AsyncGenerator<Frame> {
  for (;;) {
    const length = await readExactly(read, LENGTH_BYTES, true);
    if (length === undefined) return;
    const keyBytes = length.readUInt32BE(0);
    if (keyBytes !== KEY_BYTES) throw foreign(`a key of ${keyBytes} bytes, expected ${KEY_BYTES}`);
    const head = (await readExactly(read, KEY_BYTES + LENGTH_BYTES, false)) as Buffer;
    const valueBytes = head.readUInt32BE(KEY_BYTES);
    if (valueBytes > MAX_VALUE_BYTES) {
      throw foreign(`a value of ${valueBytes} bytes, expected at most ${MAX_VALUE_BYTES}`);
    }
    const value = openValue(read, valueBytes);
    yield { key: head.subarray(0, KEY_BYTES), value, valueBytes };
    if (value.storedBytes < valueBytes) throw new RangeError(`${value.storedBytes} of ${valueBytes} bytes were taken`);
  }
}

/** The whole value of a frame, in a buffer of its own, which may be moved to another thread. */
export async function readValue({ value, valueBytes }: FrameValue): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(valueBytes);
  await fill((target) => value.read(target), bytes);
  return bytes;
}

/** A source of a frame's value. The bytes are read straight into the buffer of the caller. */
function openValue(read: Read, bytes: number): ByteSource {
  let left = bytes;
  return {
    async read(target) {
      if (left === 0) return 0;
      const got = await read(target.subarray(0, Math.min(target.length, left)));
      if (got === 0) throw cutShort(left);
      left -= got;
      return got;
    },
    get storedBytes() {
      return bytes - left;
    },
    close() {},
  };
}

/** Undefined at the end of the input, where `mayEnd` allows the input to end. */
async function readExactly(read: Read, bytes: number, mayEnd: boolean): Promise<Buffer | undefined> {
  const buffer = Buffer.allocUnsafe(bytes);
  const filled = await fill(read, buffer, mayEnd);
  return filled < bytes ? undefined : buffer;
}

async function fill(read: Read, buffer: Uint8Array, mayEnd = false): Promise<number> {
  let filled = 0;
  while (filled < buffer.length) {
    const got = await read(buffer.subarray(filled));
    if (got === 0 && filled === 0 && mayEnd) return 0;
    if (got === 0) throw cutShort(buffer.length - filled);
    filled += got;
  }
  return filled;
}

function cutShort(missingBytes: number): Failure {
  return new Failure(EXIT.io, `standard input ended within a frame, at least ${missingBytes} bytes too early`);
}

function foreign(found: string): Failure {
  return new Failure(
    EXIT.software,
    `standard input is not a frame of this kit: ${found}; the job has to set stream.reduce.input=rawbytes`,
  );
}
