/** Sizes in, a YARN job's tasks out. Pure. */

import { codecOf } from '../../codec/codecs';
import { MAX_MEMORY_BYTES, MIN_MEMORY_BYTES_PER_WORKER } from '../../kernel/layout';
import type { Sizing } from '../../options/yarn';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { MAX_PARTS } from '../../shared/output-files';
import type { InputFile } from '../../store/place';
import { MEMORY_PER_INPUT_BYTE } from '../memory';
import type { MapInput } from './contract';

const KiB = 1024;
const MiB = 1024 * KiB;
const GiB = 1024 * MiB;

/** No file is cut into less. */
const MIN_PIECE_BYTES = KiB;
/** Opening a file, an object above all, costs about as much as reading this; where splits are small, a small part of one. */
const FILE_COST_BYTES = 256 * KiB;
const FILES_PER_SPLIT = 64;
/** A split is a line of the manifest, which a JVM holds whole beside its sort buffer: tens of megabytes at the most. */
const MAX_FILES_PER_SPLIT = 32 * KiB;

/** What a reduce task takes at most of the input: so that one that is lost is soon done again. */
const REDUCE_SHARE_BYTES = 2 * GiB;
/** A record in memory, by its length: with what the kernel keeps beside a line of usual length. */
const MEMORY_PER_RECORD_BYTE = 2;
const MIN_TASK_MEMORY_BYTES = 4 * MIN_MEMORY_BYTES_PER_WORKER;
const MAX_GROUPS = 1024;

/** Heap of the JVM that feeds a task's Node. It holds Hadoop's sort buffer, and what was fetched for a reduce task. */
export const TASK_HEAP_BYTES = 400 * MiB;
/** What a task's container holds beside the records: that heap, the JVM around it, Node, and parts on their way. */
const BESIDE_RECORDS_BYTES = TASK_HEAP_BYTES + 624 * MiB;
/** Share of its container that the application master's heap may have. */
const MASTER_HEAP_SHARE = 0.75;
const MASTER_BASE_BYTES = 160 * MiB;
/** An estimate: a task, its attempt, its counters and its events. */
const MASTER_BYTES_PER_TASK = 20 * KiB;

export interface YarnPlan {
  readonly maps: readonly MapInput[];
  readonly parts: number;
  readonly groups: number;
  readonly memoryBytes: number;
  readonly master: { readonly heapBytes: number; readonly neededBytes: number };
}

/** Throws with exit code 64 where there would be more tasks than names for their files. */
export function planYarn(files: readonly InputFile[], sizing: Sizing): YarnPlan {
  const costOf = readingCost(sizing);
  const costBytes = files.reduce((sum, file) => sum + costOf(file), 0);
  const maps = planMaps(files, costOf, costBytes / planMapCount(costBytes, sizing));
  if (maps.length > MAX_PARTS) throw tooManyMaps(maps.length, costBytes);
  const parts = sizing.parts === null ? planParts(costBytes, sizing.parallelism) : sizing.parts;
  const shareBytes = costBytes / parts;
  const memoryBytes = planMemory(sizing.containerBytes, shareBytes, maps);
  const master = planMaster(maps.length + parts, sizing.masterBytes);
  return { maps, parts, groups: planGroups(shareBytes, memoryBytes), memoryBytes, master };
}

/** Where the tasks outgrow the application master's heap: that, and what helps. Null where they fit. */
export function masterProblem({ maps, parts, master }: YarnPlan): string | null {
  if (master.neededBytes <= master.heapBytes) return null;
  const stepBytes = 256 * MiB;
  const containerBytes = Math.ceil(master.neededBytes / MASTER_HEAP_SHARE / stepBytes) * stepBytes;
  return (
    `${maps.length} map and ${parts} reduce tasks need about ${Math.ceil(master.neededBytes / MiB)} MB of heap in the ` +
    `application master, which has ${Math.floor(master.heapBytes / MiB)} MB; ` +
    `give it --application-master-memory ${containerBytes / MiB}m`
  );
}

