/** The order columns of a record and the time zone of its timestamps, as the kernel reads them from memory. Pure. */

import { MAX_LINE_BYTES } from '../shared/limits';
import type { SummaryOrder } from '../summary/summary';

/** One of the columns that decide which record is the latest, by its number. */
export interface OrderColumn extends Omit<SummaryOrder, 'column'> {
  readonly column: number;
}

/** The offset from UTC that holds from a local time on. Local times count from 0001-01-01T00:00, in seconds. */
export interface ZoneOffset {
  readonly fromLocalSeconds: number;
  readonly offsetSeconds: number;
}

/**
 * The offsets of a time zone. The first one holds for all times before the second one too. From `untilLocalSeconds` on
 * they are those of 400 years before, the period of the calendar.
 */
export interface ZoneOffsets {
  readonly offsets: readonly ZoneOffset[];
  readonly untilLocalSeconds: number;
}

/** UTC needs no offset. */
export const UTC: ZoneOffsets = { offsets: [], untilLocalSeconds: 0 };

/** The bytes to copy to the address for which they were planned, and the numbers that `configureOrder` takes. */
export interface OrderTable {
  readonly bytes: Uint8Array;
  readonly columnsAt: number;
  readonly columnCount: number;
  readonly zoneAt: number;
  readonly zoneCount: number;
}

/** The numbers of the types are those of the kernel's order/order.ts. */
const TYPES: Readonly<Record<OrderColumn['type'], number>> = { int: 0, text: 1, decimal: 2, timestamp: 3, rank: 4 };

const COLUMN_BYTES = 32;
const ZONE_BYTES = 16;
const RANK_BYTES = 8;
/** The kernel compares the values of a rank in words, and reads this far past them. */
const SLACK_BYTES = 8;

/** The most bytes that the encoding of a value has beyond the value's own, apart from those between groups of text. */
const MOST_BYTES_MORE = 20;
const GROUP_BYTES = 8;

/**
 * The most order bytes of a record. Its values are together no longer than a line, because no column is an order column
 * twice. Text is written in groups of 8 bytes with one byte more.
 */
export function mostOrderBytes(columnCount: number): number {
  return MAX_LINE_BYTES + MAX_LINE_BYTES / GROUP_BYTES + columnCount * MOST_BYTES_MORE;
}

/** The most order bytes of one value of so many bytes. */
export function mostEncodedBytes(valueBytes: number): number {
  return valueBytes + Math.ceil(valueBytes / GROUP_BYTES) + MOST_BYTES_MORE + GROUP_BYTES;
}

/** Plans the table for the address `at`, a multiple of 8. */
export function planOrderTable(columns: readonly OrderColumn[], zone: ZoneOffsets, at: number): OrderTable {
  const { offsets, untilLocalSeconds } = zone;
  const ranks = columns.flatMap((column) => column.ranks);
  const zoneAt = at + columns.length * COLUMN_BYTES;
  const ranksAt = zoneAt + offsets.length * ZONE_BYTES;
  const textAt = ranksAt + ranks.length * RANK_BYTES;
  const bytes = new Uint8Array(textAt - at + ranks.join('').length + SLACK_BYTES);
  const view = new DataView(bytes.buffer);
  let rankAt = ranksAt;
  let textEnd = textAt;
  columns.forEach((column, i) => {
    const { type, isLeast } = column;
    writeWords(view, i * COLUMN_BYTES, [column.column, TYPES[type], Number(isLeast), rankAt, column.ranks.length]);
    for (const rank of column.ranks) {
      writeWords(view, rankAt - at, [textEnd, rank.length]);
      bytes.set(Buffer.from(rank, 'latin1'), textEnd - at);
      rankAt += RANK_BYTES;
      textEnd += rank.length;
    }
  });
  offsets.forEach(({ fromLocalSeconds, offsetSeconds }, i) => {
    // the kernel's zone.ts takes the time in the first entry as the end of the table
    const seconds = i === 0 ? untilLocalSeconds : fromLocalSeconds;
    view.setBigInt64(zoneAt - at + i * ZONE_BYTES, BigInt(seconds), true);
    view.setBigInt64(zoneAt - at + i * ZONE_BYTES + 8, BigInt(offsetSeconds), true);
  });
  return { bytes, columnsAt: at, columnCount: columns.length, zoneAt, zoneCount: offsets.length };
}

function writeWords(view: DataView, at: number, words: readonly number[]): void {
  words.forEach((word, i) => {
    view.setUint32(at + i * 4, word, true);
  });
}
