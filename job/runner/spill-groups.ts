/** Decides which partitions of spills are read back together. Pure. */

/**
 * Partitions first .. end, which differ in their last `openBits` bits alone. All partitions with the same leading bits
 * are in the group, except those outside of the range.
 */
export interface PartitionGroup {
  readonly first: number;
  readonly end: number; // exclusive
  readonly openBits: number;
}

/**
 * Cuts consecutive partitions into groups that take at most `mostBytes` of memory each. A partition that takes more by
 * itself is a group of its own. Groups without any record are left out. `memoryBytes` is indexed by partition.
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
      // An aligned group may begin before the range only if it is the first one. Any other would take partitions from
      // the group before it.
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
