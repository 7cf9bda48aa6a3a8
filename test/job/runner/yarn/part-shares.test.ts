import { reduceOfPart, shareOf } from '../../../../job/runner/yarn/part-shares';

it('every part belongs to one reduce task, and the shares differ by at most one part', () => {
  for (let parts = 1; parts <= 60; parts++) {
    for (let reduces = 1; reduces <= parts; reduces++) {
      const shares = Array.from({ length: reduces }, (_, reduce) => shareOf(reduce, parts, reduces));
      const owners = shares.flatMap(({ first, end }, reduce) => Array(end - first).fill(reduce));
      expect(owners).toEqual(Array.from({ length: parts }, (_, part) => reduceOfPart(part, parts, reduces)));
      const sizes = shares.map(({ first, end }) => end - first);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }
  }
});

it.each([
  [0, 99_999, 25_000, 0],
  [99_998, 99_999, 25_000, 24_999],
])('part %i of %i, written by %i reduce tasks, belongs to task %i', (part, parts, reduces, reduce) => {
  expect(reduceOfPart(part, parts, reduces)).toBe(reduce);
  const { first, end } = shareOf(reduce, parts, reduces);
  expect(part >= first && part < end).toBe(true);
});
