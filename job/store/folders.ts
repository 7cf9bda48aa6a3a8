import { mkdir, open, rmdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { EXIT } from '../contract';
import { Failure } from '../failure';
import { hasCode, ioFailure, isAbsence } from './io-failure';

/** Begins the names of files of `_dedup` that are being written; after a kill the next sweep removes them. */
export const UNFINISHED = '.dedup-';

/** The folders of one output: made when something needs them, durable, gone again when nothing does. */
export class Folders {
  /** The output folder and the parents that had to be made for it, outermost first. */
  private readonly made: string[] = [];

  constructor(readonly root: string) {}

  path(name: string): string {
    return join(this.root, name);
  }

  /** Makes a folder of the output (`.` is the output itself) and what it lies in. */
  async make(folder: string): Promise<void> {
    const path = this.path(folder);
    try {
      await this.makeFolder(resolve(path));
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw ioFailure('create', path, error);
      throw new Failure(EXIT.cannotCreate, `${path} is not a folder: give the output another name`, { cause: error });
    }
  }

  /** Not by Node's own `recursive`: that tries for ever where a folder is there and takes none, as in /proc. */
  private async makeFolder(path: string): Promise<void> {
    try {
      await mkdir(path);
    } catch (error) {
      if (hasCode(error, 'EEXIST') && (await isFolder(path))) return;
      const parent = dirname(path);
      if (!hasCode(error, 'ENOENT') || (await isFolder(parent))) throw error;
      await this.makeFolder(parent);
      return this.makeFolder(path);
    }
    if (path.length <= resolve(this.root).length) this.made.push(path);
    await syncFolder(dirname(path));
  }

  /** Makes what happened in a folder durable. One of the kit's own that holds nothing any more goes. */
  async persist(folder: string): Promise<void> {
    if (!folder.startsWith('_') || !(await removeEmpty(this.path(folder)))) return syncFolder(this.path(folder));
    return this.persist(dirname(folder));
  }

  /** Removes the output folder and its parents as far as they were made here and hold nothing. */
  async tidy(): Promise<void> {
    while (this.made.length > 0) {
      const innermost = this.made.pop() as string;
      if (!(await removeEmpty(innermost))) return;
    }
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}

/** Without it a file that was created in or renamed into a folder may not be there after a power cut. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    await folder.sync().finally(() => folder.close());
  } catch (error) {
    // Some network file systems can't: there, the server answers for it.
    if (!isAbsence(error) && !hasCode(error, 'EINVAL', 'ENOTSUP', 'ENOSYS')) throw ioFailure('write', path, error);
  }
}

/** Whether the folder is gone. */
async function removeEmpty(path: string): Promise<boolean> {
  try {
    await rmdir(path);
    return true;
  } catch (error) {
    if (isAbsence(error)) return true;
    // EBUSY: a mount point. What may not be removed stays: an empty folder does no harm.
    if (hasCode(error, 'ENOTEMPTY', 'EEXIST', 'EBUSY', 'EACCES', 'EPERM', 'EROFS')) return false;
    throw ioFailure('remove', path, error);
  }
}
