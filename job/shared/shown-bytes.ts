import { printable } from './printable';

/** Characters of a line that messages and the summary show. */
const SHOWN_CHARACTERS = 200;

/** The start of some bytes as text of one line: control characters as `\xHH`, what is not UTF-8 as U+FFFD. */
export function shownOf(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.subarray(0, 4 * SHOWN_CHARACTERS)).toString();
  return printable(text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text);
}
