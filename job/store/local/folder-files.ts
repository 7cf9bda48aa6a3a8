/** The files of an output in a folder: they are listed, read, and written as a whole. */

import type { Dirent, Stats } from 'node:fs';
import { posix } from 'node:path';
import { EXIT, type ExitCode } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { KIT_FOLDER } from '../../shared/output-files';
import { randomUuid } from '../../shared/random';
import { mostBytesOf } from '../../shared/stored-document';
import { hasCode, ioFailure, isAbsence } from '../io-failure';
import type { StoredFile } from '../store';
import { fileSystem } from './file-system';
import { fileVersion } from './file-version';
import { type Folders, UNFINISHED } from './folders';
import { noFile, readDocument } from './read-document';
import { writeWhole } from './write-whole';

const { dirname, join } = posix;

/** All names are relative to the output. Errors are Failures with exit code 74, unless another one is named. */
export class FolderFiles {
  /** @param unreachable the exit code where a file is in place of the folder */
  constructor(
    private readonly folders: Folders,
    private readonly unreachable: ExitCode,
  ) {}

  /** All files below a folder, hidden ones too, in the order of their names. */
  async list(below: string): Promise<StoredFile[]> {
    const files: StoredFile[] = [];
    for (const folders = [below]; folders.length > 0; ) {
      const folder = folders.pop() as string;
      for (const entry of await this.entries(folder)) {
        const name = join(folder, entry.name);
        if (entry.isDirectory()) folders.push(name);
        else files.push({ name, ...(await this.sizeAndVersion(name)) });
      }
    }
    return files.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Undefined where the file is missing. */
  async read(name: string): Promise<Buffer | undefined> {
    const shown = this.path(name);
    try {
      return await this.folders.at(name, (path) => readDocument(path, shown, mostBytesOf(name)));
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw ioFailure('read', shown, error);
    }
  }

  /** Writes the whole file under another name, makes it durable, then renames it. */
  async put(name: string, text: string): Promise<void> {
    const folder = dirname(name);
    const unfinished = join(KIT_FOLDER, `${UNFINISHED}${randomUuid()}`);
    await this.folders.make(KIT_FOLDER);
    await this.folders.make(folder);
    try {
      await this.folders.at(unfinished, (path) => writeWhole(path, text));
      await this.folders.at(unfinished, (from) => this.folders.at(name, (to) => fileSystem.rename(from, to)));
    } catch (error) {
      await this.folders.at(unfinished, (path) => fileSystem.unlink(path)).catch(() => undefined);
      throw ioFailure('write', this.path(name), error);
    }
    await this.folders.persist(folder);
    await this.folders.persist(KIT_FOLDER);
  }

  /** Removes the files that dead runs have not finished to write. */
  async sweepUnfinished(): Promise<void> {
    const unfinished = (await this.entries(KIT_FOLDER)).filter((entry) => entry.name.startsWith(UNFINISHED));
    if (unfinished.length === 0) return;
    for (const { name } of unfinished) await this.removeUnfinished(join(KIT_FOLDER, name));
    await this.folders.persist(KIT_FOLDER);
  }

  /** Makes the entries of these files in their folders durable. */
  async persistFoldersOf(names: readonly string[]): Promise<void> {
    for (const folder of new Set(names.map(dirname))) await this.folders.persist(folder);
  }

  /** The state of a file, or undefined where it is missing. For a symbolic link it is the state of the link itself. */
  async statOf(name: string): Promise<Stats | undefined> {
    try {
      return await this.folders.at(name, (path) => fileSystem.lstat(path));
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw ioFailure('read', this.path(name), error);
    }
  }

  private async removeUnfinished(name: string): Promise<void> {
    try {
      await this.folders.at(name, (path) => fileSystem.unlink(path));
    } catch (error) {
      if (!isAbsence(error)) throw ioFailure('remove', this.path(name), error);
    }
  }

  private async sizeAndVersion(name: string): Promise<Omit<StoredFile, 'name'>> {
    const found = await this.statOf(name);
    if (found === undefined) return { sizeBytes: 0, version: '' };
    const what = noFile(found);
    return { sizeBytes: found.size, version: fileVersion(found), ...(what === null ? {} : { noFile: what }) };
  }

  /** Throws with exit code 73 where the folder is a file. */
  private async entries(folder: string): Promise<Dirent[]> {
    try {
      return await this.folders.in(folder, (path) => fileSystem.entries(path));
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return [];
      if (!hasCode(error, 'ENOTDIR')) throw ioFailure('list', this.path(folder), error);
      const remedy =
        this.unreachable === EXIT.cannotCreate ? 'give the output another name' : 'give the output folder of a run';
      throw new Failure(this.unreachable, `${this.path(folder)} is not a folder: ${remedy}`, { cause: error });
    }
  }

  private path(name: string): string {
    return this.folders.path(name);
  }
}
