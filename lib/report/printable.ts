const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;
const NAMED: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/**
 * The text with everything that cannot be seen, or that changes how its neighbours are seen (controls, marks of
 * direction, invisible separators, lone surrogates), written as an escape: `\t`, `\x00`, `\u202e`, `\u{e0001}`.
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => NAMED[character] ?? escapeOf(character.codePointAt(0) ?? 0));
}

/** Whether the text is what one sees. */
export function isPrintable(text: string): boolean {
  return text.search(UNPRINTABLE) < 0;
}

function escapeOf(code: number): string {
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}

const DELIMITERS: Readonly<Record<string, string>> = {
  '\t': 'tab',
  ' ': 'space',
  ',': 'comma',
  ';': 'semicolon',
  '|': 'vertical bar',
  '^': 'caret',
  ':': 'colon',
  '\x00': 'NUL',
  '\x01': 'Ctrl-A',
};

export interface DelimiterWords {
  /** As one would type it: `^`, `\t`, `\xfe`. */
  readonly sign: string;
  /** What it is called, null when it has no name that everybody knows. */
  readonly name: string | null;
}

/** A delimiter byte (U+0000..U+00FF), readable: also a space, a tab, or a byte that is no character by itself. */
export function delimiterWords(delimiter: string): DelimiterWords {
  const name = DELIMITERS[delimiter] ?? null;
  const code = delimiter.codePointAt(0) ?? 0;
  const sign = code > 0x7e ? escapeOf(code) : printable(delimiter);
  return { sign: sign === ' ' ? '\u2423' : sign, name };
}

/**
 * Bytes, given as Latin-1, as the UTF-8 that they most likely are; as Latin-1 where they are not.
 */
export function decodeBytes(latin1: string): string {
  const bytes = Uint8Array.from(latin1, (character) => character.charCodeAt(0));
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return latin1;
  }
}
