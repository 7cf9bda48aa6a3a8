/**
 * Random names from the system's generator. They are read from its file, because loading node:crypto takes a twentieth
 * of a small run. Where the file is missing, node:crypto is used.
 */

import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';

const GENERATOR = '/dev/urandom';
/** How many bytes are read at a time: more than most runs need. */
const READ_BYTES = 256;

let read: Buffer = Buffer.alloc(0);

/** A random UUID, which is version 4. */
export function randomUuid(): string {
  const bytes = randomOf(16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return [bytes.subarray(0, 4), bytes.subarray(4, 6), bytes.subarray(6, 8), bytes.subarray(8, 10), bytes.subarray(10)]
    .map((part) => part.toString('hex'))
    .join('-');
}

export function randomHex(bytes: number): string {
  return randomOf(bytes).toString('hex');
}

/** A random integer of `first` .. `end`, which are less than 2^32 apart. */
export function randomInteger(first: number, end: number): number {
  return first + Math.floor((randomOf(4).readUInt32LE() / 2 ** 32) * (end - first));
}

function randomOf(bytes: number): Buffer {
  if (read.length < bytes) read = generated(Math.max(READ_BYTES, bytes));
  const taken = read.subarray(0, bytes);
  read = read.subarray(bytes);
  return taken;
}

function generated(bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  try {
    const fd = openSync(GENERATOR, 'r');
    try {
      if (readSync(fd, buffer) === bytes) return buffer;
    } finally {
      closeSync(fd);
    }
  } catch {}
  return randomBytes(bytes);
}
