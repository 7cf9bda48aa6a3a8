/** Writes errors and warnings to standard error, coloured on a terminal that wants colours. */

import { styleText } from 'node:util';
import { NAME, WARNING, warningLine } from '../shared/own-lines';
import { standardError, tellLine } from '../shared/standard-error';

/** Writes the one line that says why a command failed. The line begins with the name of the program. */
export function complain(line: string): void {
  tellLine(line.startsWith(NAME) ? `${coloured('red', NAME)}${line.slice(NAME.length)}` : line);
}

export function warn(message: string): void {
  tellLine(warningLine(message).replace(WARNING, coloured('yellow', WARNING)));
}

/** `hasColors` knows what a terminal can show, and heeds NO_COLOR. A stream that is no terminal has no such method. */
function coloured(colour: 'red' | 'yellow', text: string): string {
  const stream = standardError();
  return stream.isTTY && stream.hasColors() ? styleText(colour, text) : text;
}
