/** The conditions by which records are deletes, as the kernel reads them from memory (its deletes.ts). Pure. */

import type { Path } from './json-table';

/** A record is a delete where a column has this value, or where it has another one. */
export interface DeleteCondition {
  readonly column: number;
  /** One character for each byte. */
  readonly value: string;
  /** Whether any other value makes a delete, and not this one. No value is none of these. */
  readonly isOther: boolean;
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
/** Lines with an escape that any byte can be written with: `\u0064` in JSON, `\D` in quotes or without any. */
const LINES_WITH_ESCAPES = 2;
/** In JSON, lines with any backslash. */
const LINES_WITH_BACKSLASHES = 3;

const ENTRY_BYTES = 20;
/** The kernel compares values in words, and reads this far past them. */
const SLACK_BYTES = 8;

/** The size of the table; 0 where there are no conditions. */
export function deletesTableBytes(conditions: readonly DeleteCondition[]): number {
  if (conditions.length === 0) return 0;
  return conditions.length * ENTRY_BYTES + conditions.map(({ value }) => value).join('').length + SLACK_BYTES;
}

/**
 * Plans the table for the address `at`: of each condition the number of its column, the address and the length of its value,
 * which lines have to be looked at closely, and whether other values meet it; then the values.
 */
export function planDeletesTable(format: DeletesFormat, at: number): Uint8Array {
  const { deleteWhen } = format;
  const bytes = Buffer.alloc(deletesTableBytes(deleteWhen));
  let end = deleteWhen.length * ENTRY_BYTES;
  deleteWhen.forEach(({ column, value, isOther }, i) => {
    const lines = isOther ? ALL_LINES : linesToLookAt(value, format);
    [column, at + end, value.length, lines, Number(isOther)].forEach((word, place) => {
      bytes.writeUInt32LE(word, i * ENTRY_BYTES + 4 * place);
    });
    bytes.set(Buffer.from(value, 'latin1'), end);
    end += value.length;
  });
  return bytes;
}

function linesToLookAt(value: string, { paths, quote, escape: escaping }: DeletesFormat): number {
  if (value === '') return ALL_LINES;
  if (paths !== null) return hasShortEscapes(value) ? LINES_WITH_BACKSLASHES : LINES_WITH_ESCAPES;
  if (escaping === null) return NO_OTHERS;
  if ((quote !== null && value.includes(quote)) || value.includes(escaping)) return ALL_LINES;
  return escaping === quote ? NO_OTHERS : LINES_WITH_ESCAPES;
}

/** Whether JSON has other escapes than `\u` for some character of a value. */
function hasShortEscapes(value: string): boolean {
  return [...value].some((character) => character < ' ' || '"\\/'.includes(character));
}
