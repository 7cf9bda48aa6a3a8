import fs from 'node:fs';
import { randomHex, randomInteger, randomUuid } from '../../../job/shared/random';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const made = (count: number, make: () => string) => new Set(Array.from({ length: count }, make));

it('makes UUIDs of version 4, each another', () => {
  const uuids = [...made(100, randomUuid)];
  expect(uuids).toHaveLength(100);
  for (const uuid of uuids) expect(uuid).toMatch(UUID);
});

it('makes as many digits as asked for, also more than are read at a time', () => {
  expect(randomHex(3)).toMatch(/^[0-9a-f]{6}$/);
  expect(randomHex(1000)).toMatch(/^[0-9a-f]{2000}$/);
});

it('makes integers of a range, and all of a small one', () => {
  const numbers = Array.from({ length: 200 }, () => randomInteger(7, 10));
  expect([...new Set(numbers)].sort()).toEqual([7, 8, 9]);
});

it('works where the system shows no generator', () => {
  const open = jest.spyOn(fs, 'openSync').mockImplementation(() => {
    throw new Error('ENOENT');
  });
  try {
    expect(made(50, () => randomHex(8)).size).toBe(50);
    expect(open).toHaveBeenCalledWith('/dev/urandom', 'r');
  } finally {
    open.mockRestore();
  }
});
