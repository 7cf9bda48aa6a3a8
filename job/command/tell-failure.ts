import { inspect } from 'node:util';
import { exitCodeOf, messageOf } from '../shared/failure';
import { Interrupted } from '../shared/interrupted';
import { errorLine } from '../shared/own-lines';
import { tellLine } from '../shared/standard-error';

/** Tells what ended a command: in one line, which goes to `complain`, or with DEBUG with its stack. Returns the exit code. */
export function tellFailure(error: unknown, complain: (line: string) => void): number {
  if (process.env.DEBUG) tellLine(inspect(error));
  else complain(errorLine(messageOf(error)));
  return error instanceof Interrupted ? error.exitCode : exitCodeOf(error);
}
