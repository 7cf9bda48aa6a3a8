import { posix } from 'node:path';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { REPLACED_FOLDER } from '../../shared/output-files';
import { hasCode, ioFailure, isAbsence } from '../io-failure';
import { LostStaging } from '../lost';
import { fileSystem } from './file-system';
import { FolderSteps } from './folder-steps';
import { UNFINISHED } from './folders';
import { byRun, type StagingName } from './staging-name';

const { dirname, join } = posix;

/**
 * The folder `_replaced/.dedup-<staging>`. It collects the files that a run sets aside, until all of them appear at
 * once as `_replaced/<run>`. They never lie in `_temporary`, which other programs clean. Like a staging, the folder
 * gets another name when another run takes it over.
 */
export class LocalAside extends FolderSteps {
  async make(staging: string): Promise<void> {
    await this.folders.make(aside(staging, ''));
  }

  /** Moves files into the folder, without overwriting any. */
  async move(staging: string, run: string, names: readonly string[]): Promise<void> {
    if (await this.hasShown(run)) return;
    for (const name of names) await this.moveOne(staging, name);
  }

  /** Makes all files in the folder appear under the run's name at once. */
  async show(staging: string, run: string): Promise<void> {
    if (await this.hasShown(run)) return;
    const isShown = await this.renameIfThere(aside(staging, ''), join(REPLACED_FOLDER, run));
    if (!isShown) throw this.lost(staging);
    await this.folders.persist(REPLACED_FOLDER);
  }

  hasShown(run: string): Promise<boolean> {
    return this.isThere(join(REPLACED_FOLDER, run));
  }

  /**
   * Removes the folder if it is empty. A folder that holds files is kept as `_replaced/<staging>`, whatever became of
   * the run: the files are not this kit's.
   */
  async discard(staging: string): Promise<void> {
    const folder = aside(staging, '');
    if (!(await this.removeEmpty(folder))) await this.renameIfThere(folder, join(REPLACED_FOLDER, staging));
    await this.folders.persist(REPLACED_FOLDER);
  }

  async follow(from: string, to: string): Promise<void> {
    await this.renameIfThere(aside(from, ''), aside(to, ''));
  }

  async all(): Promise<Map<string, StagingName[]>> {
    const found = (await this.namesIn(REPLACED_FOLDER)).filter((name) => name.startsWith(UNFINISHED));
    return byRun(found.map((name) => name.slice(UNFINISHED.length)));
  }

  private async moveOne(staging: string, name: string): Promise<void> {
    const to = aside(staging, name);
    if ((await this.isThere(name)) && (await this.isThere(to))) {
      throw new Failure(
        EXIT.io,
        `cannot move ${this.path(name)} to ${this.path(to)}, which is there already: move one of them away`,
      );
    }
    if (await this.renameIfThere(name, to)) return;
    if (!(await this.isThere(name))) return;
    await this.makeBelow(aside(staging, ''), dirname(name));
    if (!(await this.renameIfThere(name, to)) && (await this.isThere(name))) throw this.lost(staging);
  }

  private async removeEmpty(folder: string): Promise<boolean> {
    try {
      await this.folders.at(folder, (path) => fileSystem.rmdir(path));
      return true;
    } catch (error) {
      if (isAbsence(error)) return true;
      if (hasCode(error, 'ENOTEMPTY', 'EEXIST')) return false;
      throw ioFailure('remove', this.path(folder), error);
    }
  }

  private lost(staging: string): LostStaging {
    return new LostStaging(this.folders.root, aside(staging, ''));
  }
}

export function aside(staging: string, name: string): string {
  return join(REPLACED_FOLDER, `${UNFINISHED}${staging}`, name);
}
