import os from 'node:os';

const BEGINNING = 'interrupted by ';

/** The run was ended by a signal, or by an event that counts as one. */
export class Interrupted extends Error {
  /** The exit code of a process that the signal killed. */
  readonly exitCode: number;

  constructor(signal: NodeJS.Signals, cause = signal as string, effect = 'nothing was changed') {
    super(`${BEGINNING}${cause}; ${effect}`);
    this.exitCode = 128 + os.constants.signals[signal];
  }
}

/**
 * Whether the message with which a command ended is that of an `Interrupted`. `dedup wait` reads it in the log of a
 * step.
 */
export function tellsOfInterruption(message: string): boolean {
  return message.startsWith(BEGINNING);
}
