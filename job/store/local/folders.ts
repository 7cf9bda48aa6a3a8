import { mkdirSync, openSync } from 'node:fs';
import { dirname, isAbsolute, join, posix } from 'node:path';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { inFlight } from '../../shared/in-flight';
import { REPLACED_FOLDER, STAGING_FOLDER } from '../../shared/output-files';
import { hasCode, ioFailure, isAbsence } from '../io-failure';
import { fileSystem } from './file-system';
import { isFolder, removeEmpty, syncFolder } from './folder';
import { type HeldFolder, holdFolder, walk } from './held-folder';

/**
 * The prefix of the names of incomplete files and folders. After a kill, the next sweep removes the incomplete files of
 * `_dedup`.
 */
export const UNFINISHED = '.dedup-';

/** Removing a large file takes some 30 ms, and several are removed at the same time. */
const REMOVED_AT_A_TIME = 4;

/** The folders whose subfolders another run renames to take an output over. */
const MOVED_BY_NAME: ReadonlySet<string> = new Set([STAGING_FOLDER, REPLACED_FOLDER]);

/** The folders of one output. A folder is made, durably, when a file needs it, and removed when it is empty. */
export class Folders {
  /** The output folder and its parents, as far as this process made them, outermost first. */
  private readonly made: string[] = [];

  constructor(readonly root: string) {}

  /** The path as the user would write it, for messages only: operations on a file go through `at`. */
  path(name: string): string {
    return join(this.root, name);
  }

  /**
   * Does something with a file of the output, by a path to it that contains no link. Folders in `_temporary` and
   * `_replaced` are addressed by name, not by a descriptor: a run that takes the output over renames the folder of the
   * paused former run, whose late operations then find no such folder and make nothing visible.
   */
  at<T>(name: string, work: (path: string) => Promise<T>): Promise<T> {
    const names = namesOf(name);
    const held = names[0] !== undefined && MOVED_BY_NAME.has(names[0]) ? 1 : names.length - 1;
    return this.below(names, Math.min(held, names.length - 1), work);
  }

  /**
   * Like `at`, but every folder on the path is held by a descriptor: the operation happens in the very folders that
   * were checked, even if they are renamed or replaced meanwhile.
   */
  atHeld<T>(name: string, work: (path: string) => Promise<T>): Promise<T> {
    const names = namesOf(name);
    return this.below(names, names.length - 1, work);
  }

  /** Does something in a folder of the output, which is held by a descriptor meanwhile. */
  async in<T>(folder: string, work: (path: string) => Promise<T>): Promise<T> {
    const held = this.hold(folder);
    try {
      return await work(held.path);
    } finally {
      held.release();
    }
  }

  /** Throws with exit code 73 where a folder on the path is a link. A missing folder is fine. */
  refuseLinks(folder: string): void {
    try {
      this.hold(folder).release();
    } catch (error) {
      if (!isAbsence(error)) throw ioFailure('read', this.path(folder), error);
    }
  }

  /**
   * Creates a file, and the folders on its path, and returns its descriptor. Synchronous: the thread that writes the
   * file has nothing else to do.
   */
  createFile(name: string): number {
    try {
      return this.createIn(name);
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error;
    }
    const names = namesOf(name);
    mkdirSync(this.root, { recursive: true });
    for (const [i, folder] of names.slice(0, -1).entries()) {
      use(holdFolder(this.root, names.slice(0, i)), (path) => makeUnlessThere(`${path}/${folder}`));
    }
    return this.createIn(name);
  }

  /** Makes a folder of the output (`.` is the output itself) and its parents. */
  async make(folder: string): Promise<void> {
    try {
      await this.makeFolder(folder);
    } catch (error) {
      const path = this.path(folder);
      if (!hasCode(error, 'EEXIST')) throw ioFailure('create', path, error);
      throw new Failure(EXIT.cannotCreate, `${path} is not a folder: give the output another name`, { cause: error });
    }
  }

  /**
   * Makes the output folder and its parents. Node's own `recursive` is not used: it loops for ever below a folder that
   * exists and takes no entries, as in /proc.
   */
  private async makeRoot(path: string): Promise<void> {
    try {
      await fileSystem.mkdir(path);
    } catch (error) {
      if (hasCode(error, 'EEXIST') && (await isFolder(path))) return;
      const parent = dirname(path);
      if (!hasCode(error, 'ENOENT') || (await isFolder(parent))) throw error;
      await this.makeRoot(parent);
      return this.makeRoot(path);
    }
    this.made.push(path);
    await syncFolder(dirname(path), dirname(path));
  }

