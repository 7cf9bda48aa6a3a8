import { mkdirSync, openSync } from 'node:fs';
import { lstat, mkdir, readdir, rmdir, unlink } from 'node:fs/promises';
import { dirname, join, posix, resolve } from 'node:path';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { REPLACED_FOLDER, STAGING_FOLDER } from '../../shared/output-files';
import { hasCode, ioFailure, isAbsence } from '../io-failure';
import { isFolder, removeEmpty, syncFolder } from './folder';
import { type HeldFolder, holdFolder, walk } from './held-folder';

/** Begins the names of files of `_dedup` that are being written; after a kill the next sweep removes them. */
export const UNFINISHED = '.dedup-';

/** Whose folders another run moves away to take an output over. */
const MOVED_BY_NAME: ReadonlySet<string> = new Set([STAGING_FOLDER, REPLACED_FOLDER]);

/** The folders of one output: made when something needs them, durable, gone again when nothing does. */
export class Folders {
  /** The output folder and the parents that had to be made for it, outermost first. */
  private readonly made: string[] = [];

  constructor(readonly root: string) {}

  /** As the user would name it, for messages: what is done to a file goes by `at`. */
  path(name: string): string {
    return join(this.root, name);
  }

  /**
   * Does something with a file of the output, by a path that leads to it through no link. The folders of `_temporary` and
   * `_replaced` go by their names in these: whoever moves that of a run away, to take the output over from one that was
   * paused, takes from it whatever it would still have made visible.
   */
  at<T>(name: string, work: (path: string) => Promise<T>): Promise<T> {
    const names = namesOf(name);
    const held = names[0] !== undefined && MOVED_BY_NAME.has(names[0]) ? 1 : names.length - 1;
    return this.below(names, Math.min(held, names.length - 1), work);
  }

  /** The same, and no folder on the way can be moved away meanwhile, or another be put in its place. */
  atHeld<T>(name: string, work: (path: string) => Promise<T>): Promise<T> {
    const names = namesOf(name);
    return this.below(names, names.length - 1, work);
  }

  /** Does something in a folder of the output. */
  async in<T>(folder: string, work: (path: string) => Promise<T>): Promise<T> {
    const held = this.hold(folder);
    try {
      return await work(held.path);
    } finally {
      held.release();
    }
  }

  /** Throws where a link is on the way to a folder; one that is not there is fine. */
  refuseLinks(folder: string): void {
    try {
      this.hold(folder).release();
    } catch (error) {
      if (!isAbsence(error)) throw ioFailure('read', this.path(folder), error);
    }
  }

  /** A new file to write to, and the folders on the way to it. Synchronous: whoever writes it has nothing else to do. */
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

  /** Makes a folder of the output (`.` is the output itself) and what it lies in. */
  async make(folder: string): Promise<void> {
    try {
      await this.makeFolder(folder);
    } catch (error) {
      const path = this.path(folder);
      if (!hasCode(error, 'EEXIST')) throw ioFailure('create', path, error);
      throw new Failure(EXIT.cannotCreate, `${path} is not a folder: give the output another name`, { cause: error });
    }
  }

  /** Not by Node's own `recursive`: that tries for ever where a folder is there and takes none, as in /proc. */
  private async makeRoot(path: string): Promise<void> {
    try {
      await mkdir(path);
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
    if (folder === '.') return this.makeRoot(resolve(this.root));
    try {
      await this.atHeld(folder, (path) => mkdir(path));
    } catch (error) {
      if (hasCode(error, 'EEXIST') && this.isFolder(folder)) return;
      const parent = posix.dirname(folder);
      if (!hasCode(error, 'ENOENT') || this.isFolder(parent)) throw error;
      await this.makeFolder(parent);
      return this.makeFolder(folder);
    }
    await this.sync(posix.dirname(folder));
  }

  /** Removes a file, or a folder with all it contains; fine where it is gone. Of a link it removes the link itself. */
  async removeAll(name: string): Promise<void> {
    try {
      const found = await this.atHeld(name, (path) => lstat(path));
      if (!found.isDirectory()) return await this.atHeld(name, (path) => unlink(path));
      const names = await this.in(name, (path) => readdir(path));
      for (const each of names) await this.removeAll(posix.join(name, each));
      await this.atHeld(name, (path) => rmdir(path));
    } catch (error) {
      if (!isAbsence(error)) throw ioFailure('remove', this.path(name), error);
    }
  }

  /** Makes what happened in a folder durable. One of the kit's own that holds nothing any more goes. */
  async persist(folder: string): Promise<void> {
    if (!folder.startsWith('_') || !(await this.isGone(folder))) return this.sync(folder);
    return this.persist(posix.dirname(folder));
  }

  /** Removes the output folder and its parents as far as they were made here and hold nothing. */
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

  /** In a folder that is there. */
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

  /** Whether a folder that may hold nothing is not there, or not any more. */
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

/** Whatever a name was read from, it leads downwards. `.` is the output itself. */
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
    // whatever is there, it is looked at when it is held
    if (!hasCode(error, 'EEXIST')) throw error;
  }
}
