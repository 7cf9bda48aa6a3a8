import type { SummaryPart } from '../summary/summary';

export interface Problem {
  /** The file's name, relative to the output; 'summary' for the summary itself. */
  readonly file: string;
  /** Where a single line is wrong, the byte offset of this line; null otherwise. */
  readonly offset: number | null;
  /** Says what is wrong. */
  readonly problem: string;
}

/** The faults of a file, without those that are null. */
export function problemsOf({ name }: SummaryPart, faults: readonly (string | null)[]): Problem[] {
  return faults.flatMap((problem) => (problem === null ? [] : [{ file: name, offset: null, problem }]));
}
