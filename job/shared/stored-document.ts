/**
 * Documents that are read back from an output. Anyone who can write to the output may have written them, so they are
 * treated as input from a stranger: their size is limited before they are parsed, and then every field is checked.
 */

import { MiB } from './byte-units';
import { EXIT } from './exit';
import { Failure } from './failure';
import { JOURNAL_FILE, LEASE_FILE, SUCCESS_FILE, SUMMARY_FILE } from './output-files';
import type { Schema } from './schema';

/** The most bytes of each document, by its name. This kit writes no larger ones, and reads none. */
export const MOST_BYTES = {
  /** A part takes some 150 bytes. In S3 it takes some 400 bytes, and 80 more for every 8 MiB of the part. */
  [JOURNAL_FILE]: 256 * MiB,
  [SUMMARY_FILE]: 256 * MiB,
  /** The lease has the command line, which Linux limits to 2 MiB. */
  [LEASE_FILE]: 16 * MiB,
  /** This kit writes the run's id alone; other programs write more into theirs. */
  [SUCCESS_FILE]: 16 * MiB,
} as const;

/** The most bytes of any other document: the notes of failed tasks. */
export const MOST_NOTE_BYTES = MiB;

/** The most bytes of a document of an output, be it staged or visible. */
export function mostBytesOf(name: string): number {
  const found = Object.entries(MOST_BYTES).find(([known]) => name === known || name.endsWith(`/${known}`));
  return found === undefined ? MOST_NOTE_BYTES : found[1];
}

/** Throws with exit code 74 for a document that is larger than this kit's can be; `shown` is its name in messages. */
export function refuseLarger(shown: string, sizeBytes: number, mostBytes: number): void {
  if (sizeBytes <= mostBytes) return;
  throw new Failure(
    EXIT.io,
    `cannot read ${shown}: it has ${sizeBytes} bytes, at most ${mostBytes} are expected; remove it if it is not yours`,
  );
}

/** The deepest nesting of lists and objects. */
const MOST_LEVELS = 16;
/** The most values in all: a document that is small in a file may be large in memory. */
const MOST_VALUES = 16 * MiB;

/** The most entries of a list of files: parts, rejects, or files that a run sets aside. */
export const MOST_FILES = 1_000_000;

const [QUOTE, COMMA, ESCAPE] = [0x22, 0x2c, 0x5c];
const [LIST, LIST_END, OBJECT, OBJECT_END] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Parses a document and checks it by a schema. Throws an error that says what is wrong. */
export function parseDocument(bytes: Buffer, schema: Schema): unknown {
  refuseDeep(bytes);
  const value: unknown = JSON.parse(bytes.toString());
  const fault = schema(value, '');
  if (fault !== null) throw new Error(fault);
  return value;
}

/**
 * Refuses too deep a nesting and too many values before parsing takes memory for them. Text that is no JSON is refused
 * by the parser.
 */
function refuseDeep(bytes: Buffer): void {
  let levels = 0;
  let values = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === QUOTE) {
      i = endOfText(bytes, i);
    } else if (byte === COMMA || byte === LIST || byte === OBJECT) {
      if (byte !== COMMA) levels++;
      values++;
    } else if (byte === LIST_END || byte === OBJECT_END) {
      levels--;
    }
    if (levels > MOST_LEVELS) throw new Error(`it has more than ${MOST_LEVELS} lists and objects in each other`);
    if (values > MOST_VALUES) throw new Error(`it has more than ${MOST_VALUES} values`);
  }
}

/** The index of the quote that ends the JSON string which starts at `start`. */
function endOfText(bytes: Buffer, start: number): number {
  let i = start + 1;
  while (i < bytes.length && bytes[i] !== QUOTE) i += bytes[i] === ESCAPE ? 2 : 1;
  return i;
}
