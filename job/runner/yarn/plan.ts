/** Plans the tasks of a YARN job from the sizes of its inputs. Pure. */

import { MAX_MEMORY_BYTES, MIN_MEMORY_BYTES_PER_WORKER } from '../../kernel/layout';
import type { Sizing } from '../../options/yarn';
import { GiB, KiB, MiB } from '../../shared/byte-units';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { MAX_PARTS } from '../../shared/output-files';
import { sum } from '../../shared/sum';
import type { FileSize } from '../../store/file-block';
import { MEMORY_PER_INPUT_BYTE } from '../memory';
import { type PlannedSplit, planMaps, planSplits, readingCost } from './plan-splits';

/** The most input for one part, by default, and for one slot of a reduce task. It is bounded so that a lost task is soon done again. */
const REDUCE_SHARE_BYTES = 2 * GiB;
/**
 * The least input for which a further reduce task is started, unless as many map tasks are started anyway. One task
 * writes it sooner than another container starts.
 */
const REDUCE_TASK_BYTES = 16 * MiB;
/** A slot writes at most so many parts one after the other; their receipts stay in its memory. */
const MAX_PARTS_PER_SLOT = 64;
/** Memory per byte of a record of usual length, including the data that the kernel keeps beside the line. */
const MEMORY_PER_RECORD_BYTE = 2;
const MIN_SLOT_MEMORY_BYTES = 4 * MIN_MEMORY_BYTES_PER_WORKER;
const MAX_GROUPS = 1024;

/**
 * The heap of the JVM that feeds a task's Node. It holds Hadoop's sort buffer, or the frames fetched for a reduce task.
 */
export const TASK_HEAP_BYTES = 400 * MiB;
/**
 * Memory of a container that is not for records: that heap, the JVM around it, Node, and what one slot unpacks, reads
 * ahead and writes.
 */
const BESIDE_RECORDS_BYTES = TASK_HEAP_BYTES + 624 * MiB;
/** The same for each further slot: its thread, and what it unpacks, reads ahead and writes. */
const BESIDE_RECORDS_BYTES_PER_SLOT = 448 * MiB;
/** The share of the application master's container that its heap may have. */
const MASTER_HEAP_SHARE = 0.75;
const MASTER_BASE_BYTES = 160 * MiB;
/** An estimate of the application master's heap for each task: the task, its attempt, its counters and its events. */
const MASTER_BYTES_PER_TASK = 20 * KiB;

export interface YarnPlan {
  /** The splits of each map task, at most `slots`. They are in the order of files and offsets. */
  readonly maps: readonly (readonly PlannedSplit[])[];
  readonly splits: number;
  readonly parts: number;
  /** The number of reduce tasks, each of which writes `slots` parts at a time. */
  readonly reduces: number;
  readonly groups: number;
  /** The number of containers at a time, beside that of the application master. */
  readonly containers: number;
  readonly slots: number;
  readonly containerBytes: number;
  /** The memory for the records of one container. */
  readonly memoryBytes: number;
  readonly master: { readonly heapBytes: number; readonly neededBytes: number };
}

/**
 * `files` are gone through twice, in their order. Throws with exit code 64 where there are more splits than there are
 * numbers for their files of rejects.
 */
export function planYarn(files: Iterable<FileSize>, sizing: Sizing): YarnPlan {
  const shape = shapeOf(sizing);
  const { slots } = shape;
  const costOf = readingCost({ splitBytes: sizing.splitBytes, slots });
  const costBytes = sum(files, costOf);
  const splits = planSplits(files, costOf, costBytes / planSplitCount(costBytes, sizing));
  if (splits.length > MAX_PARTS) throw tooManySplits(splits.length, costBytes);
  const maps = planMaps(splits, slots);
  const parts = sizing.parts === null ? planParts(costBytes, sizing.parallelism, REDUCE_SHARE_BYTES) : sizing.parts;
  const reduces = planReduces(costBytes, parts, shape, maps.length);
  const shareBytes = costBytes / parts;
  const memoryBytes = planMemory(shape, shareBytes * Math.min(slots, Math.ceil(parts / reduces)), maps);
  const groups = planGroups(shareBytes, memoryBytes / slots);
  const master = planMaster(maps.length + reduces, sizing.masterBytes);
  return { maps, splits: splits.length, parts, reduces, groups, ...shape, memoryBytes, master };
}

