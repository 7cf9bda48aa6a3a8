/** Plans splits and the number of workers from the sizes of the inputs. Pure. */

import { codecOf } from '../codec/codecs';
import type { FileSegment } from '../input/opened-ahead';
import { KiB, MiB } from '../shared/byte-units';
import { sum } from '../shared/sum';
import type { FileSize } from '../store/file-block';
import type { InputFiles } from '../store/input-files';

/**
 * The records that a worker reads at a time: part of a file, or some small files. They are those that begin in the files
 * `firstFile` .. `lastFile`, in the first one at `start` or later, in the last one before `end`. Files are named by their
 * numbers. Splits are in order of file and offset. A packed file is never cut. A split without files has a last one
 * before its first one.
 */
export interface Split {
  readonly firstFile: number;
  readonly start: number;
  readonly lastFile: number; // inclusive
  readonly end: number; // exclusive
}

/** The bytes `start` .. `end` of a file, which are not cut any more. */
type Piece = Pick<Split, 'start' | 'end'>;

const MIN_SPLIT_BYTES = 256 * KiB;
const MAX_SPLIT_BYTES = 32 * MiB;
/** The number of splits for each worker: many, so that all workers finish at about the same time. */
const SPLITS_PER_WORKER = 16;
/** More splits could not be numbered by the five digits of a part name (`_rejected/part-00000`). */
const MAX_SPLITS = 50_000;
/** Opening a file costs about as much as reading this many bytes. */
const FILE_COST_BYTES = 16 * KiB;

/** One worker is enough for this many bytes, because another thread takes longer to start than they take to read. */
const ONE_WORKER_BYTES = 4 * MiB;

export function planSplits(files: Iterable<FileSize>, workers: number): Split[] {
  const target = targetBytes(files, workers);
  const splits: Split[] = [];
  let lastBytes = 0;
  let number = 0;
  for (const file of files) {
    for (const { start, end } of piecesOf(file, target)) {
      const bytes = readingCost(file, end - start);
      const last = splits.at(-1);
      if (last === undefined || lastBytes + bytes > target) {
        splits.push({ firstFile: number, start, lastFile: number, end });
        lastBytes = bytes;
      } else {
        splits[splits.length - 1] = { ...last, lastFile: number, end };
        lastBytes += bytes;
      }
    }
    number++;
  }
  return splits;
}

/** The segments of a split, one for each file that is not empty. */
export function fileSegments(files: InputFiles, split: Split): FileSegment[] {
  const segments: FileSegment[] = [];
  for (let number = split.firstFile; number <= split.lastFile; number++) {
    const segment = segmentIn(files, split, number);
    if (segment.start < segment.end) segments.push(segment);
  }
  return segments;
}

/** The places of the same segments in their files. They are found without the objects of the files. */
export function* segmentSizes(files: InputFiles, { firstFile, start, lastFile, end }: Split): Generator<Piece> {
  for (let number = firstFile; number <= lastFile; number++) {
    const piece = {
      start: number === firstFile ? start : 0,
      end: number === lastFile ? end : files.sizeAt(number).sizeBytes,
    };
    if (piece.start < piece.end) yield piece;
  }
}

/** The segments of all splits, in their order. They are made one by one, since a run may have a million of them. */
export function* allSegments(files: InputFiles, splits: readonly Split[]): Generator<FileSegment> {
  for (const split of splits) yield* fileSegments(files, split);
}

/** Those of all segments that are not whole files. */
export function* cutSegments(files: InputFiles, splits: readonly Split[]): Generator<FileSegment> {
  for (const split of splits) {
    const { firstFile, start, lastFile, end } = split;
    if (lastFile < firstFile) continue;
    const isLastCut = end < files.sizeAt(lastFile).sizeBytes;
    if (start > 0 || (isLastCut && firstFile === lastFile)) yield segmentIn(files, split, firstFile);
    if (isLastCut && firstFile < lastFile) yield segmentIn(files, split, lastFile);
  }
}

function segmentIn(files: InputFiles, { firstFile, start, lastFile, end }: Split, number: number): FileSegment {
  const file = files.at(number);
  return { file, start: number === firstFile ? start : 0, end: number === lastFile ? end : file.sizeBytes };
}

/** The numbers of the files that `planSplits` cuts. */
export function filesCut(files: Iterable<FileSize>, workers: number): number[] {
  const target = targetBytes(files, workers);
  const cut: number[] = [];
  let number = 0;
  for (const file of files) {
    if (file.sizeBytes > target && mayBeCut(file)) cut.push(number);
    number++;
  }
  return cut;
}

/** The size that no split much exceeds, unless it is a file that cannot be cut. */
function targetBytes(files: Iterable<FileSize>, workers: number): number {
  const total = totalCost(files);
  const share = total / workers / SPLITS_PER_WORKER;
  return Math.max(Math.min(Math.max(share, MIN_SPLIT_BYTES), MAX_SPLIT_BYTES), total / (MAX_SPLITS / 2));
}

/** How many workers are worth starting. `formerBytes` are those of parts that are merged with the parts of the run. */
export function planWorkers(files: Iterable<FileSize>, threads: number, formerBytes = 0): number {
  let cost = formerBytes;
  for (const file of files) {
    // of a million files few need a look
    if (cost >= threads * ONE_WORKER_BYTES) break;
    cost += readingCost(file, file.sizeBytes);
  }
  return Math.max(1, Math.min(threads, Math.ceil(cost / ONE_WORKER_BYTES)));
}

/**
 * Whether reading the input takes less time than starting a thread. A packed file is not small: its content may be
 * large.
 */
export function isSmall(files: Iterable<FileSize>): boolean {
  let cost = 0;
  for (const file of files) {
    cost += readingCost(file, file.sizeBytes);
    if (cost > ONE_WORKER_BYTES || !codecOf(file).isSplittable) return false;
  }
  return true;
}

/** Equal pieces of at most about `target` bytes. */
function piecesOf(file: FileSize, target: number): Piece[] {
  if (file.sizeBytes === 0) return [];
  const count = mayBeCut(file) ? Math.ceil(file.sizeBytes / target) : 1;
  if (count === 1) return [{ start: 0, end: file.sizeBytes }];
  // the last border is the exact size, because rounding could lose the last byte
  const border = (piece: number) =>
    piece === count ? file.sizeBytes : behindStart(file, Math.floor((file.sizeBytes / count) * piece));
  const pieces = Array.from({ length: count }, (_, i) => ({ start: border(i), end: border(i + 1) }));
  return pieces.filter(({ start, end }) => start < end);
}

/**
 * The offset at which a file may be cut: the given one, or the end of the file's start if the given one lies within it. The
 * start of a file (skipped lines, its header) is never cut.
 */
export function behindStart({ start }: FileSize, offset: number): number {
  return start === undefined || offset === 0 ? offset : Math.max(offset, start.uncutBytes);
}

/** Whether a file may be read as several segments. */
export function mayBeCut(file: FileSize): boolean {
  return codecOf(file).isSplittable && file.isUncut === undefined;
}

function totalCost(files: Iterable<FileSize>): number {
  return sum(files, (file) => readingCost(file, file.sizeBytes));
}

/** The cost of reading some bytes of a file, in bytes of a file that is not packed. */
function readingCost(file: FileSize, bytes: number): number {
  return bytes * codecOf(file).readingCost + FILE_COST_BYTES;
}
