/**
 * Ranges of 64-bit hashes, and their division into partitions by bits of the hash. Pure.
 *
 * Records that outgrow the memory are divided again and again, each time by the bits that follow. Records that stay
 * together share all earlier bits. The first 64 bits are the hash. Keys that share all of them are divided by bits of
 * the key itself, in blocks of 64 bits too (the kernel's division.ts). Their range then contains a single hash, and
 * further divisions leave it as it is.
 */

/** The hashes from first to last, both included. */
export interface HashRange {
  readonly first: bigint;
  readonly last: bigint;
}

/**
 * A range of hashes whose lines are handed on together. It begins where the stretch before ends, and belongs to one
 * part and, on YARN, to one group (runner/yarn/groups.ts).
 */
export interface Stretch {
  readonly last: bigint; // included
  readonly part: number;
  readonly group: number;
}

/** Cuts a range into stretches, in ascending order of hashes. */
export type Cut = (range: HashRange) => readonly Stretch[];

/** The same number as in the kernel's division.ts. */
const BLOCK_BITS = 64;

export const ALL_HASHES: HashRange = { first: 0n, last: (1n << 64n) - 1n };

export const uncut: Cut = ({ last }) => [{ last, part: 0, group: 0 }];

/** The part, of `parts` parts, that a hash belongs to. */
export function partOf(hash: bigint, parts: number): number {
  return Number(((hash >> 32n) * BigInt(parts)) >> 32n);
}

/**
 * The hashes of part `part` of `parts`: those with `((hash >>> 32) * parts) >>> 32 == part`. This formula belongs to
 * the format.
 */
export function partHashes(part: number, parts: number): HashRange {
  return { first: firstHash(part, parts), last: firstHash(part + 1, parts) - 1n };
}

function firstHash(part: number, parts: number): bigint {
  const leading = ((BigInt(part) << 32n) + BigInt(parts) - 1n) / BigInt(parts);
  return leading << 32n;
}

/**
 * The number of bits that records share after a division by `bits` more bits. A division ends at the end of its block
 * of bits, so the number never reaches into the following block.
 */
export function sharedBehind(sharedBits: number, bits: number): number {
  return Math.min(sharedBits + bits, (Math.floor(sharedBits / BLOCK_BITS) + 1) * BLOCK_BITS);
}

/**
 * The numbers of the partitions that contain hashes of a range. All records of the range share their first `sharedBits`
 * bits, and the `bits` bits after those number the partitions.
 */
export function partitionsOf(range: HashRange, sharedBits: number, bits: number): number[] {
  const isByKey = sharedBits >= BLOCK_BITS;
  const first = isByKey ? 0 : bitsAt(range.first, sharedBits, bits);
  const last = isByKey ? 2 ** bits - 1 : bitsAt(range.last, sharedBits, bits);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/**
 * The hashes of a range that belong to partition `partition`. All records of the range share their first `sharedBits`
 * bits, and the `bits` bits after those number the partitions.
 */
export function narrow(range: HashRange, sharedBits: number, bits: number, partition: number): HashRange {
  if (sharedBits >= BLOCK_BITS) return range;
  // bits past the end of the hash are 0
  const bitsBehind = Math.max(0, sharedBits + bits - BLOCK_BITS);
  const below = BigInt(BLOCK_BITS - sharedBits - bits + bitsBehind);
  const above = BigInt(BLOCK_BITS - sharedBits);
  const shared = (range.first >> above) << above;
  const first = shared | ((BigInt(partition) >> BigInt(bitsBehind)) << below);
  const last = first | ((1n << below) - 1n);
  return { first: first > range.first ? first : range.first, last: last < range.last ? last : range.last };
}

function bitsAt(hash: bigint, sharedBits: number, bits: number): number {
  const wide = hash << BigInt(bits);
  return Number((wide >> BigInt(BLOCK_BITS - sharedBits)) & ((1n << BigInt(bits)) - 1n));
}
