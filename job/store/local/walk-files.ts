/** Walks through local folders in the order of the bytes of paths, for listings of any size. */

import fs from 'node:fs';
import path from 'node:path';
import { inByteOrder } from '../../shared/byte-order';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import type { SkippedFile } from '../../summary/skipped-files';
import { isHidden, refuseHiddenRoot } from '../hidden';
import { reasonOf } from '../io-failure';
import type { ListingNotes } from '../place';
import { hiddenFiles } from './walk-hidden';

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

/**
 * The paths of the files of a root, one after the other: the root itself where it is no folder, else the files in it at
 * any depth, in the order of the UTF-8 bytes of their paths. Throws with exit code 66 where the root does not exist.
 */
export function* pathsInOrder(root: string, notes: ListingNotes): Generator<string> {
  refuseHiddenRoot(root, path.basename(path.resolve(root)));
  if (!statOf(root).isDirectory()) {
    yield root;
    return;
  }
  const open = [openFolder(root, new Set(), notes)];
  for (let folder = open.at(-1); folder !== undefined; folder = open.at(-1)) {
    const name = folder.names[folder.next++];
    if (name === undefined) open.pop();
    else if (!name.endsWith('/')) yield folder.prefix + name;
    else if (!folder.above.has(realPathOf(folder.prefix + name))) {
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
  return { prefix, names: inOrder, above: new Set([...above, realPathOf(folder)]), next: 0 };
}

/** Where the folder does not tell what an entry is, or the entry is a link, the entry itself is asked. */
function isFolder(entry: fs.Dirent, prefix: string): boolean {
  if (entry.isFile()) return false;
  return entry.isDirectory() || statOf(prefix + entry.name).isDirectory();
}

/** Notes files that are skipped for a hidden name. */
export function skip(found: readonly SkippedFile[], { skipped }: ListingNotes): void {
  for (const file of found) skipped.set(path.resolve(file.path), file);
}

export function statOf(file: string): fs.Stats {
  try {
    return fs.statSync(file);
  } catch (error) {
    throw unreadable(file, error);
  }
}

function readFolder(folder: string): fs.Dirent[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw unreadable(folder, error);
  }
}

function realPathOf(folder: string): string {
  try {
    return fs.realpathSync(folder);
  } catch (error) {
    throw unreadable(folder, error);
  }
}

export function unreadable(file: string, error: unknown): Failure {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new Failure(EXIT.noInput, whyMissing(file), { cause: error });
  if (code === 'ELOOP') {
    return new Failure(EXIT.noInput, `'${file}' is a link that leads to itself; remove it`, { cause: error });
  }
  return new Failure(EXIT.io, `cannot read '${file}': ${reasonOf(error)}`, { cause: error });
}

/**
 * Why there is no such input. Bytes of an argument that are not UTF-8 have been replaced by U+FFFD, so the name matches
 * no file.
 */
export function whyMissing(file: string): string {
  const target = targetOf(file);
  if (target !== null) return `'${file}' is a link that leads nowhere, to '${target}'; remove it, or bring that back`;
  if (file.includes('\ufffd')) return `cannot open '${file}': its name is not UTF-8; rename it`;
  const slashes = file.includes('\\') ? "; folders have '/' between them" : '';
  return `no such input: '${file}'${slashes}`;
}

/** The target of a link; null for any other file. */
function targetOf(file: string): string | null {
  try {
    return fs.readlinkSync(file);
  } catch {
    return null;
  }
}
