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

import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { MAX_COLUMNS, MAX_JSON_DEPTH, MAX_LINE_BYTES } from '../shared/limits';
import { FOLD_BYTES } from './crc32';
import { mostOrderBytes } from './order-table';
import { type LayoutNeeds, PLAIN_NEEDS } from './record-format';

const KiB = 1024;
const MiB = 1024 * KiB;
const PAGE_BYTES = 64 * KiB;

/** Less memory would not hold the buffers and enough records to make a spill worthwhile. */
export const MIN_MEMORY_BYTES_PER_WORKER = 16 * MiB;
/**
 * Addresses have 32 bits. The last 4 MiB stay unused. The longest record is shorter than that, so the sum of an address
 * and the length of a record never overflows.
 */
export const MAX_MEMORY_BYTES = 4096 * MiB - 4 * MiB;

/** The most bytes that one read asks for. */
export const READ_BYTES = 512 * KiB;
/**
 * The most bytes of emitted lines that are written at once, and of former lines that a merge reads at once: twice as many
 * would not fit a core's second-level cache. A longer line is written alone.
 */
export const WRITE_BYTES = 512 * KiB;
export const BAD_LINES = 1024;

/** Loads and stores of the kernel may reach this many bytes past the data that they are meant for. */
const SLACK_BYTES = 128;
const READ_BUFFER_BYTES = MAX_LINE_BYTES + READ_BYTES + SLACK_BYTES;
/** The longest line with its newline, one mark before it and one mark after it. */
const OUT_BUFFER_BYTES = MAX_LINE_BYTES + 3 + SLACK_BYTES;
/**
 * A key, in which each value may have so many bytes more than in the line: most has a number in JSON, which stands behind
 * two bytes, a sign and an exponent of eight bytes, before an end, and a byte that divides it from the next value.
 */
const MOST_KEY_BYTES_MORE = 13;
const JOINED_BYTES = MAX_LINE_BYTES + MOST_KEY_BYTES_MORE * MAX_COLUMNS + SLACK_BYTES;
/** About as many bytes of a partition as fit a core's second-level cache. */
const PARTITION_BYTES = MiB;
const MIN_RADIX_BITS = 4;
const MAX_RADIX_BITS = 9;
const MIN_CHUNK_BYTES = 4 * KiB;
const MAX_CHUNK_BYTES = 32 * KiB;

/** The rooms of a format that is not plain. */
const VALUE_BYTES = MAX_LINE_BYTES + SLACK_BYTES;
const ORDER_BYTES = mostOrderBytes(MAX_COLUMNS) + SLACK_BYTES;
const LINE_BYTES = MAX_LINE_BYTES + SLACK_BYTES;
/** The places of the values in a JSON object, and its open objects and arrays; see the kernel's json/. */
const JSON_VALUES_BYTES = MAX_COLUMNS * 32;
const JSON_STACK_BYTES = MAX_JSON_DEPTH * 4;
/** The names that are remembered of the line before, and one that is never met; see the kernel's json/expected.ts. */
const JSON_EXPECTED_NAMES = 64;
const JSON_EXPECTED_BYTES = (JSON_EXPECTED_NAMES + 1) * 64;
/**
 * The templates of a worker's lines: the first node, templates, nodes, texts and a packed line; see the kernel's
 * json/templates.ts.
 */
const JSON_TEMPLATES_BYTES = 64 + 32 * 256 + 256 * 64 + 16 * KiB + 64 + 64 * KiB + SLACK_BYTES;
const BAD_BYTES = 16 * BAD_LINES;
/**
 * The rooms for a merge with the former output: the states of two files and a bad line, and a record that is put aside
 * with its entry and its window; see the kernel's merge.ts and arena.ts.
 */
const MERGE_STATE_BYTES = 2 * 64 + 16;
const ASIDE_BYTES = 4 * 1024 + MAX_CHUNK_BYTES + LINE_BYTES + JOINED_BYTES + ORDER_BYTES;
/** The end before the first column, those of all columns, and that of one field more. */
const ENDS_BYTES = (MAX_COLUMNS + 2) * 4;
/**
 * Each partition has an entry of 32 bytes and a window in the context; the sizes are those of the kernel's arena.ts.
 */
const WINDOW_BYTES = 1024;
const CONTEXT_BYTES_PER_PARTITION = 32 + WINDOW_BYTES;
/** A record whose line is one digit. */
const SMALLEST_RECORD_BYTES = 13;
/** The same numbers as in the kernel's table.ts. */
const SLOTS_PER_RECORD = 1.6;
const SPARE_SLOTS = 4096;
export const SLOT_BYTES = 8;
/** The stack of the kernel's sort.ts has room for 64 groups of 12 bytes. */
const STACK_BYTES = 64 * 12;

