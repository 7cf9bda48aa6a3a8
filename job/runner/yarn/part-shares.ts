/**
 * The parts of each reduce task, which are contiguous shares whose sizes differ by at most one, and the slots that write
 * them. A slot writes its parts one after the other: one in each turn of the task. Pure.
 */

/** Half-open: the parts from `first` up to `end`. */
export interface PartShare {
  readonly first: number;
  readonly end: number;
}

/** The numbers of a job by which its parts are shared out. */
export interface Sharing {
  readonly parts: number;
  readonly reduces: number;
  /** The most slots of a reduce task. */
  readonly slots: number;
}

export function shareOf(reduce: number, { parts, reduces }: Omit<Sharing, 'slots'>): PartShare {
  return { first: Math.floor((reduce * parts) / reduces), end: Math.floor(((reduce + 1) * parts) / reduces) };
}

/** The reduce task that writes a part. */
export function reduceOfPart(part: number, { parts, reduces }: Omit<Sharing, 'slots'>): number {
  return Math.floor(((part + 1) * reduces - 1) / parts);
}

/** The slot of a reduce task that writes a part, and the turn in which it does. */
export function placeOf(part: number, sharing: Sharing): { readonly slot: number; readonly turn: number } {
  const place = part - shareOf(reduceOfPart(part, sharing), sharing).first;
  return { slot: place % sharing.slots, turn: Math.floor(place / sharing.slots) };
}
