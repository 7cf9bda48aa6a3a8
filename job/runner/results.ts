/** The results that map and reduce tasks hand to whoever started them. Plain data: they travel between threads and processes. */

import type { WrittenPart } from '../output/part-writer';
import type { RejectExample } from '../summary/summary';
import type { MapCounts } from './mapper';
import { fitTables, type TableNeeds } from './tables';

export interface MapResult extends MapCounts {
  /** Those that have a file of rejects, in `keep` mode. */
  readonly splitsWithRejects: readonly number[];
  /** The bad record that ended this worker's reading, in `fail` mode. */
  readonly finding: { readonly split: number; readonly example: RejectExample } | null;
  readonly hasSpilled: boolean;
  readonly tables: TableNeeds;
  readonly span: Span;
}

/** Whether some worker's records have left its memory, or have to, because some partition's outgrow every table. */
export function mustSpill(mapped: readonly MapResult[]): boolean {
  return mapped.some((result) => result.hasSpilled) || !fitTables(mapped.map((result) => result.tables));
}

/** Every split that has rejects, in order: each one's file is numbered by its place among them. */
export function allSplitsWithRejects(mapped: readonly MapResult[]): number[] {
  return mapped.flatMap((result) => result.splitsWithRejects).sort((a, b) => a - b);
}

export interface ReduceResult {
  readonly parts: readonly WrittenPart[];
  readonly rejects: readonly WrittenPart[];
  /** Of the whole run of this worker. */
  readonly superseded: number;
  readonly spilledBytes: number;
  /** Lines of the parts that the former output, which a run merges with, had too. */
  readonly formerLines: number;
  readonly span: Span;
}

/** Milliseconds since the epoch. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** The bad record that comes first, of those that ended a worker's reading. */
export function firstFinding(mapped: readonly MapResult[]): RejectExample | null {
  const findings = mapped.flatMap(({ finding }) => (finding ? [finding] : []));
  const first = findings.sort((a, b) => a.split - b.split)[0];
  return first ? first.example : null;
}
