/** Plans splits and the number of workers from the sizes of the inputs. Pure. */

import { codecOf } from '../codec/codecs';
import type { FileSegment } from '../input/opened-ahead';
import type { InputFile } from '../store/place';

const KiB = 1024;
const MiB = 1024 * KiB;

/**
 * The lines that begin at bytes start .. end of a file. A packed file is one segment, whose `end` is the packed size.
 */
export interface Segment {
  /** Index into the input files. */
  readonly file: number;
  readonly start: number;
  readonly end: number; // exclusive
}

/**
 * The segments that a worker reads at a time: part of a file, or some small files. Splits are in order of file and
 * offset.
 */
export type Split = readonly Segment[];

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

export function planSplits(files: readonly InputFile[], workers: number): Split[] {
  const target = targetBytes(files, workers);
  const splits: Segment[][] = [];
  let open: Segment[] = [];
  let openBytes = 0;
  const close = () => {
    if (open.length) splits.push(open);
    open = [];
    openBytes = 0;
  };
  files.forEach((file, index) => {
    for (const segment of segmentsOf(file, index, target)) {
      const bytes = readingCost(file, segment.end - segment.start);
      if (openBytes + bytes > target) close();
      open.push(segment);
      openBytes += bytes;
    }
  });
  close();
  return splits;
}

/** The segments of a split, with the files that they are segments of. */
export function fileSegments(files: readonly InputFile[], split: Split): FileSegment[] {
  return split.map(({ file, start, end }) => ({ file: files[file] as InputFile, start, end }));
}

/** The segments of all splits, in their order. They are made one by one, since a run may have a million of them. */
export function* allSegments(files: readonly InputFile[], splits: readonly Split[]): Generator<FileSegment> {
  for (const split of splits) yield* fileSegments(files, split);
}

/** The files that `planSplits` cuts. */
export function filesCut(files: readonly InputFile[], workers: number): InputFile[] {
  const target = targetBytes(files, workers);
  return files.filter((file) => mayBeCut(file) && file.sizeBytes > target);
}

/** The size that no split much exceeds, unless it is a file that cannot be cut. */
function targetBytes(files: readonly InputFile[], workers: number): number {
  const total = totalCost(files);
  const share = total / workers / SPLITS_PER_WORKER;
  return Math.max(Math.min(Math.max(share, MIN_SPLIT_BYTES), MAX_SPLIT_BYTES), total / (MAX_SPLITS / 2));
}

/** How many workers are worth starting. `formerBytes` are those of parts that are merged with the parts of the run. */
export function planWorkers(files: readonly InputFile[], threads: number, formerBytes = 0): number {
  return Math.max(1, Math.min(threads, Math.ceil((totalCost(files) + formerBytes) / ONE_WORKER_BYTES)));
}

/**
 * Whether reading the input takes less time than starting a thread. A packed file is not small: its content may be
 * large.
 */
export function isSmall(files: readonly InputFile[]): boolean {
  return totalCost(files) <= ONE_WORKER_BYTES && files.every((file) => codecOf(file).isSplittable);
}

/** Equal pieces of at most about `target` bytes. */
function segmentsOf(file: InputFile, index: number, target: number): Segment[] {
  if (file.sizeBytes === 0) return [];
  const pieces = mayBeCut(file) ? Math.ceil(file.sizeBytes / target) : 1;
  if (pieces === 1) return [{ file: index, start: 0, end: file.sizeBytes }];
  // the last border is the exact size, because rounding could lose the last byte
  const border = (piece: number) =>
    piece === pieces ? file.sizeBytes : behindStart(file, Math.floor((file.sizeBytes / pieces) * piece));
  const segments = Array.from({ length: pieces }, (_, i) => ({ file: index, start: border(i), end: border(i + 1) }));
  return segments.filter(({ start, end }) => start < end);
}

/**
 * The offset at which a file may be cut: the given one, or the end of the file's start if the given one lies within it. The
 * start of a file (skipped lines, its header) is never cut.
 */
export function behindStart({ start }: InputFile, offset: number): number {
  return start === undefined || offset === 0 ? offset : Math.max(offset, start.uncutBytes);
}

/** Whether a file may be read as several segments. */
export function mayBeCut(file: InputFile): boolean {
  return codecOf(file).isSplittable && file.isUncut === undefined;
}

function totalCost(files: readonly InputFile[]): number {
  return files.reduce((sum, file) => sum + readingCost(file, file.sizeBytes), 0);
}

/** The cost of reading some bytes of a file, in bytes of a file that is not packed. */
function readingCost(file: InputFile, bytes: number): number {
  return bytes * codecOf(file).readingCost + FILE_COST_BYTES;
}
