/** Reads the names in a header line, and compares them with the names of the columns. Pure. */

import { isUtf8 } from 'node:buffer';
import type { Format } from '../format/format';

/** The names without white space and without quotes around them. Their bytes are UTF-8, or else Latin-1. */
export function namesIn(line: Uint8Array, format: Format): string[] {
  const bytes = Buffer.from(line);
  const isUnicode = isUtf8(bytes);
  const fields = format.fieldsOf(bytes.toString('latin1'));
  return fields.map((field) => bare((isUnicode ? Buffer.from(field, 'latin1').toString() : field).trim()));
}

export function isSameNames(names: readonly string[], columns: readonly string[]): boolean {
  return (
    names.length === columns.length && names.every((name, i) => comparable(name) === comparable(columns[i] as string))
  );
}

/** A name as it is compared: without white space and without quotes around it, and in lower case. */
export function comparable(name: string): string {
  return bare(name.normalize('NFC').replace(/\s+/g, '')).toLowerCase();
}

function bare(name: string): string {
  return /^(["'`]).*\1$/s.test(name) && name.length > 1 ? name.slice(1, -1) : name;
}
