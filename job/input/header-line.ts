/** Writes a header line, and recognizes one that has another delimiter than the options say. Pure. */

import { isUtf8 } from 'node:buffer';
import { escapedField } from '../format/escaped-text';
import { textOfBytes } from '../options/parsing/byte-text';
import type { RecordRequest } from '../options/record';
import { type Dialect, isEscapedText, type Spec } from '../options/spec';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { printable } from '../shared/printable';
import { comparable } from './column-names';
import type { FoundHeader } from './file-columns';

/** The usual delimiters, the likeliest first. */
const USUAL = [',', '\t', ';', '|', '^', '::', '||', '~', '\x01'];

/**
 * The header line of a file with these columns. It is in Latin-1 where `found`, a header of the inputs, is not in UTF-8,
 * since their records are in the same encoding. Throws with exit code 64 for a name that the dialect cannot write.
 */
export function headerLine(spec: Spec, found: Uint8Array): Buffer {
  const encoding = isUtf8(found) ? 'utf8' : 'latin1';
  const fields = spec.columns.map((name) => fieldOf(Buffer.from(name, encoding).toString('latin1'), name, spec));
  return Buffer.from(fields.join(spec.delimiter), 'latin1');
}

/** A name as a field. All text has one character for each byte, except `name`, which is for the message. */
function fieldOf(text: string, name: string, dialect: Dialect): string {
  if (isEscapedText(dialect)) return escapedField(text, dialect);
  const { delimiter, quote, escape: escaping } = dialect;
  const isPlain = !text.includes(delimiter) && !/[\n\r]/.test(text) && (quote === null || !text.includes(quote));
  if (isPlain) return text;
  if (quote === null || escaping === null) {
    throw new Failure(
      EXIT.usage,
      `--columns names '${printable(name)}', which cannot stand in a header without --quote; give another name`,
    );
  }
  const special = escaping === quote ? [quote] : [escaping, quote];
  const escaped = Array.from(text, (byte) => (special.includes(byte) ? escaping + byte : byte)).join('');
  return quote + escaped + quote;
}

/**
 * Throws with exit code 65 where a header does not name the key's columns, but would if its names were parted by another
 * delimiter, or where it holds a usual delimiter, and not that of the options.
 */
export function refuseOtherDelimiter(
  { line, file }: FoundHeader,
  names: readonly string[],
  record: RecordRequest,
): void {
  const { key, stated } = record;
  const hasKey = (list: readonly string[]) => {
    const found = new Set(list.map(comparable));
    return key.every((name) => found.has(comparable(name)));
  };
  if (hasKey(names)) return;
  const text = Buffer.from(line).toString();
  const others = USUAL.filter((each) => each !== stated.delimiter && text.includes(each));
  const other = others.find((each) => hasKey(text.split(each)));
  const likely = other === undefined && names.length === 1 ? others[0] : other;
  if (likely === undefined) return;
  const [is, expected] = [likely, stated.delimiter].map(textOfBytes);
  throw new Failure(
    EXIT.badData,
    `the names in the header of '${file}' have '${is}' between them, and not '${expected}'; give --delimiter '${is}'`,
  );
}
