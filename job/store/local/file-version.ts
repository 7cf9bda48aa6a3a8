/** The versions of local files: texts that differ where the content may differ. */

import fs, { type BigIntStats, type Stats } from 'node:fs';
import type { InputFile } from '../place';

/** The version of a file that is read at once: when it was modified. */
export function fileVersion({ mtimeMs }: Pick<Stats, 'mtimeMs'>): string {
  return String(mtimeMs);
}

const BETWEEN_TIMES = '/';

/**
 * The version of a file that is compared with a much later one: when it was modified, and when its state changed, in
 * nanoseconds. A program can set the first of these times to anything, and a copy often does. The second is always set
 * by the system.
 */
export function exactVersion({ mtimeNs, ctimeNs }: BigIntStats): string {
  return `${mtimeNs}${BETWEEN_TIMES}${ctimeNs}`;
}

/**
 * Whether an open file still has the size and the content with which it was listed. A new name or a new right, which
 * change the state alone, make no difference to a reader.
 */
export function isOfVersion(fd: number, { version, sizeBytes }: Pick<InputFile, 'version' | 'sizeBytes'>): boolean {
  const end = version.indexOf(BETWEEN_TIMES);
  if (end < 0) {
    const stat = fs.fstatSync(fd);
    return stat.size === sizeBytes && fileVersion(stat) === version && stat.isFile();
  }
  const stat = fs.fstatSync(fd, { bigint: true });
  return stat.size === BigInt(sizeBytes) && String(stat.mtimeNs) === version.slice(0, end) && stat.isFile();
}

/** The time between two ticks of the clock that most file systems take times from, and some more. */
const TICK_NS = 20_000_000n;
/** The same of file systems whose times are of whole seconds. */
const SECOND_TICK_NS = 2_000_000_000n;
const SECOND_NS = 1_000_000_000n;

/**
 * How long to wait until a change of a file is sure to give it another version than this one. Within one tick of the
 * clock two changes get the same time. 0 also where the time lies far ahead, and so comes from another clock.
 */
export function unsettledMs({ ctimeNs }: Pick<BigIntStats, 'ctimeNs'>, nowMs: number): number {
  const tickNs = ctimeNs % SECOND_NS === 0n ? SECOND_TICK_NS : TICK_NS;
  const leftNs = ctimeNs + tickNs - BigInt(nowMs) * 1_000_000n;
  return leftNs <= 0n || leftNs > 2n * tickNs ? 0 : Number(leftNs / 1_000_000n) + 1;
}
