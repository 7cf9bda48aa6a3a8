import { printable } from './printable';

/** How many characters of a line messages and the summary show. */
const SHOWN_CHARACTERS = 200;

/**
 * The start of some bytes, as text on one line: control characters are shown as `\xHH`, and bytes that are not UTF-8 as
 * U+FFFD.
 */
export function shownOf(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.subarray(0, 4 * SHOWN_CHARACTERS)).toString();
  return printable(text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text);
}
