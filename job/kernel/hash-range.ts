/**
 * Ranges of 64-bit hashes, and the partitions that leading bits make of them. Pure.
 *
 * Records that outgrow the memory are divided by more and more bits, of which the records that stay together share the
 * first ones. Sixty-four of these bits are the hash. Keys that share all of them are divided by bits of the key itself
 * (the kernel's division.ts), sixty-four at a time too; their range of hashes is then a single one, and stays as it is.
 */

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

/** As in the kernel's division.ts. */
const BLOCK_BITS = 64;

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

/** How many bits are shared behind a division by `bits` bits: none that belongs to the block that follows. */
export function sharedBehind(sharedBits: number, bits: number): number {
  return Math.min(sharedBits + bits, (Math.floor(sharedBits / BLOCK_BITS) + 1) * BLOCK_BITS);
}

/** Numbers of the partitions that a range meets, by `bits` bits behind the first `sharedBits`, which its records share. */
export function partitionsOf(range: HashRange, sharedBits: number, bits: number): number[] {
  const isByKey = sharedBits >= BLOCK_BITS;
  const first = isByKey ? 0 : bitsAt(range.first, sharedBits, bits);
  const last = isByKey ? 2 ** bits - 1 : bitsAt(range.last, sharedBits, bits);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** The part of a range, whose records share `sharedBits` bits, in which the next `bits` bits are `partition`. */
export function narrow(range: HashRange, sharedBits: number, bits: number, partition: number): HashRange {
  if (sharedBits >= BLOCK_BITS) return range;
  // bits that no hash has are 0
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
