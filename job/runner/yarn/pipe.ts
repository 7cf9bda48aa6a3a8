/** Reads and writes standard input and output by their descriptors, because a stream would copy all bytes. */

import fs from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';

/** Fills the start of `target` with the next bytes; returns how many, or 0 at the end. */
export type Read = (target: Uint8Array) => number | Promise<number>;
export type Write = (bytes: Uint8Array) => Promise<void>;

/**
 * The other end may have made the pipe non-blocking. Where the pipe is not ready, it is tried again after this time.
 */
const RETRY_MS = 1;

export function readerOf(fd: number): Read {
  return (target) => {
    const got = tryRead(fd, target);
    return got === undefined ? readLater(fd, target) : got;
  };
}

export function writerOf(fd: number): Write {
  return async (bytes) => {
    for (let at = 0; at < bytes.length; ) {
      const written = tryWrite(fd, bytes, at);
      if (written === 0) await setTimeout(RETRY_MS);
      at += written;
    }
  };
}

/** Reads all remaining bytes. */
export async function readToEnd(read: Read): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for (;;) {
    const chunk = Buffer.allocUnsafe(64 * 1024);
    const got = await read(chunk);
    if (got === 0) return Buffer.concat(chunks);
    chunks.push(chunk.subarray(0, got));
  }
}

async function readLater(fd: number, target: Uint8Array): Promise<number> {
  for (;;) {
    await setTimeout(RETRY_MS);
    const got = tryRead(fd, target);
    if (got !== undefined) return got;
  }
}

/** Undefined where there is nothing yet. */
function tryRead(fd: number, target: Uint8Array): number | undefined {
  try {
    return fs.readSync(fd, target);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EAGAIN') return undefined;
    throw new Failure(EXIT.io, `cannot read from the task's Java process: ${code}`, { cause: error });
  }
}

/** 0 where there is no room yet. */
function tryWrite(fd: number, bytes: Uint8Array, at: number): number {
  try {
    return fs.writeSync(fd, bytes, at);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EAGAIN') return 0;
    const advice = code === 'EPIPE' ? '; it ended first, its own log says why' : '';
    throw new Failure(EXIT.io, `cannot write to the task's Java process: ${code}${advice}`, { cause: error });
  }
}
