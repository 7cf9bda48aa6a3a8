import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';

/** Undefined until something is printed: to look for standard output takes a while, and leaves a task's pipe non-blocking. */
let failed: Promise<NodeJS.ErrnoException> | undefined;

/** Lines on standard output. `console.log` tells nobody that it failed; `printed` does. */
export function print(text: string): void {
  // each line that follows fails anew
  if (failed === undefined) failed = new Promise((resolve) => process.stdout.on('error', resolve));
  console.log(text);
}

/** Whether anybody reads on, once all of it is written. Throws with exit code 74 where it cannot be written. */
export async function printed(): Promise<boolean> {
  if (failed === undefined) return true;
  const written = new Promise<undefined>((resolve) =>
    process.stdout.write('', () => setImmediate(() => resolve(undefined))),
  );
  const error = await Promise.race([failed, written]);
  if (error === undefined) return true;
  if (error.code === 'EPIPE') return false;
  throw new Failure(EXIT.io, `cannot write to standard output: ${error.code}`, { cause: error });
}
