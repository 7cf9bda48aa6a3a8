import { isPrintable } from './printable';

/**
 * The command line that a POSIX shell reads as exactly these arguments. Invisible characters are written in octal
 * inside `$'…'` (POSIX 2024; bash, zsh, ksh, busybox), so that copying the line from a page loses nothing.
 */
export function shellQuote(command: readonly string[]): string {
  return command.map(quoteArgument).join(' ');
}

/** One argument of `shellQuote`. */
export function quoteArgument(argument: string): string {
  if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(argument)) return argument;
  if (!isPrintable(argument)) return `$'${Array.from(argument, dollarQuoted).join('')}'`;
  return `'${argument.replaceAll("'", "'\\''")}'`;
}

function dollarQuoted(character: string): string {
  if (character === '\t') return '\\t';
  if (character === '\n') return '\\n';
  if (character === "'" || character === '\\') return `\\${character}`;
  if (isPrintable(character)) return character;
  const bytes = new TextEncoder().encode(character);
  return Array.from(bytes, (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}