/** The addresses and sizes of one worker's own buffers, of its table and of its records. */
export interface WorkerLayout {
  /** Workers may read files with different headers at a time. */
  readonly header: number;
  readonly context: number;
  readonly ends: number;
  readonly joined: number;
  /** Rooms for a value, order bytes, a rearranged line with its ends, and the fields of a file; 0 where none is needed. */
  readonly value: number;
  readonly order: number;
  readonly line: number;
  readonly lineEnds: number;
  readonly fields: number;
  /**
   * Rooms for the places of values in a JSON object, for its open objects and arrays, for the names of the line before, and
   * for templates of lines; 0 where none is needed.
   */
  readonly jsonValues: number;
  readonly jsonStack: number;
  readonly jsonExpected: number;
  readonly jsonTemplates: number;
  readonly bad: number;
  readonly stack: number;
  /** FOLD_BYTES, to compute checksums. */
  readonly fold: number;
  readonly read: number;
  readonly readBytes: number;
  readonly out: number;
  readonly outBytes: number;
  readonly table: number;
  readonly arena: number;
  readonly arenaEnd: number;
  /** Null where no part of the former output is merged. */
  readonly merge: MergeRooms | null;
}

/** The rooms of a worker for a merge with a part of the former output, and with the deletes of the part. */
export interface MergeRooms {
  readonly states: number;
  readonly key: number;
  readonly aside: number;
  readonly asideEnd: number;
  /** For each of both files, `readBytes` bytes for its lines. */
  readonly lines: readonly [number, number];
  readonly readBytes: number;
  /** For each of both files, `outBytes` bytes for the new file. */
  readonly out: readonly [number, number];
  readonly outBytes: number;
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

/**
 * Plans the memory. Throws with exit code 64 if the budget is too small
 * for the number of workers.
 */
export function planLayout(memoryBytes: number, workers: number, needs: LayoutNeeds = PLAIN_NEEDS): Layout {
  const minBytes = workers * MIN_MEMORY_BYTES_PER_WORKER;
  if (memoryBytes < minBytes) {
    throw new Failure(
      EXIT.usage,
      `memory of ${memoryBytes} bytes is too little for ${workers} threads: at least ${minBytes} (16 MiB each) is needed`,
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
  const room = (size: number) => (needs.hasRooms ? place(size) : 0);
  const own = range(workers).map(() => ({
    header: place(needs.headerBytes + SLACK_BYTES),
    context: place(WINDOW_BYTES + partitions * CONTEXT_BYTES_PER_PARTITION),
    ends: place(ENDS_BYTES),
    joined: place(JOINED_BYTES),
    value: room(VALUE_BYTES),
    order: room(ORDER_BYTES),
    line: room(LINE_BYTES),
    lineEnds: room(ENDS_BYTES),
    fields: room(ENDS_BYTES),
    jsonValues: room(JSON_VALUES_BYTES),
    jsonStack: room(JSON_STACK_BYTES),
    jsonExpected: room(JSON_EXPECTED_BYTES),
    jsonTemplates: room(JSON_TEMPLATES_BYTES),
    bad: place(BAD_BYTES),
    stack: place(STACK_BYTES),
    fold: place(FOLD_BYTES),
    read: place(READ_BUFFER_BYTES),
    readBytes: READ_BUFFER_BYTES - SLACK_BYTES,
    // a check of an output keeps the last key in this buffer
    out: place(Math.max(OUT_BUFFER_BYTES, JOINED_BYTES)),
    outBytes: OUT_BUFFER_BYTES - SLACK_BYTES,
    table: place(tableSlots * SLOT_BYTES),
    merge: needs.merges ? placeMergeRooms(place) : null,
  }));
  const arenas = place(0);
  const arenaBytes = Math.floor((bytes - arenas - SLACK_BYTES) / workers / PAGE_BYTES) * PAGE_BYTES;
  const layouts = own.map((worker, i) => ({
    ...worker,
    arena: arenas + i * arenaBytes,
    arenaEnd: arenas + (i + 1) * arenaBytes,
  }));
  return {
    pages: Math.floor(bytes / PAGE_BYTES),
    radixBits,
    chunkBytes,
    tableSlots,
    keyColumns,
    headerBytes: needs.headerBytes,
    constants,
    workers: layouts,
    contextStride: workers > 1 ? (own[1]?.context ?? 0) - (own[0]?.context ?? 0) : 0,
  };
}

/** The number of slots of a table for `records` records of one partition, with the spare slots at its end. */
export function slotsFor(records: number): number {
  return Math.ceil(records * SLOTS_PER_RECORD) + 2 * SPARE_SLOTS;
}

function placeMergeRooms(place: (bytes: number) => number): MergeRooms {
  const states = place(MERGE_STATE_BYTES);
  const key = place(JOINED_BYTES);
  const aside = place(ASIDE_BYTES);
  return {
    states,
    key,
    aside,
    asideEnd: aside + ASIDE_BYTES - SLACK_BYTES,
    lines: [place(READ_BUFFER_BYTES), place(READ_BUFFER_BYTES)],
    readBytes: READ_BUFFER_BYTES - SLACK_BYTES,
    out: [place(OUT_BUFFER_BYTES), place(OUT_BUFFER_BYTES)],
    outBytes: OUT_BUFFER_BYTES - SLACK_BYTES,
  };
}

/** The memory of a worker that merges, beside what every worker needs. */
export const MERGE_BYTES_PER_WORKER = 16 * MiB;

/** Hands out stretches of memory, one after the other. Each begins on a cache line of its own. */
function placer(start: number): (bytes: number) => number {
  let next = start;
  return (bytes) => {
    const at = next;
    next = Math.ceil((at + bytes) / 64) * 64;
    return at;
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

function powerOfTwoBelow(value: number): number {
  return 2 ** Math.floor(Math.log2(value));
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
