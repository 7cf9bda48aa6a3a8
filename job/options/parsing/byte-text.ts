/** Parses text that stands for bytes: a delimiter, a quote, the start of comments. Pure. */

import { isUtf8 } from 'node:buffer';
import { isPrintable } from '../../shared/printable';
import type { Parser } from './parsers';
import { usage } from './usage';

const UNDERSTOOD = '\\t and \\xHH are understood';
const ESCAPE = /(\\t|\\x[0-9a-fA-F]{2})/;

/** One byte, as a string of one character: a character below U+0080, `\t`, or `\xHH`. */
export const byte: Parser<string> = {
  form: 'text',
  parse(flag, text) {
    const bytes = bytesOf(flag, text);
    if (bytes.length === 1) return bytes;
    throw usage(`${flag} '${text}' is ${bytes.length} bytes, expected one (${UNDERSTOOD})`);
  },
};

/** 1 to `most` bytes, as a string of one character for each: text in UTF-8, with `\t` and `\xHH` anywhere in it. */
export function bytes(most: number): Parser<string> {
  return {
    form: 'text',
    parse(flag, text) {
      const found = bytesOf(flag, text);
      if (found.length >= 1 && found.length <= most) return found;
      throw usage(`${flag} '${text}' is ${found.length} bytes, expected 1 to ${most} (${UNDERSTOOD})`);
    },
  };
}

/** The text that these parsers read as these bytes. A lone backslash and printable UTF-8 stay as they are. */
export function textOfBytes(found: string): string {
  if (found === '\\') return found;
  const decoded = Buffer.from(found, 'latin1');
  return Array.from(isUtf8(decoded) ? decoded.toString() : found, (character) =>
    isUtf8(decoded) ? characterText(character) : characterText(character, 'latin1'),
  ).join('');
}

function characterText(character: string, encoding: BufferEncoding = 'utf8'): string {
  if (character === '\t') return '\\t';
  const encoded = Buffer.from(character, encoding);
  const isPlain = encoding === 'utf8' || (encoded[0] as number) < 0x80;
  if (isPlain && character !== '\\' && isPrintable(character)) return character;
  return Array.from(encoded, (each) => `\\x${each.toString(16).padStart(2, '0')}`).join('');
}

function bytesOf(flag: string, text: string): string {
  const found = text.length === 1 ? unescaped(text) : escaped(flag, text);
  if (/[\n\r]/.test(found)) throw usage(`${flag} holds a line ending, expected any other bytes`);
  return found;
}

/** A backslash by itself is a byte like any other. In a longer text it has to begin an escape, so that a typing error shows. */
function escaped(flag: string, text: string): string {
  // the escapes are at the odd indexes
  const parts = text.split(ESCAPE);
  const stray = parts.filter((_, i) => i % 2 === 0).find((part) => part.includes('\\'));
  if (stray !== undefined) {
    const [shown] = /\\.?/s.exec(stray) as RegExpExecArray;
    throw usage(`${flag} '${text}' has '${shown}', expected \\t, \\xHH, or \\x5c for a backslash`);
  }
  return parts.map((part, i) => (i % 2 === 0 ? unescaped(part) : byteOf(part))).join('');
}

function byteOf(sequence: string): string {
  return sequence === '\\t' ? '\t' : String.fromCharCode(Number.parseInt(sequence.slice(2), 16));
}

function unescaped(text: string): string {
  return Buffer.from(text).toString('latin1');
}
