import { EXIT, type ExitCode } from './exit';
import { Interrupted } from './interrupted';
import { oneLine } from './one-line';

/**
 * A run or command that cannot go on; the exit code tells the kind of the failure. The message is one line: what is
 * wrong, the value, and what is allowed or what to do; lower case, no full stop.
 */
export class Failure extends Error {
  constructor(
    readonly exitCode: ExitCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'Failure';
  }
}

/**
 * The message for any error, to stand alone or within another message. An error that is neither a Failure nor an
 * interruption is a defect, and is called one.
 */
export function messageOf(error: unknown): string {
  if (error instanceof Failure || error instanceof Interrupted) return error.message;
  const text = error instanceof Error ? error.message : String(error);
  return `a defect, please report it: ${oneLine(text)} (DEBUG=1 shows where)`;
}

export function exitCodeOf(error: unknown): ExitCode {
  return error instanceof Failure ? error.exitCode : EXIT.software;
}
