/** Reads the keys that a user asks for. Strings have one character for each byte. Pure. */

import { escapedField } from '../format/escaped-text';
import { fieldsIn } from '../format/fields';
import { usage } from '../options/parsing/usage';
import { type Dialect, isEscapedText, type Spec } from '../options/spec';
import { shownOf } from '../shared/shown-bytes';

/** The values of a key are written as the fields of CSV are, and in JSON Lines with the strings of JSON. */
const CSV: Dialect = { delimiter: ',', quote: '"', escape: '"', isTrimmed: false, hasTrailingDelimiter: false };
const WITH_JSON_STRINGS: Dialect = { ...CSV, escape: '\\' };

const JSON_SCALAR = /^(-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?|true|false|null)$/;

/**
 * The spec of the records that `recordWithKey` writes. Their keys are those of the given spec. In JSON the name of a value
 * is the number of its column, since the values of a column with alternatives have several names.
 */
export function askingSpec(spec: Spec): Spec {
  return spec.format === 'json' ? { ...spec, columns: spec.columns.map((_, column) => `${column}`) } : spec;
}

/**
 * A record of `askingSpec` that has the key which a text names, and no other value. `option` is where the text comes from,
 * for messages. Throws with exit code 64 where no record can have that key.
 */
export function recordWithKey(option: string, text: string, spec: Spec): Buffer {
  const isJson = spec.format === 'json';
  const fields = fieldsIn(text, isJson ? WITH_JSON_STRINGS : CSV);
  const what = `${option} '${shownOf(Buffer.from(text, 'latin1'))}'`;
  if (fields.some(({ fault }) => fault !== null)) {
    throw usage(`${what} has a quote that is not closed, or text behind one, expected values as in CSV`);
  }
  const names = spec.keyColumns.map((column) => spec.columns[column] as string);
  if (fields.length !== names.length) {
    const count = fields.length === 1 ? '1 value' : `${fields.length} values`;
    const advice =
      fields.length < names.length
        ? 'give them all, with commas between them'
        : 'write a value that has a comma in double quotes';
    throw usage(`${what} has ${count}, the key is ${names.join(',')}; ${advice}`);
  }
  if (isJson) {
    const values = fields.map(({ raw }) => jsonValue(what, Buffer.from(raw, 'latin1').toString()));
    return Buffer.from(`{${values.map((value, i) => `"${spec.keyColumns[i]}":${value}`).join(',')}}`);
  }
  const values = fields.map(({ value }) => value);
  return Buffer.from(lineWith(what, values, spec), 'latin1');
}

/** A line of delimited text with these values in the columns of the key. */
function lineWith(what: string, values: readonly string[], spec: Spec): string {
  const fields = spec.columns.map((_, column) => {
    const number = spec.keyColumns.indexOf(column);
    return number < 0 ? '' : fieldWith(what, values[number] as string, spec);
  });
  return fields.join(spec.delimiter);
}

function fieldWith(what: string, value: string, dialect: Dialect): string {
  if (isEscapedText(dialect)) return escapedField(value, dialect);
  const { delimiter, quote, escape: escaping } = dialect;
  if (quote === null || escaping === null) {
    if (!value.includes(delimiter) && !value.includes('\n')) return value;
    throw usage(`${what} has a value with the delimiter of the output or a newline, which no record has`);
  }
  const special = escaping === quote ? [quote] : [escaping, quote];
  return quote + Array.from(value, (byte) => (special.includes(byte) ? escaping + byte : byte)).join('') + quote;
}

/** The text of a value in JSON. A number, a literal and a string in quotes are themselves, any other text is a string. */
function jsonValue(what: string, text: string): string {
  if (JSON_SCALAR.test(text)) return text;
  if (!text.startsWith('"')) return JSON.stringify(text);
  try {
    JSON.parse(text);
    return text;
  } catch {
    throw usage(`${what} has ${text}, which is no string of JSON`);
  }
}
