import { once } from 'node:events';
import { EXIT } from '../contract';
import { Failure } from '../failure';

/** Undefined until something is printed: to look for standard output takes a while, and leaves a task's pipe non-blocking. */
let failed: Promise<NodeJS.ErrnoException> | undefined;

/** Lines on standard output. `console.log` tells nobody that it failed; `printed` does. */
export function print(text: string): void {
  if (failed === undefined) failed = once(process.stdout, 'error').then(([error]) => error);
  console.log(text);
}

/** Returns when all of it is written. Throws with exit code 74 where it cannot be, unless nobody reads on. */
export async function printed(): Promise<void> {
  if (failed === undefined) return;
  const written = new Promise<undefined>((resolve) =>
    process.stdout.write('', () => setImmediate(() => resolve(undefined))),
  );
  const error = await Promise.race([failed, written]);
  if (error === undefined || error.code === 'EPIPE') return;
  throw new Failure(EXIT.io, `cannot write to standard output: ${error.code}`, { cause: error });
}
