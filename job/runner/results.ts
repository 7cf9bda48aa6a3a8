/** The results of map and reduce tasks. They are plain data, because they travel between threads and processes. */

import type { WrittenPart } from '../output/part-writer';
import type { MapFinding } from './map-finding';
import type { MapCounts } from './mapper';
import { fitTables, type TableNeeds } from './tables';

export interface MapResult extends MapCounts {
  /** The splits of this worker that have a file of rejects, in `keep` mode. */
  readonly splitsWithRejects: readonly number[];
  /** The bad record that ended this worker's reading, in `fail` mode. */
  readonly finding: (MapFinding & { readonly split: number }) | null;
  readonly hasSpilled: boolean;
  readonly tables: TableNeeds;
  readonly span: Span;
}

/** Whether all records have to be spilled: some worker has spilled, or the records of some partition fit no table. */
export function mustSpill(mapped: readonly MapResult[]): boolean {
  return mapped.some((result) => result.hasSpilled) || !fitTables(mapped.map((result) => result.tables));
}

/** All splits that have rejects, in order. The place of a split in this list is the number of its file of rejects. */
export function allSplitsWithRejects(mapped: readonly MapResult[]): number[] {
  return mapped.flatMap((result) => result.splitsWithRejects).sort((a, b) => a - b);
}

export interface ReduceResult {
  readonly parts: readonly WrittenPart[];
  /** The files with the deletes of the parts, of those parts that have any. */
  readonly deleted: readonly WrittenPart[];
  /** Deletes that are not written (`--forget-deleted-before`). */
  readonly forgotten: number;
  readonly rejects: readonly WrittenPart[];
  /** Superseded records of this worker in the map and the reduce phase, or of this reduce task alone. */
  readonly superseded: number;
  readonly spilledBytes: number;
  /** Records and deletes that were in the former output already, in a merge; those that are forgotten too. */
  readonly formerLines: number;
  readonly span: Span;
}

/** Milliseconds since the epoch. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** The first bad record, by split, of those that ended the reading of a worker. */
export function firstFinding(mapped: readonly MapResult[]): MapFinding | null {
  const findings = mapped.flatMap(({ finding }) => (finding ? [finding] : []));
  const first = findings.sort((a, b) => a.split - b.split)[0];
  return first === undefined ? null : first;
}
