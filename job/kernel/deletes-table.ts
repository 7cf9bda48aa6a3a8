/** The conditions by which records are deletes, as the kernel reads them from memory (its deletes.ts). Pure. */

import type { Path } from './json-table';

/** A record is a delete where a column has this value, which has one character for each byte. */
export interface DeleteCondition {
  readonly column: number;
  readonly value: string;
}

/** The conditions, and how values are written. */
export interface DeletesFormat {
  readonly deleteWhen: readonly DeleteCondition[];
  /** Null for delimited text. */
  readonly paths: readonly (readonly Path[])[] | null;
  readonly quote: string | null;
  readonly escape: string | null;
}

/** Which lines have to be looked at closely, beside those that hold the value as it is between two fields. */
const NO_OTHERS = 0;
const ALL_LINES = 1;
/** Lines with an escape that any byte can be written with: `\u0064` in JSON, `\D` in quotes. */
const LINES_WITH_ESCAPES = 2;
/** In JSON, lines with any backslash. */
const LINES_WITH_BACKSLASHES = 3;

const ENTRY_BYTES = 16;
/** The kernel compares values in words, and reads this far past them. */
const SLACK_BYTES = 8;

/** The size of the table; 0 where there are no conditions. */
export function deletesTableBytes(conditions: readonly DeleteCondition[]): number {
  if (conditions.length === 0) return 0;
  return conditions.length * ENTRY_BYTES + conditions.map(({ value }) => value).join('').length + SLACK_BYTES;
}

/**
 * Plans the table for the address `at`: of each condition the number of its column, the address and the length of its value,
 * and which lines have to be looked at closely; then the values.
 */
export function planDeletesTable(format: DeletesFormat, at: number): Uint8Array {
  const { deleteWhen } = format;
  const bytes = Buffer.alloc(deletesTableBytes(deleteWhen));
  let end = deleteWhen.length * ENTRY_BYTES;
  deleteWhen.forEach(({ column, value }, i) => {
    [column, at + end, value.length, linesToLookAt(value, format)].forEach((word, place) => {
      bytes.writeUInt32LE(word, i * ENTRY_BYTES + 4 * place);
    });
    bytes.set(Buffer.from(value, 'latin1'), end);
    end += value.length;
  });
  return bytes;
}

function linesToLookAt(value: string, { paths, quote, escape: escaping }: DeletesFormat): number {
  if (paths !== null) return hasShortEscapes(value) ? LINES_WITH_BACKSLASHES : LINES_WITH_ESCAPES;
  if (value === '') return ALL_LINES;
  if (quote === null || escaping === null) return NO_OTHERS;
  if (value.includes(quote) || value.includes(escaping)) return ALL_LINES;
  return escaping === quote ? NO_OTHERS : LINES_WITH_ESCAPES;
}

/** Whether JSON has other escapes than `\u` for some character of a value. */
function hasShortEscapes(value: string): boolean {
  return [...value].some((character) => character < ' ' || '"\\/'.includes(character));
}
