import { type Piece, Pieces } from '../../../../job/store/s3/object-source';

const KiB = 1024;
const MiB = 1024 * KiB;

function all(start: number, end: number, size: number): { inside: Piece[]; behind: Piece[] } {
  const pieces = new Pieces(start, end, size);
  const [inside, behind]: Piece[][] = [[], []];
  while (pieces.isInside) inside?.push(pieces.next() as Piece);
  for (let piece = pieces.next(); piece !== undefined; piece = pieces.next()) behind?.push(piece);
  return { inside: inside as Piece[], behind: behind as Piece[] };
}

test.each([
  [0, 100, 100],
  [0, 64 * MiB, 64 * MiB],
  [31 * MiB - 1, 64 * MiB, 100 * MiB],
  [5, 6, 30 * MiB],
  [0, 0, 3 * MiB],
])(
  'the pieces of the range %i .. %i of %i bytes are adjacent, reach its end, and have at most 8 MiB',
  (start, end, size) => {
    const { inside, behind } = all(start, end, size);
    const pieces = [...inside, ...behind];
    expect(pieces[0]?.[0]).toBe(start);
    expect(pieces.at(-1)?.[1]).toBe(size);
    for (const [i, [from, to]] of pieces.entries()) {
      expect(to - from).toBeGreaterThan(0);
      expect(to - from).toBeLessThanOrEqual(8 * MiB);
      if (i > 0) expect(from).toBe(pieces[i - 1]?.[1]);
    }
  },
);

it('the pieces inside the range are equal, and the pieces after it are small', () => {
  const { inside, behind } = all(0, 20 * MiB, 40 * MiB);
  expect(inside).toHaveLength(3);
  expect(inside.at(-1)?.[1]).toBe(20 * MiB + 16 * KiB);
  expect(behind.slice(0, 2).map(([from, to]) => to - from)).toEqual([64 * KiB, 128 * KiB]);
});

it('an empty range has no pieces', () => {
  expect(all(0, 0, 0)).toEqual({ inside: [], behind: [] });
  expect(all(7, 7, 7)).toEqual({ inside: [], behind: [] });
});
