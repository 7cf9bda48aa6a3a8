/**
 * What is read back from an output. Whoever can write there can have written it, so it is taken for input from a stranger:
 * bounded before it is parsed, then checked field by field.
 */

import { EXIT } from './exit';
import { Failure } from './failure';
import { JOURNAL_FILE, LEASE_FILE, SUCCESS_FILE, SUMMARY_FILE } from './output-files';
import type { Schema } from './schema';

const MiB = 1024 * 1024;

/** The most bytes that a document has, by its name. This kit writes none that is larger, and reads none. */
export const MOST_BYTES = {
  /** A part takes some 150 bytes, in S3 some 400 and 80 more for every 8 MiB. */
  [JOURNAL_FILE]: 256 * MiB,
  [SUMMARY_FILE]: 256 * MiB,
  /** It has the command line, which Linux bounds to 2 MiB. */
  [LEASE_FILE]: 16 * MiB,
  /** This kit's is empty; other programs write into theirs. */
  [SUCCESS_FILE]: 16 * MiB,
} as const;

/** Of any other: what a task left that failed. */
export const MOST_NOTE_BYTES = MiB;

/** The most bytes of a document of an output, staged or not. */
export function mostBytesOf(name: string): number {
  const found = Object.entries(MOST_BYTES).find(([known]) => name === known || name.endsWith(`/${known}`));
  return found === undefined ? MOST_NOTE_BYTES : found[1];
}

/** Throws with exit code 74 for a document that none of this kit is as large as; `shown` is its name in messages. */
export function refuseLarger(shown: string, sizeBytes: number, mostBytes: number): void {
  if (sizeBytes <= mostBytes) return;
  throw new Failure(
    EXIT.io,
    `cannot read ${shown}: it has ${sizeBytes} bytes, at most ${mostBytes} are expected; remove it if it is not yours`,
  );
}

/** No document has more lists and objects in each other. */
const MOST_LEVELS = 16;
/** Nor more values in all: what is small in a file may be large in memory. */
const MOST_VALUES = 16 * MiB;

/** A list of files has no more: parts, rejects, and what a run moves aside. */
export const MOST_FILES = 1_000_000;

const [QUOTE, COMMA, ESCAPE] = [0x22, 0x2c, 0x5c];
const [LIST, LIST_END, OBJECT, OBJECT_END] = [0x5b, 0x5d, 0x7b, 0x7d];

/** The JSON value in a document. Throws an error that says what is wrong with it. */
export function parseDocument(bytes: Buffer, schema: Schema): unknown {
  refuseDeep(bytes);
  const value: unknown = JSON.parse(bytes.toString());
  const fault = schema(value, '');
  if (fault !== null) throw new Error(fault);
  return value;
}

/** Before memory is taken for it. What is no JSON is refused behind this. */
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

/** Where the text that starts here ends. */
function endOfText(bytes: Buffer, start: number): number {
  let i = start + 1;
  while (i < bytes.length && bytes[i] !== QUOTE) i += bytes[i] === ESCAPE ? 2 : 1;
  return i;
}
