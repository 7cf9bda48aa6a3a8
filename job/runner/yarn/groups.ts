/**
 * Groups: ranges of hashes that a reduce task takes one after the other. The number of all groups is a power of two, so
 * the hashes of a group share their first bits and spread evenly over the kernel's partitions. A border between parts
 * may lie inside a group; the lines of that group then go to several parts, each line to its own part. Pure.
 */

import {
  type Cut,
  type HashRange,
  narrow,
  partHashes,
  partitionsOf,
  partOf,
  type Stretch,
} from '../../kernel/hash-range';

const HASH_BITS = 64;

export class Groups {
  /** The number of leading bits of a hash that number its group. */
  readonly bits: number;

  /** Makes at least `groupsPerPart` groups for each of `parts` parts. */
  constructor(
    private readonly parts: number,
    groupsPerPart: number,
  ) {
    this.bits = Math.ceil(Math.log2(parts * groupsPerPart));
  }

  /** The first group with hashes of a part. */
  firstOf(part: number): number {
    return Number(partHashes(part, this.parts).first >> BigInt(HASH_BITS - this.bits));
  }

  /** The hashes of a group that belong to a part. */
  range(group: number, part: number): HashRange {
    return narrow(partHashes(part, this.parts), 0, this.bits, group);
  }

  /** No part has hashes of more groups than this. */
  get mostOfPart(): number {
    return Math.ceil(2 ** this.bits / this.parts) + 1;
  }

  /** Cuts a range of hashes into stretches, each within one group and one part. */
  readonly cut: Cut = (range) =>
    partitionsOf(range, 0, this.bits).flatMap((group) => this.cutGroup(narrow(range, 0, this.bits, group), group));

  private cutGroup(range: HashRange, group: number): Stretch[] {
    const [first, last] = [partOf(range.first, this.parts), partOf(range.last, this.parts)];
    return Array.from({ length: last - first + 1 }, (_, i) => {
      const part = first + i;
      return { last: part === last ? range.last : partHashes(part, this.parts).last, part, group };
    });
  }
}
