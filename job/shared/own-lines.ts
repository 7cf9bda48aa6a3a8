/**
 * The lines that a command of this kit writes to standard error. `dedup wait` reads them again in the log of a step, so
 * this file has both their wording and the code that reads them. Pure.
 */

import { printable } from './printable';

/** `NAME` begins each line, and `WARNING` follows it in a warning. A terminal may show both in colour. */
export const NAME = 'dedup:';
export const WARNING = 'warning:';

/** The line that tells what ended a command. */
export function errorLine(message: string): string {
  return `${NAME} ${printable(message)}`;
}

/** The line of a warning, which is about no failure. */
export function warningLine(message: string): string {
  return `${NAME} ${WARNING} ${printable(message)}`;
}

/** The message of the last error that a command wrote into a log; null where there is none. */
export function lastErrorIn(log: string): string | null {
  const line = log
    .split('\n')
    .findLast((each) => each.startsWith(`${NAME} `) && !each.startsWith(`${NAME} ${WARNING} `));
  return line === undefined ? null : line.slice(NAME.length + 1);
}
