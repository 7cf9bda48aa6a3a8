/** Cuts the input of a YARN job into splits of equal reading cost, and gives each map task some of them. Pure. */

import { codecOf } from '../../codec/codecs';
import type { Sizing } from '../../options/yarn';
import { KiB } from '../../shared/byte-units';
import type { FileSize } from '../../store/file-block';
import type { InputFiles } from '../../store/input-files';
import { behindStart, fileSegments, mayBeCut, type Split } from '../splits';
import type { MapInput } from './contract';

/** No file is cut into pieces smaller than this. */
const MIN_PIECE_BYTES = KiB;
/**
 * Opening a file, above all an object in S3, costs about as much as reading this many bytes. Where splits are small, a
 * file counts as a FILES_PER_SPLIT-th of a split instead.
 */
const FILE_COST_BYTES = 256 * KiB;
const FILES_PER_SPLIT = 64;
/**
 * A map task is one line of the manifest, which a JVM holds as a whole beside its sort buffer. With this number of files
 * the line has some tens of megabytes.
 */
const MAX_FILES_PER_MAP = 32 * KiB;

export interface PlannedSplit extends Split {
  readonly bytes: number;
  /** Whether a packed file is in it, whose content has a size that is not known in advance. */
  readonly hasPacked: boolean;
}

/** The split of a job without any input, because the slot of the first split sends the openings. */
const NO_FILES: PlannedSplit = { firstFile: 0, start: 0, lastFile: -1, end: 0, bytes: 0, hasPacked: false };

/** The cost of reading, in bytes of a file that is neither packed nor small. */
export interface ReadingCost {
  readonly costBytes: number;
  /** The cost of the largest file that only one slot can read. */
  readonly wholeFileBytes: number;
}

type ReadingShape = Pick<Sizing, 'splitBytes' | 'slots'>;
type CostOf = (file: FileSize) => number;

export function costOfInput(files: Iterable<FileSize>, shape: ReadingShape): ReadingCost {
  const costOf = readingCost(shape);
  let costBytes = 0;
  let wholeFileBytes = 0;
  for (const file of files) {
    const cost = costOf(file);
    costBytes += cost;
    if (!mayBeCut(file)) wholeFileBytes = Math.max(wholeFileBytes, cost);
  }
  return { costBytes, wholeFileBytes };
}

export function readingCost({ splitBytes, slots }: ReadingShape): CostOf {
  const leastBytes = (splitBytes * slots) / MAX_FILES_PER_MAP;
  const fileBytes = Math.max(Math.min(FILE_COST_BYTES, splitBytes / FILES_PER_SPLIT), leastBytes);
  return (file) => {
    if (file.sizeBytes === 0) return 0;
    return fileBytes + file.sizeBytes * codecOf(file).readingCost;
  };
}

/** Cuts the sequence of all files into splits that cost about `share`. */
export function planSplits(files: Iterable<FileSize>, costOf: CostOf, share: number): PlannedSplit[] {
  const splits = new OpenSplits();
  let before = 0;
  let borders = 1;
  for (const file of files) {
    const cost = costOf(file);
    for (; borders * share < before + cost; borders++) {
      splits.closeAt(file, cutAt(file, (borders * share - before) / cost));
    }
    splits.endFile(file);
    before += cost;
  }
  return splits.ended();
}

/** Splits of files that come one after the other. */
class OpenSplits {
  private readonly closed: PlannedSplit[] = [];
  private open: Changeable<PlannedSplit> | null = null;
  /** The number of the present file, and the offset behind which its bytes are in no closed split. */
  private number = 0;
  private start = 0;

  /** Closes the split at an offset of the present file. */
  closeAt(file: FileSize, offset: number): void {
    this.extendTo(file, offset);
    this.close();
    this.start = offset;
  }

  endFile(file: FileSize): void {
    this.extendTo(file, file.sizeBytes);
    this.number++;
    this.start = 0;
  }

  ended(): PlannedSplit[] {
    this.close();
    return this.closed.length === 0 ? [NO_FILES] : this.closed;
  }

  private close(): void {
    if (this.open !== null) this.closed.push(this.open);
    this.open = null;
  }

  private extendTo(file: FileSize, end: number): void {
    const { number, start } = this;
    if (start >= end) return;
    this.open ??= { firstFile: number, start, lastFile: number, end, bytes: 0, hasPacked: false };
    this.open.lastFile = number;
    this.open.end = end;
    this.open.bytes += end - start;
    if (!codecOf(file).isSplittable) this.open.hasPacked = true;
  }
}

type Changeable<T> = { -readonly [K in keyof T]: T[K] };

/** The offset at about this fraction of a file; the start or the end of the file where it must not be cut there. */
function cutAt(file: FileSize, fraction: number): number {
  const at = Math.round(fraction * file.sizeBytes);
  const isPiece = at >= MIN_PIECE_BYTES && file.sizeBytes - at >= MIN_PIECE_BYTES;
  if (isPiece && mayBeCut(file)) return behindStart(file, at);
  return fraction < 0.5 ? 0 : file.sizeBytes;
}

/** The splits of each map task: the fewest tasks of at most `slots` splits, with as many splits in each, or one more. */
export function planMaps(splits: readonly PlannedSplit[], slots: number): PlannedSplit[][] {
  const count = Math.ceil(splits.length / slots);
  const border = (map: number) => Math.floor((map * splits.length) / count);
  return Array.from({ length: count }, (_, map) => splits.slice(border(map), border(map + 1)));
}

/** The numbers of the files that are cut, so that their records lie in several segments. */
export function filesCut(maps: readonly (readonly Split[])[]): number[] {
  const cut = new Set<number>();
  let last = -1;
  for (const { firstFile, lastFile } of maps.flat()) {
    if (firstFile === last) cut.add(firstFile);
    last = lastFile;
  }
  return [...cut];
}

/** The inputs of all map tasks. They are made one by one, because those of a million files have hundreds of megabytes. */
export function* mapInputs(files: InputFiles, maps: readonly (readonly Split[])[]): Generator<MapInput> {
  let number = 0;
  for (const splits of maps) {
    const first = number;
    yield { splits: splits.map((split, i) => ({ split: first + i, segments: fileSegments(files, split) })) };
    number += splits.length;
  }
}