/** The containers of a job that run at a time. Pure. */
export type Shape = Pick<YarnPlan, 'containers' | 'slots' | 'containerBytes'>;

/**
 * As few containers as have room for all that runs at a time, and as few slots in each as do. Where `parallelism` is no
 * multiple of these, some slots stay without work.
 */
export function shapeOf({ parallelism, slots, slotBytes }: Pick<Sizing, 'parallelism' | 'slots' | 'slotBytes'>): Shape {
  const containers = Math.ceil(parallelism / slots);
  const needed = Math.ceil(parallelism / containers);
  return { containers, slots: needed, containerBytes: needed * slotBytes };
}

/** Says that the tasks outgrow the application master's heap, and what to change. Null where they fit. */
export function masterProblem({ maps, reduces, master }: YarnPlan): string | null {
  if (master.neededBytes <= master.heapBytes) return null;
  const stepBytes = 256 * MiB;
  const containerBytes = Math.ceil(master.neededBytes / MASTER_HEAP_SHARE / stepBytes) * stepBytes;
  return (
    `${maps.length} map and ${reduces} reduce tasks need about ${Math.ceil(master.neededBytes / MiB)} MB of heap in the ` +
    `application master, which has ${Math.floor(master.heapBytes / MiB)} MB; ` +
    `give it --application-master-memory ${containerBytes / MiB}m`
  );
}

/** The number of splits: as many as are read at a time, or a multiple of that. */
function planSplitCount(costBytes: number, { parallelism, splitBytes }: Sizing): number {
  return parallelism * Math.max(1, Math.ceil(costBytes / splitBytes / parallelism));
}

/** The fewest parts, a multiple of `step`, with which no part has more input than `partBytes`, as far as there are numbers. */
export function planParts(costBytes: number, step: number, partBytes: number): number {
  const steps = Math.max(1, Math.ceil(costBytes / partBytes / step));
  return step * Math.min(steps, Math.floor(MAX_PARTS / step));
}

/**
 * The number of reduce tasks: one for each container that has work, or a multiple of that where the parts are many or
 * large. It is never more than the parts keep busy.
 */
function planReduces(costBytes: number, parts: number, { containers, slots }: Shape, maps: number): number {
  const atATime = Math.min(containers, Math.max(maps, Math.ceil(costBytes / REDUCE_TASK_BYTES)));
  const slotsNeeded = Math.max(costBytes / REDUCE_SHARE_BYTES, parts / MAX_PARTS_PER_SLOT);
  const waves = Math.max(1, Math.ceil(slotsNeeded / slots / atATime));
  return Math.min(Math.ceil(parts / slots), atATime * waves);
}

/** The memory that a container has for records, but no more than the records can fill. */
function planMemory({ slots, containerBytes }: Shape, reduceBytes: number, maps: YarnPlan['maps']): number {
  const besideBytes = BESIDE_RECORDS_BYTES + (slots - 1) * BESIDE_RECORDS_BYTES_PER_SLOT;
  const roomBytes = Math.min(containerBytes - besideBytes, MAX_MEMORY_BYTES);
  const taskBytes = maps.reduce((most, splits) => Math.max(most, sum(splits, unpackedBytes)), reduceBytes);
  return Math.floor(Math.min(roomBytes, slots * MIN_SLOT_MEMORY_BYTES + MEMORY_PER_INPUT_BYTE * taskBytes));
}

function unpackedBytes({ bytes, hasPacked }: PlannedSplit): number {
  return hasPacked ? Number.POSITIVE_INFINITY : bytes;
}

/** The number of groups in a part: a power of two, so that the records of one group fit the memory of a slot. */
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

function tooManySplits(splits: number, costBytes: number): Failure {
  const splitGiB = Math.ceil(costBytes / MAX_PARTS / GiB) + 1;
  return new Failure(
    EXIT.usage,
    `the input makes ${splits} splits, at most ${MAX_PARTS} are possible; --split-size ${splitGiB}g makes them fewer`,
  );
}
