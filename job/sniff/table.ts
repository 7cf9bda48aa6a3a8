/** The records of some files as columns, whatever format the files have. Pure. */

import type { Dialect, FormatName, Reading } from '../options/spec';
import type { Doubt } from './sample';
import { type KindOfValues, kindOf } from './value-kinds';

export interface Column {
  /** The name that options have for it. */
  readonly name: string;
  /** The values of all records, one character for each byte; null where a record lacks the column. */
  readonly values: readonly (string | null)[];
  readonly kind: KindOfValues;
  /** How many different values there are; empty and missing ones are one value. */
  readonly distinct: number;
}

export interface Table {
  readonly format: FormatName;
  /** The files that the table is of, in the order of their records. */
  readonly files: readonly string[];
  /** For each file the number of the first of its records. */
  readonly starts: readonly number[];
  readonly records: number;
  readonly columns: readonly Column[];
  readonly text: TextFindings | null;
  readonly lineEnd: Reading['lineEnd'];
  readonly skipLines: number;
  /** The number of lines that are no records, and do not only lack fields at their end. */
  readonly bad: number;
  /** The fewest fields of a record that lacks fields at its end; null where there is none. */
  readonly shortest: number | null;
  /** Whether some file lacks columns of another. */
  readonly isUnion: boolean;
  readonly doubts: readonly Doubt[];
}

/** Findings that only delimited text has. */
export interface TextFindings {
  readonly dialect: Dialect;
  /** The name of the format: `csv` also where the sample has no quotes. */
  readonly format: 'csv' | 'tsv' | 'delimited';
  readonly comment: string | null;
  readonly hasHeader: boolean;
  /** Whether options have to name the columns: no header does, or headers that differ. */
  readonly isNaming: boolean;
  /** Whether the names in the header cannot be used, since two are equal. */
  readonly isIgnoringNames: boolean;
}

export function columnOf(name: string, values: readonly (string | null)[]): Column {
  const distinct = new Set(values.map((value) => (value === null ? '' : value))).size;
  return { name, values, kind: kindOf(values), distinct };
}

/** A text of one character for each byte, decoded: as UTF-8, or else as Latin-1. */
export function decoded(text: string): string {
  const bytes = Buffer.from(text, 'latin1');
  const found = bytes.toString();
  return found.includes('\ufffd') ? text : found;
}
