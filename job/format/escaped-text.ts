/**
 * Text without quotes, in which an escape makes the byte behind it data: a delimiter, a newline, a carriage return or
 * another escape. MySQL, Hive and Redshift write such text. Strings have one character for each byte. Pure.
 *
 * Some letters behind an escape mean a control byte, as in MySQL and PostgreSQL. A value of escapes and an `N` is compared
 * as it is written: `\N` is no value in these programs, and no text may become equal to it.
 */

import type { Dialect } from '../options/spec';

/** A field as `Field` of fields.ts. */
interface EscapedField {
  readonly raw: string;
  readonly value: string;
  readonly fault: 'open-escape' | null;
}

/** The control bytes by the letters that mean them. The kernel has them too (assembly/escapes.ts). */
const MEANT: Readonly<Record<string, string>> = {
  '0': '\0',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  Z: '\x1a',
};

/** The fields of a record, which is given without its line ending. Of the last one an escape at its end is a fault. */
export function escapedFields(record: string, dialect: Dialect): EscapedField[] {
  const { delimiter } = dialect;
  const escaping = dialect.escape as string;
  const fields: EscapedField[] = [];
  let start = 0;
  let at = 0;
  while (at < record.length) {
    if (record[at] === escaping) at += 2;
    else if (record.startsWith(delimiter, at)) {
      fields.push(fieldOf(record.slice(start, at), escaping, false));
      at += delimiter.length;
      start = at;
    } else at++;
  }
  fields.push(fieldOf(record.slice(start), escaping, at > record.length));
  return fields;
}

function fieldOf(raw: string, escaping: string, isOpen: boolean): EscapedField {
  return { raw, value: meant(raw, escaping), fault: isOpen ? 'open-escape' : null };
}

/** The bytes by which a field is compared. */
function meant(raw: string, escaping: string): string {
  if (!raw.includes(escaping) || isEscapedN(raw, escaping)) return raw;
  let value = '';
  for (let at = 0; at < raw.length; at++) {
    const byte = raw[at] as string;
    if (byte !== escaping) value += byte;
    else {
      const next = raw.charAt(++at);
      value += MEANT[next] ?? next;
    }
  }
  return value;
}

function isEscapedN(value: string, escaping: string): boolean {
  return value.endsWith('N') && value.slice(0, -1) === escaping.repeat(value.length - 1);
}

/** A value as a field. */
export function escapedField(value: string, { delimiter, escape: escaping }: Dialect): string {
  const special = [escaping, delimiter[0], '\n', '\r'];
  if (isEscapedN(value, escaping as string)) return value;
  return Array.from(value, (byte) => (special.includes(byte) ? `${escaping}${byte}` : byte)).join('');
}
