import {
  firstLimit,
  hasMadeRoom,
  isWorthCompacting,
  limitBehind,
  nextLimit,
  sampledPartitions,
} from '../../../job/runner/compaction';

const MiB = 1024 * 1024;

test('no limit exceeds the arena', () => {
  expect(firstLimit(16 * MiB)).toBe(16 * MiB);
  expect(nextLimit(48 * MiB, 64 * MiB)).toBe(64 * MiB);
  expect(limitBehind(40 * MiB, 48 * MiB, 64 * MiB)).toBe(64 * MiB);
});

test('limits begin low, double, and leave room behind the records that a compaction has kept', () => {
  expect(firstLimit(1024 * MiB)).toBe(48 * MiB);
  expect(nextLimit(48 * MiB, 1024 * MiB)).toBe(96 * MiB);
  expect(limitBehind(20 * MiB, 48 * MiB, 1024 * MiB)).toBe(80 * MiB);
  expect(limitBehind(MiB, 48 * MiB, 1024 * MiB)).toBe(48 * MiB);
});

test('a compaction is worth its time where it drops more than half of the records', () => {
  expect(isWorthCompacting(0.49)).toBe(true);
  expect(isWorthCompacting(0.5)).toBe(false);
});

test('a compaction has made room where it frees an eighth of the limit, and leaves a quarter free', () => {
  expect(hasMadeRoom(48, 24, 48)).toBe(true);
  expect(hasMadeRoom(48, 36, 48)).toBe(false);
  expect(hasMadeRoom(30, 24, 48)).toBe(false);
});

test('the sample has the largest partition, and at most eight', () => {
  const records = Array.from({ length: 16 }, (_, partition) => (partition === 5 ? 1000 : partition));
  const sample = sampledPartitions(records);
  expect(sample).toHaveLength(8);
  expect(sample[0]).toBe(5);
  expect(sampledPartitions([1, 2])).toEqual([1, 0]);
});
