/** Lines about errors and warnings on standard error, coloured on a terminal that wants colours. */

import { styleText } from 'node:util';
import { NAME, WARNING, warningLine } from '../shared/own-lines';

/** The one line that says why a command failed. It begins with the name of the program. */
export function complain(line: string): void {
  console.error(line.startsWith(NAME) ? `${coloured('red', NAME)}${line.slice(NAME.length)}` : line);
}

/** A line about what is no failure. */
export function warn(message: string): void {
  console.error(warningLine(message).replace(WARNING, coloured('yellow', WARNING)));
}

/** Node knows what a terminal can show, and heeds NO_COLOR. What is no terminal has no such method. */
function coloured(colour: 'red' | 'yellow', text: string): string {
  return process.stderr.isTTY && process.stderr.hasColors() ? styleText(colour, text) : text;
}
