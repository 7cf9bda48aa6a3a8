/** Puts bytes of the job's options and of its data into words for a page. Pure. */

import { textOfBytes } from '../../../job/options/parsing/byte-text';

const DELIMITERS: Readonly<Record<string, string>> = {
  '\t': 'tab',
  ' ': 'space',
  ',': 'comma',
  ';': 'semicolon',
  '|': 'vertical bar',
  '^': 'caret',
  ':': 'colon',
  '::': 'two colons',
  '||': 'two vertical bars',
  '\x00': 'NUL',
  '\x01': 'Ctrl-A',
};

/** Signs for delimiters that are invisible. */
const SIGNS: Readonly<Record<string, string>> = { ' ': '\u2423' };

export interface DelimiterWords {
  /** The delimiter as a user would type it: `^`, `\t`, `\xfe`. */
  readonly sign: string;
  /** The delimiter's name; null where it has no common one. */
  readonly name: string | null;
}

/**
 * A readable form of a delimiter, one character (U+0000..U+00FF) for each of its bytes, even of a space, a tab, or a
 * byte that is not a character by itself.
 */
export function delimiterWords(delimiter: string): DelimiterWords {
  const name = DELIMITERS[delimiter] ?? null;
  return { sign: SIGNS[delimiter] ?? textOfBytes(delimiter), name };
}

/** Decodes bytes, which are given as Latin-1, as UTF-8. Bytes that are not valid UTF-8 stay Latin-1. */
export function decodeBytes(latin1: string): string {
  const bytes = Uint8Array.from(latin1, (character) => character.charCodeAt(0));
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return latin1;
  }
}
