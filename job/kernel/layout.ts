/**
 * The layout of the one memory that all workers of a run share. Pure: it computes addresses from a budget.
 *
 *     0        64 KiB   unused: address 0 means none, and reads may start a little before a buffer
 *     shared            the numbers of the key's columns | constants of the format
 *     worker 0          header | context | column ends | joined key | rooms | bad lines | stack | fold | read buffer | out buffer
 *                       | table
 *     worker 1 …
 *     arenas            worker 0's records | worker 1's records | …
 */

import { KiB, MiB } from '../shared/byte-units';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { memorySize } from '../shared/figures';
import { type LayoutNeeds, PLAIN_NEEDS } from './record-format';
import { ENDS_BYTES, MAX_CHUNK_BYTES, MIN_CHUNK_BYTES, SLACK_BYTES } from './room-sizes';
import { type Place, placeRooms, type WorkerRooms } from './rooms';

const PAGE_BYTES = 64 * KiB;
const CACHE_LINE_BYTES = 64;

/** Less memory would not hold the buffers and enough records to make a spill worthwhile. */
export const MIN_MEMORY_BYTES_PER_WORKER = 16 * MiB;
/** The memory of a worker that merges, beside the memory that every worker needs. */
export const MERGE_BYTES_PER_WORKER = 16 * MiB;
/**
 * Addresses have 32 bits. The last 4 MiB stay unused. The longest record is shorter than that, so the sum of an address
 * and the length of a record never overflows.
 */
export const MAX_MEMORY_BYTES = 4096 * MiB - 4 * MiB;

/** About as many bytes of a partition as fit a core's second-level cache. */
const PARTITION_BYTES = MiB;
const MIN_RADIX_BITS = 4;
const MAX_RADIX_BITS = 9;
/** A record whose line is one digit. */
const SMALLEST_RECORD_BYTES = 13;
/** The same numbers as in the kernel's table.ts. */
const SLOTS_PER_RECORD = 1.6;
const SPARE_SLOTS = 4096;

/** The rooms of one worker, and the memory for its records. */
export interface WorkerLayout extends WorkerRooms {
  readonly arena: number;
  readonly arenaEnd: number;
}

export interface Layout {
  readonly pages: number;
  readonly radixBits: number;
  readonly chunkBytes: number;
  readonly tableSlots: number;
  readonly keyColumns: number;
  readonly headerBytes: number;
  /** The address of the format's constants. */
  readonly constants: number;
  readonly workers: readonly WorkerLayout[];
  /** The distance in bytes from one worker's context to the next worker's context. */
  readonly contextStride: number;
}

/** Plans the memory. Throws with exit code 64 if the budget is too small for the number of workers. */
export function planLayout(memoryBytes: number, workers: number, needs: LayoutNeeds = PLAIN_NEEDS): Layout {
  const minBytes = workers * MIN_MEMORY_BYTES_PER_WORKER;
  if (memoryBytes < minBytes) {
    throw new Failure(
      EXIT.usage,
      `memory of ${memoryBytes} bytes is too little for ${workers} threads: at least ${minBytes} ` +
        `(${memorySize(MIN_MEMORY_BYTES_PER_WORKER)} each) is needed`,
    );
  }
  const bytes = Math.min(memoryBytes, MAX_MEMORY_BYTES);
  const radixBits = clamp(Math.floor(Math.log2(bytes / PARTITION_BYTES)), MIN_RADIX_BITS, MAX_RADIX_BITS);
  const partitions = 2 ** radixBits;
  const chunkBytes = clamp(powerOfTwoBelow(bytes / workers / partitions / 16), MIN_CHUNK_BYTES, MAX_CHUNK_BYTES);
  const tableSlots = slotsFor(bytes / SMALLEST_RECORD_BYTES / partitions);

  const place = placer(PAGE_BYTES);
  const keyColumns = place(ENDS_BYTES);
  const constants = place(needs.constantBytes + SLACK_BYTES);
  const own = Array.from({ length: workers }, () => placeRooms(place, needs, partitions, tableSlots));
  const arenas = place(0);
  const arenaBytes = Math.floor((bytes - arenas - SLACK_BYTES) / workers / PAGE_BYTES) * PAGE_BYTES;
  const [first, second] = own;
  return {
    pages: Math.floor(bytes / PAGE_BYTES),
    radixBits,
    chunkBytes,
    tableSlots,
    keyColumns,
    headerBytes: needs.headerBytes,
    constants,
    workers: own.map((rooms, i) => ({
      ...rooms,
      arena: arenas + i * arenaBytes,
      arenaEnd: arenas + (i + 1) * arenaBytes,
    })),
    contextStride: first === undefined || second === undefined ? 0 : second.context - first.context,
  };
}

/** The number of slots of a table for `records` records of one partition, with the spare slots at its end. */
export function slotsFor(records: number): number {
  return Math.ceil(records * SLOTS_PER_RECORD) + 2 * SPARE_SLOTS;
}

/** Hands out stretches of memory, one after the other. Each begins on a cache line of its own. */
function placer(start: number): Place {
  let next = start;
  return (bytes) => {
    const at = next;
    next = Math.ceil((at + bytes) / CACHE_LINE_BYTES) * CACHE_LINE_BYTES;
    return at;
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

function powerOfTwoBelow(value: number): number {
  return 2 ** Math.floor(Math.log2(value));
}
