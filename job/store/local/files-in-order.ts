/** Lists local files one after the other in the order of the bytes of their paths, for listings of any size. */

import fs from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { codecOfName } from '../../codec/codecs';
import type { InputFile, ListingNotes } from '../place';
import { exactVersion, unsettledMs } from './file-version';
import { refuseOtherKind } from './list-files';
import { pathsInOrder, unreadable } from './walk-files';

/** How often a file is looked at again that something writes to at this very moment. */
const MOST_LOOKS = 5;

/** As `Place.stream`. Throws with exit code 66 where the root, or a file below it, does not exist. */
export async function* filesInOrder(
  root: string,
  _ifEmpty: 'ok' | 'fail',
  notes: ListingNotes,
): AsyncGenerator<InputFile> {
  for (const file of pathsInOrder(root, notes)) yield await settledFile(file);
}

/** Looks at a file, and once more where it has changed within the last tick of the clock. */
async function settledFile(file: string): Promise<InputFile> {
  for (let looks = 1; ; looks++) {
    const stat = exactStatOf(file);
    const waitMs = unsettledMs(stat, Date.now());
    if (waitMs > 0 && looks < MOST_LOOKS) {
      await setTimeout(waitMs);
      continue;
    }
    refuseOtherKind(file, stat);
    const version = exactVersion(stat);
    return { path: file, sizeBytes: Number(stat.size), version, own: false, codec: codecOfName(file).name };
  }
}

function exactStatOf(file: string): fs.BigIntStats {
  try {
    return fs.statSync(file, { bigint: true });
  } catch (error) {
    throw unreadable(file, error);
  }
}
