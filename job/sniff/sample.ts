/** The starts of files as the rest of this folder takes them. Pure. */

import { markBytes, NEWLINE } from '../format/lines';
import type { Reading } from '../options/spec';

/** How much of a file is looked at. */
export const SAMPLE_BYTES = 1024 * 1024;
/** How many files are looked at. */
export const MOST_FILES = 8;

/** The start of a file: its text, unpacked, and in UTF-8 where the file is in UTF-16. */
export interface FileSample {
  readonly path: string;
  readonly bytes: Buffer;
  readonly isWhole: boolean;
  readonly isUtf16: boolean;
}

/** A doubt about a finding, and the reason for it. */
export interface Doubt {
  readonly about: Subject;
  /** A sentence without a capital and a full stop. */
  readonly why: string;
}

export type Subject = 'files' | 'format' | 'delimiter' | 'quote' | 'lines' | 'header' | 'columns' | 'order' | 'key';

/** A doubt about one file of several names that file. */
export function doubt(about: Subject, why: string): Doubt {
  return { about, why };
}

/** The start of a file whose lines end with newlines. */
export interface TextSample {
  readonly path: string;
  /** Without the byte order mark. */
  readonly bytes: Buffer;
  readonly isWhole: boolean;
  readonly lineEnd: Reading['lineEnd'];
}

/** Carriage returns become newlines in a file that has no other line end. */
export function textSample({ path, bytes, isWhole }: FileSample): TextSample {
  const text = bytes.subarray(markBytes(bytes));
  if (text.includes(NEWLINE) || !text.subarray(0, -1).includes('\r')) {
    return { path, bytes: text, isWhole, lineEnd: 'lf' };
  }
  const turned = Buffer.from(text.toString('latin1').replaceAll('\r', '\n'), 'latin1');
  return { path, bytes: turned, isWhole, lineEnd: 'cr' };
}

/** Indexes of `MOST_FILES` of `count` files: the first, the last and some between. */
export function chosenOf(count: number): number[] {
  if (count <= MOST_FILES) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: MOST_FILES }, (_, i) => Math.round((i * (count - 1)) / (MOST_FILES - 1)));
}
