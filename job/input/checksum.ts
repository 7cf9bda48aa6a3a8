/** Checksums of files that are read in segments: one for each segment, which combine to the checksum of the file. */

import { crc32 } from 'node:zlib';

/** The checksum of the stored bytes `start` .. `end` of a file. */
export interface SegmentChecksum {
  readonly file: string;
  readonly start: number;
  readonly end: number; // exclusive
  /** CRC-32 (zlib's polynomial), as an unsigned number. */
  readonly crc32: number;
}

/**
 * Takes the bytes of a file from `position` on, front to back, and computes the checksum of those in `start` .. `end`.
 * The result ends earlier where the reading ended earlier.
 */
export class Checksum {
  private crc = 0;

  constructor(
    private readonly file: string,
    private readonly start: number,
    private readonly end: number,
    private position: number,
  ) {}

  add(bytes: Uint8Array): void {
    const from = Math.max(0, this.start - this.position);
    const inside = bytes.subarray(from, Math.max(from, this.end - this.position));
    if (inside.length > 0) this.crc = crc32(inside, this.crc);
    this.position += bytes.length;
  }

  get result(): SegmentChecksum {
    const { file, start, end, crc } = this;
    return { file, start, end: Math.max(start, Math.min(end, this.position)), crc32: crc };
  }
}

/**
 * The checksum of the bytes 0 .. `sizeBytes` of a file, from its segments in any order. Undefined where the segments do
 * not cover each of these bytes exactly once.
 */
export function wholeChecksum(segments: readonly SegmentChecksum[], sizeBytes: number): number | undefined {
  let crc = 0;
  let position = 0;
  for (const { start, end, crc32 } of [...segments].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (start !== position) return undefined;
    crc = joined(crc, crc32, end - start);
    position = end;
  }
  return position === sizeBytes ? crc : undefined;
}

/** Polynomials over GF(2) in the bit order of CRC-32: the highest bit stands for x^0, and the lowest bit for x^31. */
const POLYNOMIAL = 0xedb88320;
const ONE = 0x80000000;
const X = 0x40000000;

/**
 * The checksum of two stretches of bytes, one behind the other, from the checksum of each. `bytes` is the length of the
 * second stretch. The result is first * x^(8 * bytes) + second (zlib's crc32_combine, M. Adler, 2022).
 */
function joined(first: number, second: number, bytes: number): number {
  let power = ONE;
  let square = X;
  // the square starts as x^1, and each squaring doubles its exponent
  for (let bits = BigInt(bytes) * 8n; bits > 0n; bits >>= 1n) {
    if (bits & 1n) power = product(square, power);
    square = product(square, square);
  }
  return (product(power, first) ^ second) >>> 0;
}

/** The product of two polynomials, modulo the polynomial of CRC-32. */
function product(a: number, b: number): number {
  let sum = 0;
  let shifted = b;
  for (let bit = ONE; bit !== 0; bit >>>= 1) {
    if (a & bit) sum ^= shifted;
    shifted = shifted & 1 ? (shifted >>> 1) ^ POLYNOMIAL : shifted >>> 1;
  }
  return sum >>> 0;
}
