/** Strings and numbers of JSON (RFC 8259), in lines that have one character for each byte. Pure. */

/** Where a line is not JSON: the index of the byte, which may be that of the line's end, and what was expected there. */
export interface JsonFault {
  readonly at: number;
  readonly expected: string;
}

/** A string or number that was read. */
export interface Token {
  /** The index behind it. */
  readonly end: number;
  /** The bytes of a string without its quotes and escapes, or those of a number as they stand. */
  readonly text: string;
}

const PLAIN = /[ !#-[\]-\x7f]+/y;
/** A character beyond ASCII in UTF-8: neither an overlong form, nor half of a surrogate pair, nor beyond U+10FFFF. */
const WIDE =
  /[\xc2-\xdf][\x80-\xbf]|(?:\xe0[\xa0-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]|\xed[\x80-\x9f])[\x80-\xbf]|(?:\xf0[\x90-\xbf]|[\xf1-\xf3][\x80-\xbf]|\xf4[\x80-\x8f])[\x80-\xbf]{2}/y;
const HEX = /[0-9a-fA-F]{0,4}/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Reads the string whose opening quote is at `open`. */
export function readString(line: string, open: number): Token | JsonFault {
  const pieces: string[] = [];
  let at = open + 1;
  for (;;) {
    const plain = matchAt(PLAIN, line, at) || matchAt(WIDE, line, at);
    if (plain !== '') {
      pieces.push(plain);
      at += plain.length;
      continue;
    }
    const byte = line[at];
    if (byte === '"') return { end: at + 1, text: pieces.join('') };
    if (byte === undefined) return { at, expected: 'the rest of a string and its closing quote' };
    if (byte !== '\\') return { at, expected: byte < ' ' ? `the escape ${escaped(byte)}` : 'UTF-8' };
    const found = readEscape(line, at);
    if ('expected' in found) return found;
    pieces.push(found.text);
    at = found.end;
  }
}

function readEscape(line: string, at: number): Token | JsonFault {
  const letter = line.charAt(at + 1);
  const text = ESCAPES[letter];
  if (text !== undefined) return { end: at + 2, text };
  if (letter !== 'u') return { at: at + 1, expected: 'one of "\\/bfnrtu behind a backslash' };
  const unit = readUnit(line, at + 2);
  if (typeof unit !== 'number') return unit;
  if (unit < 0xd800 || unit > 0xdfff) return { end: at + 6, text: bytesOf(unit) };
  if (unit >= 0xdc00) return { at, expected: 'the first half of a surrogate pair before its second half' };
  if (!line.startsWith('\\u', at + 6))
    return { at: at + 6, expected: 'an escape for the other half of a surrogate pair' };
  const other = readUnit(line, at + 8);
  if (typeof other !== 'number') return other;
  if (other < 0xdc00 || other > 0xdfff)
    return { at: at + 6, expected: 'an escape for the other half of a surrogate pair' };
  return { end: at + 12, text: bytesOf(0x10000 + ((unit - 0xd800) << 10) + (other - 0xdc00)) };
}

/** The number that four hexadecimal digits make. */
function readUnit(line: string, at: number): number | JsonFault {
  const digits = matchAt(HEX, line, at);
  return digits.length === 4
    ? Number.parseInt(digits, 16)
    : { at: at + digits.length, expected: 'a hexadecimal digit, four of which follow \\u' };
}

/** Reads the number at `start`, where a digit or a minus stands. */
export function readNumber(line: string, start: number): Token | JsonFault {
  const text = matchAt(NUMBER, line, start);
  const end = start + text.length;
  if (text === '') return { at: start + 1, expected: 'a digit' };
  const next = line.charAt(end);
  if (/\d/.test(next)) return { at: end - 1, expected: 'a number without zeros in front of it' };
  if (next === '.' && !/[.eE]/.test(text)) return { at: end + 1, expected: 'a digit' };
  if (/[eE]/.test(next) && !/[eE]/.test(text)) {
    return { at: end + (/[+-]/.test(line.charAt(end + 1)) ? 2 : 1), expected: 'a digit' };
  }
  return { end, text };
}

/** The text that a sticky pattern matches at this index; '' for none. */
function matchAt(pattern: RegExp, line: string, at: number): string {
  pattern.lastIndex = at;
  return (pattern.exec(line) || [''])[0];
}

/** The character at this index, which may be of several bytes, as text that a message shows. */
export function characterAt(line: string, at: number): string {
  return matchAt(WIDE, line, at) || line.charAt(at);
}

function escaped(control: string): string {
  const short = Object.keys(ESCAPES).find((letter) => ESCAPES[letter] === control);
  return short === undefined ? `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}` : `\\${short}`;
}

function bytesOf(codePoint: number): string {
  return codePoint < 0x80
    ? String.fromCharCode(codePoint)
    : Buffer.from(String.fromCodePoint(codePoint)).toString('latin1');
}
