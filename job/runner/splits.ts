/** Sizes in, splits out. Pure. */

import { codecOf } from '../codec/codecs';
import type { InputFile } from '../store/place';

const KiB = 1024;
const MiB = 1024 * KiB;

/** Bytes start .. end of a file: the lines that begin there. A packed file has one segment, with `end` its packed size. */
export interface Segment {
  /** Index into the input files. */
  readonly file: number;
  readonly start: number;
  readonly end: number; // exclusive
}

/** What one worker reads at a time: part of a file, or some small files. Splits follow file and offset. */
export type Split = readonly Segment[];

const MIN_SPLIT_BYTES = 256 * KiB;
const MAX_SPLIT_BYTES = 32 * MiB;
/** So many a worker, that the last ones to finish finish together. */
const SPLITS_PER_WORKER = 16;
/** More would not fit part names of five digits (`_rejected/part-00000`). */
const MAX_SPLITS = 50_000;
/** Opening a file costs about as much as reading this. */
const FILE_COST_BYTES = 16 * KiB;

/** One worker is enough for this much: a thread takes longer to start. */
const ONE_WORKER_BYTES = 4 * MiB;

export function planSplits(files: readonly InputFile[], workers: number): Split[] {
  const total = totalCost(files);
  const target = Math.max(
    Math.min(Math.max(total / workers / SPLITS_PER_WORKER, MIN_SPLIT_BYTES), MAX_SPLIT_BYTES),
    total / (MAX_SPLITS / 2),
  );
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
      const bytes = segment.end - segment.start + FILE_COST_BYTES;
      if (openBytes + bytes > target) close();
      open.push(segment);
      openBytes += bytes;
    }
  });
  close();
  return splits;
}

/** How many workers are worth starting. */
export function planWorkers(files: readonly InputFile[], threads: number): number {
  return Math.max(1, Math.min(threads, Math.ceil(totalCost(files) / ONE_WORKER_BYTES)));
}

/** Whether the input is read sooner than a thread is started. How much a packed file holds is not known before. */
export function isSmall(files: readonly InputFile[]): boolean {
  return totalCost(files) <= ONE_WORKER_BYTES && files.every((file) => codecOf(file).isSplittable);
}

/** Equal pieces of at most about `target` bytes. */
function segmentsOf(file: InputFile, index: number, target: number): Segment[] {
  if (file.sizeBytes === 0) return [];
  if (!codecOf(file).isSplittable) return [{ file: index, start: 0, end: file.sizeBytes }];
  const pieces = Math.ceil(file.sizeBytes / target);
  // the last border is the size itself, not what rounding makes of it: that would lose a byte
  const border = (piece: number) => (piece === pieces ? file.sizeBytes : Math.floor((file.sizeBytes / pieces) * piece));
  return Array.from({ length: pieces }, (_, i) => ({ file: index, start: border(i), end: border(i + 1) }));
}

function totalCost(files: readonly InputFile[]): number {
  return files.reduce((sum, file) => sum + file.sizeBytes + FILE_COST_BYTES, 0);
}
