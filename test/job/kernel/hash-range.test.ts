import { ALL_HASHES, narrow, partitionsOf, sharedBehind } from '../../../job/kernel/hash-range';

test('a division never reaches into the block that follows', () => {
  expect(sharedBehind(0, 9)).toBe(9);
  expect(sharedBehind(54, 9)).toBe(63);
  expect(sharedBehind(60, 9)).toBe(64);
  expect(sharedBehind(64, 9)).toBe(73);
  expect(sharedBehind(126, 4)).toBe(128);
});

test('the last bits of a hash divide it down to single hashes', () => {
  const range = narrow(ALL_HASHES, 0, 20, 5);
  const last = { first: range.first, last: range.first + 15n };
  const hashes = [...new Set(partitionsOf(last, 60, 9).map((partition) => narrow(last, 60, 9, partition).first))];
  expect(hashes).toEqual(Array.from({ length: 16 }, (_, i) => range.first + BigInt(i)));
  for (const partition of partitionsOf(last, 60, 9)) {
    const { first, last: end } = narrow(last, 60, 9, partition);
    expect(end).toBe(first);
  }
});

test('keys of one hash are divided in all partitions, and their range stays that hash', () => {
  const one = { first: 7n, last: 7n };
  expect(partitionsOf(one, 64, 3)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(narrow(one, 64, 3, 5)).toEqual(one);
});
