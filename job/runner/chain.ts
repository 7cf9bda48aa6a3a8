/**
 * The proof that files were cut where records begin. Each segment tells where its first record began and where its last
 * one ended. If the first segment's records begin at 0, and those of every other segment where those of the segment
 * before ended, then the records are the same that one reader finds from the front. Pure.
 */

import type { FileSegment } from '../input/opened-ahead';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';

/** The place of the records of one segment of a file that was cut. */
export interface SegmentRecords {
  readonly file: string;
  /** The offset of the segment. */
  readonly start: number;
  /** The offset where its first record began; null where no record begins in the segment. */
  readonly first: number | null;
  /** The offset where its last record ended; null where a bad record ended the reading before. */
  readonly end: number | null;
}

export function isWholeFile({ file, start, end }: FileSegment): boolean {
  return start === 0 && end === file.sizeBytes;
}

/**
 * The paths of the files whose segments do not meet, each once. `planned` are segments in the order of files and
 * offsets, and `found` has the records of each one that is not a whole file. Throws with exit code 70 where a segment
 * has told nothing.
 */
export function brokenFiles(planned: Iterable<FileSegment>, found: Iterable<SegmentRecords>): string[] {
  const bySegment = new Map<string, SegmentRecords>();
  for (const records of found) bySegment.set(keyOf(records.file, records.start), records);
  const broken = new Set<string>();
  let reached = 0;
  for (const segment of planned) {
    if (isWholeFile(segment)) continue;
    const { path } = segment.file;
    const records = bySegment.get(keyOf(path, segment.start));
    if (records === undefined) {
      const what = `the segment of '${path}' at byte ${segment.start} did not tell where its records are`;
      throw new Failure(EXIT.software, `${what}; nothing was published, please report this`);
    }
    if (segment.start === 0) reached = 0;
    const { first, end } = records;
    const meets = first === null || first === reached;
    // what lies behind a bad record that ended the reading does not matter any more
    if (first !== null) reached = end === null ? Number.POSITIVE_INFINITY : end;
    if (!meets || reached < segment.end) broken.add(path);
  }
  return [...broken];
}

/** The segments up to the one in which a record begins at `offset` of `file`. */
export function segmentsUpTo(planned: readonly FileSegment[], file: string, offset: number): readonly FileSegment[] {
  const at = planned.findIndex((each) => each.file.path === file && each.start <= offset && offset < each.end);
  return planned.slice(0, at + 1);
}

function keyOf(file: string, start: number): string {
  return `${start} ${file}`;
}
