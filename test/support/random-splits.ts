import type { Random } from './random';

/** A split: of each file with the number `file`, the records that begin at its bytes `start` .. `end`. */
export type Pieces = readonly { readonly file: number; readonly start: number; readonly end: number }[];

/** Cuts each file at fewer than `mostCuts` random offsets, and groups the pieces into splits of one to three. */
export function randomSplits(random: Random, files: readonly Buffer[], mostCuts = 6): Pieces[] {
  const segments = files.flatMap((bytes, file) => {
    const cuts = Array.from({ length: random.int(0, mostCuts) }, () => random.int(0, bytes.length + 1));
    const borders = [...new Set([0, ...cuts, bytes.length])].sort((a, b) => a - b);
    return borders.slice(1).map((end, i) => ({ file, start: borders[i] as number, end }));
  });
  const splits: Pieces[] = [];
  for (let at = 0; at < segments.length; ) {
    const size = random.int(1, 4);
    splits.push(segments.slice(at, at + size));
    at += size;
  }
  return splits;
}
