import { once } from 'node:events';
import { EXIT } from '../contract';
import { Failure } from '../failure';

/** Standard output, of which `console.log` tells nobody that it failed. */
export function watchOutput(): { end(): Promise<void> } {
  const failed = once(process.stdout, 'error').then(([error]: NodeJS.ErrnoException[]) => error);
  return {
    /** Returns when all of it is written. Throws with exit code 74 where it cannot be, unless nobody reads on. */
    async end() {
      const written = new Promise<undefined>((resolve) =>
        process.stdout.write('', () => setImmediate(() => resolve(undefined))),
      );
      const error = await Promise.race([failed, written]);
      if (error === undefined || error.code === 'EPIPE') return;
      throw new Failure(EXIT.io, `cannot write to standard output: ${error.code}`, { cause: error });
    },
  };
}
