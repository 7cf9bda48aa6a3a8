import { mkdir, open, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { EXIT } from '../contract';
import { Failure } from '../failure';
import { hasCode, ioFailure } from './io-failure';

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
    let outermost: string | undefined;
    try {
      outermost = await mkdir(path, { recursive: true });
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw ioFailure('create', path, error);
      throw new Failure(EXIT.cannotCreate, `${path} is not a folder: give the output another name`, { cause: error });
    }
    if (outermost === undefined) return;
    const rootLength = resolve(this.root).length;
    for (let made = resolve(path); made.length >= resolve(outermost).length; made = dirname(made)) {
      if (made.length <= rootLength) this.made.unshift(made);
      await syncFolder(dirname(made));
    }
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

/** Without it a file that was created in or renamed into a folder may not be there after a power cut. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    await folder.sync().finally(() => folder.close());
  } catch (error) {
    // Some network file systems can't: there, the server answers for it.
    if (!hasCode(error, 'ENOENT', 'EINVAL', 'ENOTSUP', 'ENOSYS')) throw ioFailure('write', path, error);
  }
}

/** Whether the folder is gone. */
async function removeEmpty(path: string): Promise<boolean> {
  try {
    await rmdir(path);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return true;
    // EBUSY: a mount point. What may not be removed stays: an empty folder does no harm.
    if (hasCode(error, 'ENOTEMPTY', 'EEXIST', 'EBUSY', 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR')) return false;
    throw ioFailure('remove', path, error);
  }
}
