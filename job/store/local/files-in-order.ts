/** Lists local files one after the other in the order of the bytes of their paths, for listings of any size. */

import fs from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { codecOfName } from '../../codec/codecs';
import { inByteOrder } from '../../shared/byte-order';
import { isHidden, refuseHiddenRoot } from '../hidden';
import type { InputFile, ListingNotes } from '../place';
import { exactVersion, unsettledMs } from './file-version';
import { readFolder, refuseOtherKind, skip, statOf, unreadable } from './list-files';
import { hiddenFiles } from './walk-hidden';

/** How often a file is looked at again that something writes to at this very moment. */
const MOST_LOOKS = 5;

/** A folder whose entries are being listed. */
interface OpenFolder {
  /** The path of the folder, with a slash at the end. */
  readonly prefix: string;
  /** Its names in order; a folder's has a slash at the end. */
  readonly names: readonly string[];
  /** The real paths of the folder and of those above it: a link to one of them is not followed. */
  readonly above: ReadonlySet<string>;
  next: number;
}

/** As `Place.stream`. Throws with exit code 66 where the root, or a file below it, does not exist. */
export async function* filesInOrder(
  root: string,
  _ifEmpty: 'ok' | 'fail',
  notes: ListingNotes,
): AsyncGenerator<InputFile> {
  refuseHiddenRoot(root, path.basename(path.resolve(root)));
  if (!statOf(root).isDirectory()) {
    yield await settledFile(root);
    return;
  }
  const open = [openFolder(root, new Set(), notes)];
  for (let folder = open.at(-1); folder !== undefined; folder = open.at(-1)) {
    const name = folder.names[folder.next++];
    if (name === undefined) open.pop();
    else if (!name.endsWith('/')) yield await settledFile(folder.prefix + name);
    else if (!folder.above.has(fs.realpathSync(folder.prefix + name))) {
      open.push(openFolder(folder.prefix + name, folder.above, notes));
    }
  }
}

function openFolder(folder: string, above: ReadonlySet<string>, notes: ListingNotes): OpenFolder {
  const prefix = path.join(folder, 'x').slice(0, -1);
  const names: string[] = [];
  for (const entry of readFolder(folder)) {
    if (isHidden(entry.name)) {
      skip(hiddenFiles(prefix + entry.name, entry.name), notes);
      continue;
    }
    if (entry.isSymbolicLink()) notes.links.push(prefix + entry.name);
    names.push(isFolder(entry, prefix) ? `${entry.name}/` : entry.name);
  }
  const inOrder = inByteOrder(names, (name) => name);
  return { prefix, names: inOrder, above: new Set([...above, fs.realpathSync(folder)]), next: 0 };
}

/** Where the folder does not tell what an entry is, or the entry is a link, the entry itself is asked. */
function isFolder(entry: fs.Dirent, prefix: string): boolean {
  if (entry.isFile()) return false;
  return entry.isDirectory() || statOf(prefix + entry.name).isDirectory();
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
