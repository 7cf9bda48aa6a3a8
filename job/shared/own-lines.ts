/**
 * The lines that a command of this kit writes to standard error. `dedup wait` reads them again in the log of a step, so
 * that their wording and its reader stand here side by side. Pure.
 */

import { printable } from './printable';

/** With which each line begins, and what follows it in a warning: in colours where a terminal has them. */
export const NAME = 'dedup:';
export const WARNING = 'warning:';

/** The line that tells what ended a command. */
export function errorLine(message: string): string {
  return `${NAME} ${printable(message)}`;
}

/** A line about what is no failure. */
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
