import { randomBytes } from 'node:crypto';

/** `20261122t152504z-3f9a1c`: when, to the second, and six random digits; later runs sort behind earlier ones. */
export function newRunId(now: Date): string {
  const when = now
    .toISOString()
    .replace(/[-:]|\.\d+/g, '')
    .toLowerCase();
  return `${when}-${randomBytes(3).toString('hex')}`;
}