  private async makeFolder(folder: string): Promise<void> {
    // the path is not resolved: `a/../b` is beside the folder that `a` means, which has to exist for that
    if (folder === '.') return this.makeRoot(isAbsolute(this.root) ? this.root : `${process.cwd()}/${this.root}`);
    try {
      await this.atHeld(folder, (path) => fileSystem.mkdir(path));
    } catch (error) {
      if (hasCode(error, 'EEXIST') && this.isFolder(folder)) return;
      const parent = posix.dirname(folder);
      if (!hasCode(error, 'ENOENT') || this.isFolder(parent)) throw error;
      await this.makeFolder(parent);
      return this.makeFolder(folder);
    }
    await this.sync(posix.dirname(folder));
  }

  /**
   * Removes a file, or a folder with all it contains; a missing one is fine. Where the name is a link, the link itself
   * is removed.
   */
  async removeAll(name: string): Promise<void> {
    try {
      const found = await this.atHeld(name, (path) => fileSystem.lstat(path));
      if (!found.isDirectory()) return await this.atHeld(name, (path) => fileSystem.unlink(path));
      const names = await this.in(name, (path) => fileSystem.names(path));
      await inFlight(REMOVED_AT_A_TIME, names, (each) => this.removeAll(posix.join(name, each)));
      await this.atHeld(name, (path) => fileSystem.rmdir(path));
    } catch (error) {
      if (!isAbsence(error)) throw ioFailure('remove', this.path(name), error);
    }
  }

  /** Makes the changes in a folder durable. One of the kit's own folders is removed instead if it is empty. */
  async persist(folder: string): Promise<void> {
    if (!folder.startsWith('_') || !(await this.isGone(folder))) return this.sync(folder);
    return this.persist(posix.dirname(folder));
  }

  /** Removes the output folder and its parents, as far as this process made them and they are empty. */
  async tidy(): Promise<void> {
    while (this.made.length > 0) {
      const innermost = this.made.pop() as string;
      if (!(await removeEmpty(innermost, innermost))) return;
    }
  }

  private async below<T>(names: string[], held: number, work: (path: string) => Promise<T>): Promise<T> {
    const folder = holdFolder(this.root, names.slice(0, held));
    try {
      const shown = join(this.root, ...names.slice(0, held));
      return await work(`${walk(folder.path, shown, names.slice(held, -1))}/${names.at(-1)}`);
    } finally {
      folder.release();
    }
  }

  /** Creates a file in a folder that exists. */
  private createIn(name: string): number {
    const names = namesOf(name);
    return use(holdFolder(this.root, names.slice(0, -1)), (path) => openSync(`${path}/${names.at(-1)}`, 'wx'));
  }

  private hold(folder: string): HeldFolder {
    return holdFolder(this.root, namesOf(folder));
  }

  private isFolder(folder: string): boolean {
    try {
      this.hold(folder).release();
      return true;
    } catch (error) {
      if (hasCode(error, 'ENOENT', 'ENOTDIR')) return false;
      throw error;
    }
  }

  /** Removes a folder if it is empty. Returns whether it is gone. */
  private async isGone(folder: string): Promise<boolean> {
    try {
      return await this.atHeld(folder, (path) => removeEmpty(path, this.path(folder)));
    } catch (error) {
      if (isAbsence(error)) return true;
      throw ioFailure('remove', this.path(folder), error);
    }
  }

  private async sync(folder: string): Promise<void> {
    try {
      await this.in(folder, (path) => syncFolder(path, this.path(folder)));
    } catch (error) {
      if (!isAbsence(error)) throw ioFailure('write', this.path(folder), error);
    }
  }
}

/**
 * The folder and file names in a name; `.` is the output itself. Throws with exit code 74 for a name that may lead out
 * of the output: it may have been read from a document of a stranger.
 */
function namesOf(name: string): string[] {
  if (name === '.' || name === '') return [];
  const names = name.split('/');
  if (!names.some((each) => each === '' || each === '.' || each === '..' || each.includes('\0'))) return names;
  throw new Failure(EXIT.io, `'${name}' is no name of a file below an output`);
}

function use<T>(held: HeldFolder, work: (path: string) => T): T {
  try {
    return work(held.path);
  } finally {
    held.release();
  }
}

function makeUnlessThere(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    // an entry that exists is checked when it is held
    if (!hasCode(error, 'EEXIST')) throw error;
  }
}
