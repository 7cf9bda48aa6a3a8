/** Parses text that stands for bytes: a delimiter, a quote, the start of comments. Pure. */

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
