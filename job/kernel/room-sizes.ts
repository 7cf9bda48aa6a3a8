/**
 * The sizes of the rooms that a worker has in the memory, apart from its table and its arena. Several of them follow from
 * numbers of the kernel, which has the same ones.
 */

import { KiB } from '../shared/byte-units';
import { MAX_COLUMNS, MAX_JSON_DEPTH, MAX_LINE_BYTES } from '../shared/limits';
import { mostOrderBytes } from './order-table';

/** The most bytes that one read asks for. */
export const READ_BYTES = 512 * KiB;
/**
 * The most bytes of emitted lines that are written at once, and of former lines that a merge reads at once: twice as many
 * would not fit a core's second-level cache. A longer line is written alone.
 */
export const WRITE_BYTES = 512 * KiB;
/** The most bad lines that one scan lists. */
export const BAD_LINES = 1024;

/** Loads and stores of the kernel may reach this many bytes past the data that they are meant for. */
export const SLACK_BYTES = 128;

export const READ_BUFFER_BYTES = MAX_LINE_BYTES + READ_BYTES + SLACK_BYTES;
/** The longest line with its newline, one mark before it and one mark after it. */
export const OUT_BUFFER_BYTES = MAX_LINE_BYTES + 3 + SLACK_BYTES;
/**
 * A key, in which each value may have so many bytes more than in the line: most has a number in JSON, which stands behind
 * two bytes, a sign and an exponent of eight bytes, before an end, and a byte that divides it from the next value.
 */
const MOST_KEY_BYTES_MORE = 13;
export const JOINED_BYTES = MAX_LINE_BYTES + MOST_KEY_BYTES_MORE * MAX_COLUMNS + SLACK_BYTES;
/** The end before the first column, those of all columns, and that of one field more. */
export const ENDS_BYTES = (MAX_COLUMNS + 2) * 4;
/** Each bad line has an entry of four numbers. */
export const BAD_BYTES = 16 * BAD_LINES;
/** A slot of the table; see the kernel's table.ts. */
export const SLOT_BYTES = 8;
/** The stack of the kernel's sort.ts has room for 64 groups of 12 bytes. */
export const STACK_BYTES = 64 * 12;

/** Chunks of records have a size within these limits. */
export const MIN_CHUNK_BYTES = 4 * KiB;
export const MAX_CHUNK_BYTES = 32 * KiB;
/** Each partition has an entry and a window in the context; the sizes are those of the kernel's partition.ts. */
const ENTRY_BYTES = 32;
const WINDOW_BYTES = 1024;

export function contextBytes(partitions: number): number {
  // the windows begin at a multiple of their size
  return WINDOW_BYTES + partitions * (ENTRY_BYTES + WINDOW_BYTES);
}

/** The rooms of a format that is not plain. */
export const VALUE_BYTES = MAX_LINE_BYTES + SLACK_BYTES;
export const ORDER_BYTES = mostOrderBytes(MAX_COLUMNS) + SLACK_BYTES;
export const LINE_BYTES = MAX_LINE_BYTES + SLACK_BYTES;
/** The places of the values in a JSON object, and its open objects and arrays; see the kernel's json/. */
export const JSON_VALUES_BYTES = MAX_COLUMNS * 32;
export const JSON_STACK_BYTES = MAX_JSON_DEPTH * 4;
/** The names that are remembered of the line before, and one that is never met; see the kernel's json/expected.ts. */
const JSON_EXPECTED_NAMES = 64;
export const JSON_EXPECTED_BYTES = (JSON_EXPECTED_NAMES + 1) * 64;
/**
 * The templates of a worker's lines: the first node, templates, nodes, texts and a packed line; see the kernel's
 * json/templates.ts.
 */
export const JSON_TEMPLATES_BYTES = 64 + 32 * 256 + 256 * 64 + 16 * KiB + 64 + 64 * KiB + SLACK_BYTES;

/** The state of a former file of a merge; see the kernel's former-lines.ts. */
export const STATE_BYTES = 64;
/** The states of both former files, and a bad line. */
export const MERGE_STATES_BYTES = 2 * STATE_BYTES + 16;
/** A record of a former file that is put aside, with its entry and its window; see the kernel's arena.ts. */
export const ASIDE_BYTES = 4 * KiB + MAX_CHUNK_BYTES + LINE_BYTES + JOINED_BYTES + ORDER_BYTES;
