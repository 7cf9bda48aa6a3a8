/** The parts of each reduce task: contiguous shares whose sizes differ by at most one. Pure. */

/** Half-open: the parts from `first` up to `end`. */
export interface PartShare {
  readonly first: number;
  readonly end: number;
}

export function shareOf(reduce: number, parts: number, reduces: number): PartShare {
  return { first: Math.floor((reduce * parts) / reduces), end: Math.floor(((reduce + 1) * parts) / reduces) };
}

/** The reduce task that writes a part. */
export function reduceOfPart(part: number, parts: number, reduces: number): number {
  return Math.floor(((part + 1) * reduces - 1) / parts);
}
