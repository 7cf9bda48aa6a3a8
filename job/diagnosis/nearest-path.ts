/** Finds the path that was probably meant. Pure. */

/** A longer name is not compared letter by letter. */
const MOST_LETTERS = 100;
/** For so many letters of a name one may be wrong. */
const LETTERS_PER_SLIP = 4;

/**
 * Of the paths in a record, the one that is likeliest meant by `path`, which is not among them: it is nested deeper, or
 * differs in case, marks between words or a few letters. Null where there is none, or where several are nested deeper.
 */
export function nearestPath(path: string, paths: readonly string[]): string | null {
  const [nested, another] = paths.filter((each) => each.endsWith(`.${path}`));
  if (nested !== undefined) return another === undefined ? nested : null;
  const alike = paths.find((each) => bare(each) === bare(path));
  if (alike !== undefined) return alike;
  const most = Math.floor(path.length / LETTERS_PER_SLIP);
  if (most === 0 || path.length > MOST_LETTERS) return null;
  const near = paths
    .filter((each) => Math.abs(each.length - path.length) <= most)
    .map((each) => ({ path: each, slips: slipsBetween(path, each) }))
    .filter(({ slips }) => slips <= most)
    .sort((a, b) => a.slips - b.slips);
  const [best] = near;
  return best === undefined ? null : best.path;
}

function bare(path: string): string {
  return path.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** The fewest letters to insert, to leave out, to replace or to exchange with the next (optimal string alignment). */
function slipsBetween(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const [left, above, both] = [row[j - 1], last[j], last[j - 1]] as [number, number, number];
      let least = Math.min(left + 1, above + 1, both + Number(a[i - 1] !== b[j - 1]));
      const isExchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isExchanged) least = Math.min(least, (before[j - 2] as number) + 1);
      row.push(least);
    }
    [before, last] = [last, row];
  }
  return last[b.length] as number;
}
