/** Ranges of 64-bit hashes, and the partitions that leading bits make of them. Pure. */

/** Hashes from first to last, both included. */
export interface HashRange {
  readonly first: bigint;
  readonly last: bigint;
}

/** What is handed on together: hashes up to `last`, of one part, of one group of a part. */
export interface Stretch {
  readonly last: bigint; // included
  readonly part: number;
  readonly group: number;
}

/** Cuts a range into stretches, front to back. */
export type Cut = (range: HashRange) => readonly Stretch[];

const HASH_BITS = 64;

export const ALL_HASHES: HashRange = { first: 0n, last: (1n << 64n) - 1n };

export const uncut: Cut = ({ last }) => [{ last, part: 0, group: 0 }];

/**
 * The hashes of part `part` of `parts`: those with `((hash >>> 32) * parts) >>> 32 == part`. Part of the format.
 */
export function partHashes(part: number, parts: number): HashRange {
  return { first: firstHash(part, parts), last: firstHash(part + 1, parts) - 1n };
}

function firstHash(part: number, parts: number): bigint {
  const leading = ((BigInt(part) << 32n) + BigInt(parts) - 1n) / BigInt(parts);
  return leading << 32n;
}

/** Numbers of the partitions that a range meets, by `bits` bits behind the first `shift`, which its hashes share. */
export function partitionsOf(range: HashRange, shift: number, bits: number): number[] {
  const first = bitsAt(range.first, shift, bits);
  const last = bitsAt(range.last, shift, bits);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** The part of a range, whose hashes share `shift` bits, in which the next `bits` bits are `partition`. */
export function narrow(range: HashRange, shift: number, bits: number, partition: number): HashRange {
  const below = BigInt(HASH_BITS - shift - bits);
  const shared = shift === 0 ? 0n : (range.first >> BigInt(HASH_BITS - shift)) << BigInt(HASH_BITS - shift);
  const first = shared | (BigInt(partition) << below);
  const last = first | ((1n << below) - 1n);
  return { first: first > range.first ? first : range.first, last: last < range.last ? last : range.last };
}

function bitsAt(hash: bigint, shift: number, bits: number): number {
  return Number((hash >> BigInt(HASH_BITS - shift - bits)) & ((1n << BigInt(bits)) - 1n));
}
