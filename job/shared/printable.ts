/**
 * Control characters, marks of direction and other invisible characters, halves of surrogate pairs, characters of
 * private use, and line separators.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

/**
 * The text on one line. Each character that cannot be seen, or that changes how its neighbours are seen, becomes an
 * escape: `\x0a` below 0x100, `\u{202e}` above. All names and data in messages and pages go through this function.
 * Pure.
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => escapeOf(character.codePointAt(0) as number));
}

/** Whether each character of the text can be seen as it is. */
export function isPrintable(text: string): boolean {
  return text.search(UNPRINTABLE) < 0;
}

/** The escape of a code point. */
function escapeOf(code: number): string {
  const hex = code.toString(16);
  return code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex.padStart(4, '0')}}`;
}
