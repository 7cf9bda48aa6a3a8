import { posix } from 'node:path';
import { hasCode, ioFailure, isAbsence } from '../io-failure';
import { fileSystem } from './file-system';
import type { Folders } from './folders';

const { dirname, join } = posix;

/** Single operations below an output folder, addressed by name, that tolerate a missing file or folder. */
export class FolderSteps {
  constructor(protected readonly folders: Folders) {}

  /**
   * Returns false where there is no such file, or no folder to move it into. `purpose` is what the move is for, as a
   * message states it.
   */
  protected async renameIfThere(from: string, to: string, purpose: 'create' | 'remove' = 'create'): Promise<boolean> {
    try {
      await this.rename(from, to);
      return true;
    } catch (error) {
      if (isAbsence(error)) return false;
      throw ioFailure(purpose, this.path(purpose === 'create' ? to : from), error);
    }
  }

  protected rename(from: string, to: string): Promise<void> {
    return this.folders.at(from, (source) => this.folders.at(to, (target) => fileSystem.rename(source, target)));
  }

  protected async isThere(name: string): Promise<boolean> {
    try {
      await this.folders.at(name, (path) => fileSystem.lstat(path));
      return true;
    } catch (error) {
      if (isAbsence(error)) return false;
      throw ioFailure('read', this.path(name), error);
    }
  }

  /** Makes a folder and its parents, below `root`. Where `root` itself does not exist, nothing is made. */
  protected async makeBelow(root: string, folder: string): Promise<void> {
    if (folder === '.') return;
    await this.makeBelow(root, dirname(folder));
    const name = join(root, folder);
    try {
      await this.folders.at(name, (path) => fileSystem.mkdir(path));
    } catch (error) {
      if (!hasCode(error, 'EEXIST') && !isAbsence(error)) throw ioFailure('create', this.path(name), error);
    }
  }

  protected async namesIn(folder: string): Promise<string[]> {
    try {
      return await this.folders.in(folder, (path) => fileSystem.names(path));
    } catch (error) {
      if (isAbsence(error)) return [];
      throw ioFailure('list', this.path(folder), error);
    }
  }

  protected path(name: string): string {
    return this.folders.path(name);
  }
}
