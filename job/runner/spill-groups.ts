/** Which partitions of spills are read back together. Pure. */

/** Partitions first .. end: all, or the last ones in a range, that differ in their last `openBits` bits alone. */
export interface PartitionGroup {
  readonly first: number;
  readonly end: number; // exclusive
  readonly openBits: number;
}

/**
 * Cuts partitions, which follow each other, into groups that take at most `mostBytes` each; one that alone takes more is a
 * group of its own. Groups that take nothing are left out. `memoryBytes` is by partition.
 */
export function groupsOf(
  memoryBytes: readonly number[],
  partitions: readonly number[],
  mostBytes: number,
): PartitionGroup[] {
  const groups: PartitionGroup[] = [];
  const last = partitions.at(-1) as number;
  for (let first = partitions[0] as number; first <= last; ) {
    let group = { first, end: first + 1, openBits: 0 };
    let bytes = memoryBytes[first] as number;
    for (let openBits = 1; 2 ** openBits <= memoryBytes.length; openBits++) {
      const start = first - (first % 2 ** openBits);
      // partitions before the range are not wanted; those in it are in a group before this one
      if (start < first && first !== partitions[0]) break;
      const end = Math.min(start + 2 ** openBits, last + 1);
      for (let partition = group.end; partition < end; partition++) bytes += memoryBytes[partition] as number;
      if (bytes > mostBytes) break;
      group = { first, end, openBits };
    }
    if (memoryBytes.slice(group.first, group.end).some((each) => each > 0)) groups.push(group);
    first = group.end;
  }
  return groups;
}
