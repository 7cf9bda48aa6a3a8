/**
 * Groups: ranges of hashes that reduce tasks take one after the other. There are a power of two of them for all parts
 * together, so the hashes of a group share their first bits and spread evenly over the kernel's partitions. The borders
 * of parts need not be borders of groups: such a group's lines go to several parts, to each its own. Pure.
 */

import { type Cut, type HashRange, narrow, partHashes, partitionsOf, type Stretch } from '../../kernel/hash-range';

export class Groups {
  /** Leading bits of a hash that number its group. */
  readonly bits: number;

  /** At least `groupsPerPart` for each of `parts`. */
  constructor(
    private readonly parts: number,
    groupsPerPart: number,
  ) {
    this.bits = Math.ceil(Math.log2(parts * groupsPerPart));
  }

  /** The hashes of a group that belong to a part. */
  range(group: number, part: number): HashRange {
    return narrow(partHashes(part, this.parts), 0, this.bits, group);
  }

  /** Stretches of one group and one part. */
  readonly cut: Cut = (range) =>
    partitionsOf(range, 0, this.bits).flatMap((group) => this.cutGroup(narrow(range, 0, this.bits, group), group));

  private cutGroup(range: HashRange, group: number): Stretch[] {
    const [first, last] = [this.partOf(range.first), this.partOf(range.last)];
    return Array.from({ length: last - first + 1 }, (_, i) => {
      const part = first + i;
      return { last: part === last ? range.last : partHashes(part, this.parts).last, part, group };
    });
  }

  private partOf(hash: bigint): number {
    return Number(((hash >> 32n) * BigInt(this.parts)) >> 32n);
  }
}
