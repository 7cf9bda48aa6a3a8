/** How an output overlaps an input, which it must not do. Pure. */

import path from 'node:path';

export type Overlap = 'is the input' | 'lies in the input' | 'holds the input';

/** Null where they do not overlap. Both are absolute paths, or begin with a bucket. `in` does not hold `in2`. */
export function overlapOf(output: string, input: string): Overlap | null {
  if (output === input) return 'is the input';
  if (isInside(output, input)) return 'lies in the input';
  return isInside(input, output) ? 'holds the input' : null;
}

function isInside(inner: string, outer: string): boolean {
  return inner.startsWith(outer.endsWith(path.sep) ? outer : outer + path.sep);
}
