/** Bytes of the job's options and data in words that a page can show. Pure. */

import { escapeOf, printable } from '../../../job/shared/printable';

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

/** What stands for a delimiter that is seen as nothing. */
const SIGNS: Readonly<Record<string, string>> = { '\t': '\\t', ' ': '\u2423' };

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
  // a byte above ASCII is no character by itself
  const sign = code > 0x7e ? escapeOf(code) : (SIGNS[delimiter] ?? printable(delimiter));
  return { sign, name };
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
