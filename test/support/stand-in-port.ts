import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** The port of the stand-in for AWS, once it listens. Throws if the stand-in ends before. */
export async function portOf(child: ChildProcess): Promise<number> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the stand-in for AWS ended with ${code} before it was ready`);
  });
  const ready = once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line');
  const [line] = await Promise.race([ready, ended]);
  ended.catch(() => undefined);
  return JSON.parse(line).port;
}
