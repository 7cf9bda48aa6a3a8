import type { ExitCode } from './contract';

/**
 * A run that cannot go on, with the exit code that says which kind. The message is one line: what is wrong, the value,
 * what is allowed or what to do; lower case, no full stop.
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
