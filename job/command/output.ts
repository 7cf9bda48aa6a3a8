import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { reasonOf } from '../store/io-failure';

/**
 * Undefined until something is printed: the first access to `process.stdout` takes a while, and makes the pipe of a
 * task non-blocking.
 */
let failed: Promise<NodeJS.ErrnoException> | undefined;

/** Prints lines on standard output. `console.log` does not report a failed write; `printed` does. */
export function print(text: string): void {
  watch();
  console.log(text);
}

/** Notes the first failed write. */
function watch(): void {
  // the listener stays, since each line behind a failed one fails anew
  if (failed === undefined) failed = new Promise((resolve) => process.stdout.on('error', resolve));
}

/**
 * Waits until everything is written. Returns false where the reader has closed the pipe. Throws with exit code 74 where
 * writing failed otherwise.
 */
export async function printed(): Promise<boolean> {
  if (failed === undefined) return true;
  const written = new Promise<undefined>((resolve) =>
    process.stdout.write('', () => setImmediate(() => resolve(undefined))),
  );
  const error = await Promise.race([failed, written]);
  if (error === undefined) return true;
  if (error.code === 'EPIPE') return false;
  throw new Failure(EXIT.io, `cannot write to standard output: ${reasonOf(error)}`, { cause: error });
}

/** Prints bytes as they are, and waits until they are taken. Returns false where the reader has closed the pipe. */
export async function printBytes(bytes: Uint8Array): Promise<boolean> {
  watch();
  // once writing has failed, the callback comes with the error, and `printed` tells which one it is
  const hasFailed = await new Promise((resolve) => process.stdout.write(bytes, resolve));
  return hasFailed ? printed() : true;
}
