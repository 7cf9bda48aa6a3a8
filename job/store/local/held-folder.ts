/**
 * Folders of an output that are held by a descriptor while files in them are changed. Between the check of a path and
 * an operation on it, a folder can be replaced by another one or by a link; an operation below a descriptor happens in
 * the very folder that was checked. Node has no `openat`; on Linux `/proc/self/fd/<descriptor>/<name>` does the same.
 * Where there is no /proc (macOS), each folder on the path is checked just before the operation: a link that is put
 * there in the moment between is followed.
 */

import fs from 'node:fs';
import { join } from 'node:path';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { hasCode } from '../io-failure';

const DESCRIPTORS = '/proc/self/fd';
const { O_DIRECTORY, O_NOFOLLOW, O_RDONLY } = fs.constants;

export interface HeldFolder {
  /** A path of the folder that contains no link, as long as the folder is held. */
  readonly path: string;
  release(): void;
}

/**
 * Holds a folder below `root`. The root itself may be a link: that is its user's choice. Throws with exit code 73 where
 * a folder on the path is a link, and the system's error where there is no such folder. Synchronous, since a part is
 * opened in a thread that does nothing else; the call takes some microseconds.
 */
export function holdFolder(root: string, names: readonly string[]): HeldFolder {
  if (!hasDescriptors()) return { path: walk(root, root, names), release: () => {} };
  let held = fs.openSync(root, O_RDONLY | O_DIRECTORY);
  try {
    for (const [i, name] of names.entries()) {
      const inner = openBelow(`${DESCRIPTORS}/${held}/${name}`, join(root, ...names.slice(0, i + 1)));
      fs.closeSync(held);
      held = inner;
    }
  } catch (error) {
    fs.closeSync(held);
    throw error;
  }
  return { path: `${DESCRIPTORS}/${held}`, release: () => fs.closeSync(held) };
}

/** Whether there is a /proc; asked once, since a run holds some hundred folders. */
function hasDescriptors(): boolean {
  knownDescriptors ??= fs.existsSync(DESCRIPTORS);
  return knownDescriptors;
}

let knownDescriptors: boolean | undefined;

/**
 * The path of a folder, by names below a held folder, of which each was checked not to be a link. Unlike a descriptor,
 * this path no longer leads to the folder once another run has renamed it.
 */
export function walk(held: string, shown: string, names: readonly string[]): string {
  let path = held;
  for (const [i, name] of names.entries()) {
    path = `${path}/${name}`;
    if (fs.lstatSync(path).isSymbolicLink()) throw linkOnTheWay(join(shown, ...names.slice(0, i + 1)));
  }
  return path;
}

function openBelow(path: string, shown: string): number {
  try {
    return fs.openSync(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  } catch (error) {
    // for a link Linux reports ENOTDIR
    const mayBeLink = hasCode(error, 'ENOTDIR', 'ELOOP');
    if (mayBeLink && fs.lstatSync(path).isSymbolicLink()) throw linkOnTheWay(shown);
    throw error;
  }
}

function linkOnTheWay(shown: string): Failure {
  return new Failure(
    EXIT.cannotCreate,
    `${shown} is a link, which this program does not follow: put a folder in its place`,
  );
}
