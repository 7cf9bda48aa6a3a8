/**
 * One line, whatever names and data it quotes: control characters, and the separators that some take for the end of a
 * line, as `\xHH`. Pure.
 */
export function printable(message: string): string {
  return message.replace(/[\p{Cc}\u2028\u2029]/gu, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