/** As many as run at a time, or some whole waves of them. */
function planMapCount(costBytes: number, { parallelism, splitBytes }: Sizing): number {
  return parallelism * Math.max(1, Math.ceil(costBytes / splitBytes / parallelism));
}

/** The files one behind the other, cut into equal shares of what reading them costs. */
function planMaps(files: readonly InputFile[], costOf: (file: InputFile) => number, share: number): MapInput[] {
  const maps: MapInput[] = [];
  let open: MapInput['segments'][number][] = [];
  const close = () => {
    if (open.length > 0) maps.push({ map: maps.length, segments: open });
    open = [];
  };
  let before = 0;
  let borders = 1;
  files.forEach((file, index) => {
    const cost = costOf(file);
    let start = 0;
    for (; borders * share < before + cost; borders++) {
      const end = cutAt(file, (borders * share - before) / cost);
      if (end > start) open.push({ file, index, start, end });
      close();
      start = end;
    }
    if (start < file.sizeBytes) open.push({ file, index, start, end: file.sizeBytes });
    before += cost;
  });
  close();
  // without any input too somebody has to hand in books
  return maps.length === 0 ? [{ map: 0, segments: [] }] : maps;
}

/** The byte that is about this far into a file; one of its ends where the file is not to be cut there. */
function cutAt(file: InputFile, fraction: number): number {
  const at = Math.round(fraction * file.sizeBytes);
  const isPiece = at >= MIN_PIECE_BYTES && file.sizeBytes - at >= MIN_PIECE_BYTES;
  if (isPiece && codecOf(file).isSplittable) return at;
  return fraction < 0.5 ? 0 : file.sizeBytes;
}

function readingCost({ splitBytes }: Sizing): (file: InputFile) => number {
  const fileBytes = Math.max(Math.min(FILE_COST_BYTES, splitBytes / FILES_PER_SPLIT), splitBytes / MAX_FILES_PER_SPLIT);
  return (file) => {
    if (file.sizeBytes === 0) return 0;
    return fileBytes + file.sizeBytes * codecOf(file).readingCost;
  };
}

function planParts(costBytes: number, parallelism: number): number {
  const waves = Math.max(1, Math.ceil(costBytes / REDUCE_SHARE_BYTES / parallelism));
  return parallelism * Math.min(waves, Math.floor(MAX_PARTS / parallelism));
}

/** What a container has for records, but no more than they can fill. */
function planMemory(containerBytes: number, shareBytes: number, maps: readonly MapInput[]): number {
  const roomBytes = Math.min(containerBytes - BESIDE_RECORDS_BYTES, MAX_MEMORY_BYTES);
  const taskBytes = maps.reduce((most, map) => Math.max(most, unpackedBytes(map)), shareBytes);
  return Math.floor(Math.min(roomBytes, MIN_TASK_MEMORY_BYTES + MEMORY_PER_INPUT_BYTE * taskBytes));
}

/** How much a packed file holds is not known before. */
function unpackedBytes({ segments }: MapInput): number {
  return segments.reduce(
    (sum, { file, start, end }) => sum + (codecOf(file).isSplittable ? end - start : Number.POSITIVE_INFINITY),
    0,
  );
}

/** So many ranges of hashes that one of them fits the memory, a power of two. */
function planGroups(shareBytes: number, memoryBytes: number): number {
  const least = (MEMORY_PER_RECORD_BYTE * shareBytes) / memoryBytes;
  return Math.min(2 ** Math.ceil(Math.log2(Math.max(least, 1))), MAX_GROUPS);
}

function planMaster(tasks: number, masterBytes: number): YarnPlan['master'] {
  return {
    heapBytes: Math.floor(masterBytes * MASTER_HEAP_SHARE),
    neededBytes: MASTER_BASE_BYTES + tasks * MASTER_BYTES_PER_TASK,
  };
}

function tooManyMaps(maps: number, costBytes: number): Failure {
  const splitGiB = Math.ceil(costBytes / MAX_PARTS / GiB) + 1;
  return new Failure(
    EXIT.usage,
    `the input makes ${maps} map tasks, at most ${MAX_PARTS} are possible; --split-size ${splitGiB}g makes them fewer`,
  );
}
