/**
 * The proof that files were cut where records begin. Each segment tells where its first record began and where its last
 * one ended. If the first segment's records begin at 0, and those of every other segment where those of the segment
 * before ended, then the records are the same that one reader finds from the front. Pure.
 */

import type { FileSegment } from '../input/opened-ahead';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import type { InputFiles } from '../store/input-files';
import type { InputFile } from '../store/place';

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

/** The segments up to that of `file` which starts at `start`. */
export function* segmentsUpTo(planned: Iterable<FileSegment>, file: string, start: number): Generator<FileSegment> {
  for (const segment of planned) {
    yield segment;
    if (segment.file.path === file && segment.start === start) return;
  }
}

/**
 * The number of attempts in which files are cut. A run may end at its first bad record, so an attempt may find only one
 * of several files that were cut wrongly.
 */
const ATTEMPTS_WITH_CUTS = 2;

/**
 * The files for the next attempt, after one in which the segments of the files `broken` did not meet. Those are not cut
 * any more. After ATTEMPTS_WITH_CUTS attempts no file is cut.
 */
export function filesUncut(
  files: InputFiles,
  broken: readonly string[],
  planned: Iterable<FileSegment>,
  attempts: number,
): InputFiles {
  const paths = new Set(broken);
  if (attempts >= ATTEMPTS_WITH_CUTS) {
    for (const segment of planned) if (!isWholeFile(segment)) paths.add(segment.file.path);
  }
  const uncut = new Map<number, InputFile>();
  let number = 0;
  for (const file of files) {
    if (paths.has(file.path)) uncut.set(number, { ...file, isUncut: true });
    number++;
  }
  return files.with(uncut);
}

/** The paths of the files that are not cut any more. */
export function uncutPaths(files: InputFiles): string[] {
  const paths: string[] = [];
  let number = 0;
  for (const { isUncut } of files.sizes) {
    if (isUncut) paths.push(files.at(number).path);
    number++;
  }
  return paths;
}

function keyOf(file: string, start: number): string {
  return `${start} ${file}`;
}
