/** Writes errors and warnings to standard error, coloured on a terminal that wants colours. */

import { styleText } from 'node:util';
import { NAME, WARNING, warningLine } from '../shared/own-lines';

/** Writes the one line that says why a command failed. The line begins with the name of the program. */
export function complain(line: string): void {
  console.error(line.startsWith(NAME) ? `${coloured('red', NAME)}${line.slice(NAME.length)}` : line);
}

export function warn(message: string): void {
  console.error(warningLine(message).replace(WARNING, coloured('yellow', WARNING)));
}

/** `hasColors` knows what a terminal can show, and heeds NO_COLOR. A stream that is no terminal has no such method. */
function coloured(colour: 'red' | 'yellow', text: string): string {
  return process.stderr.isTTY && process.stderr.hasColors() ? styleText(colour, text) : text;
}
