import os from 'node:os';

const BEGINNING = 'interrupted by ';

/** A signal ended the run, or what comes to the same. */
export class Interrupted extends Error {
  /** As of a process that the signal killed. */
  readonly exitCode: number;

  constructor(signal: NodeJS.Signals, cause = signal as string, effect = 'nothing was changed') {
    super(`${BEGINNING}${cause}; ${effect}`);
    this.exitCode = 128 + os.constants.signals[signal];
  }
}

/** Whether a message that a command ended with is that of an `Interrupted`: `dedup wait` reads it in the log of a step. */
export function tellsOfInterruption(message: string): boolean {
  return message.startsWith(BEGINNING);
}
