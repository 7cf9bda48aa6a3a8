import { placeOf, reduceOfPart, shareOf } from '../../../../job/runner/yarn/part-shares';

it('every part belongs to one reduce task, and the shares differ by at most one part', () => {
  for (let parts = 1; parts <= 60; parts++) {
    for (let reduces = 1; reduces <= parts; reduces++) {
      const sharing = { parts, reduces };
      const shares = Array.from({ length: reduces }, (_, reduce) => shareOf(reduce, sharing));
      const owners = shares.flatMap(({ first, end }, reduce) => Array(end - first).fill(reduce));
      expect(owners).toEqual(Array.from({ length: parts }, (_, part) => reduceOfPart(part, sharing)));
      const sizes = shares.map(({ first, end }) => end - first);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }
  }
});

it.each([
  [0, 99_999, 25_000, 0],
  [99_998, 99_999, 25_000, 24_999],
])('part %i of %i, written by %i reduce tasks, belongs to task %i', (part, parts, reduces, reduce) => {
  const sharing = { parts, reduces };
  expect(reduceOfPart(part, sharing)).toBe(reduce);
  const { first, end } = shareOf(reduce, sharing);
  expect(part >= first && part < end).toBe(true);
});

it('the slots of a reduce task write one part each in every turn', () => {
  const places = Array.from({ length: 12 }, (_, part) => placeOf(part, { parts: 12, reduces: 2, slots: 4 }));
  expect(places.map(({ slot, turn }) => `${turn}.${slot}`)).toEqual([
    ...['0.0', '0.1', '0.2', '0.3', '1.0', '1.1'],
    ...['0.0', '0.1', '0.2', '0.3', '1.0', '1.1'],
  ]);
});
