import { groupsOf } from '../../../job/runner/spill-groups';
import { Random } from '../../support/random';

const range = (first: number, end: number) => Array.from({ length: end - first }, (_, i) => first + i);

test('neighbouring partitions are grouped as long as they fit the memory', () => {
  expect(groupsOf([1, 1, 1, 1, 1, 1, 1, 1], range(0, 8), 4)).toEqual([
    { first: 0, end: 4, openBits: 2 },
    { first: 4, end: 8, openBits: 2 },
  ]);
});

test('a partition that is too large is a group of its own, and empty partitions are left out', () => {
  expect(groupsOf([9, 1, 1, 0, 0, 0, 0, 0], range(0, 8), 4)).toEqual([
    { first: 0, end: 1, openBits: 0 },
    { first: 1, end: 2, openBits: 0 },
    { first: 2, end: 4, openBits: 1 },
  ]);
});

test('without memory each partition that has records is a group of its own', () => {
  expect(groupsOf([1, 2, 0, 3], range(0, 4), 0)).toEqual([
    { first: 0, end: 1, openBits: 0 },
    { first: 1, end: 2, openBits: 0 },
    { first: 3, end: 4, openBits: 0 },
  ]);
});

test('partitions outside the range are not counted, even when the range begins in the middle of a group', () => {
  expect(groupsOf([9, 1, 1, 1, 1, 1, 9, 9], range(1, 6), 4)).toEqual([
    { first: 1, end: 4, openBits: 2 },
    { first: 4, end: 6, openBits: 2 },
  ]);
});

test('the partitions of every group share its leading bits, and no partition is left out (seeds 1 to 50)', () => {
  for (const seed of range(1, 51)) {
    const random = new Random(seed);
    const sizes = Array.from({ length: 64 }, () => (random.chance(0.3) ? 0 : random.int(1, 20)));
    const first = random.int(0, 60);
    const partitions = range(first, random.int(first + 1, 65));
    const groups = groupsOf(sizes, partitions, 40);
    for (const group of groups) {
      const bytes = sizes.slice(group.first, group.end).reduce((sum, each) => sum + each, 0);
      expect(bytes <= 40 || group.end - group.first === 1).toBe(true);
      expect(group.first >>> group.openBits).toBe((group.end - 1) >>> group.openBits);
    }
    const grouped = groups.flatMap((group) => range(group.first, group.end));
    expect(grouped.filter((each) => sizes[each])).toEqual(partitions.filter((each) => sizes[each]));
  }
});
