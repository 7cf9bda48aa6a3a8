/** The results of map and reduce tasks. They are plain data, because they travel between threads and processes. */

import type { SegmentChecksum } from '../input/checksum';
import type { WrittenPart } from '../output/part-writer';
import { sum } from '../shared/sum';
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
export function mustSpill(mapped: readonly Pick<MapResult, 'hasSpilled' | 'tables'>[]): boolean {
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
  /** What was read of the former output; null where it was read as an input or not at all. */
  readonly former: FormerRead | null;
  readonly span: Span;
}

/** What a worker has read of the former output, where the parts are merged and not read as inputs. */
export interface FormerRead {
  /** All lines, the headers among them. */
  readonly lines: number;
  readonly headers: number;
  /** The checksums of whole files. */
  readonly checksums: readonly SegmentChecksum[];
}

/** Adds up what was read of several parts. */
export function addFormer(read: readonly FormerRead[]): FormerRead {
  return {
    lines: sum(read, ({ lines }) => lines),
    headers: sum(read, ({ headers }) => headers),
    checksums: read.flatMap(({ checksums }) => checksums),
  };
}

/** Milliseconds since the epoch. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** The first bad record, by split, of those that ended the reading of a worker. */
export function firstFinding(mapped: readonly Pick<MapResult, 'finding'>[]): MapResult['finding'] {
  const findings = mapped.flatMap(({ finding }) => (finding ? [finding] : []));
  const first = findings.sort((a, b) => a.split - b.split)[0];
  return first === undefined ? null : first;
}
