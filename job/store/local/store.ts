import type { Dirent, Stats } from 'node:fs';
import { lstat, readdir, rename, unlink } from 'node:fs/promises';
import { posix } from 'node:path';
import { EXIT, type ExitCode } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { KIT_FOLDER, STAGING_FOLDER } from '../../shared/output-files';
import { randomUuid } from '../../shared/random';
import { fits } from '../../shared/schema';
import { mostBytesOf } from '../../shared/stored-document';
import { hasCode, ioFailure, isAbsence } from '../io-failure';
import type {
  Check,
  FoundFile,
  Lease,
  LeaseRequest,
  OutputStore,
  PartSink,
  PreparedBack,
  SeenFile,
  StagedPart,
  StoredFile,
  WithdrawnFile,
} from '../store';
import { fileVersion } from './file-version';
import { Folders, UNFINISHED } from './folders';
import { takeLease } from './lease';
import { PartFile } from './part-file';
import { noFile, readDocument } from './read-document';
import { LocalStaging, staged } from './staging';
import { writeWhole } from './write-whole';

const { dirname, join } = posix;

/** A staged part is found by its name, without a receipt. */
const NO_RECEIPT = fits((receipt) => receipt === undefined, 'none for a part in a folder');

/**
 * An output in a folder of this machine, or of a share. Parts are staged at `_temporary/<run>/<attempt>/<name>`.
 * `unreachable` is the exit code where a file is in place of the folder.
 */
export function openLocalFolder(path: string, unreachable: ExitCode = EXIT.cannotCreate): OutputStore {
  return new LocalFolder(path, unreachable);
}

class LocalFolder implements OutputStore {
  readonly receiptSchema = NO_RECEIPT;
  private readonly folders: Folders;
  private readonly staging: LocalStaging;

  constructor(
    readonly location: string,
    private readonly unreachable: ExitCode,
  ) {
    this.folders = new Folders(location);
    this.staging = new LocalStaging(this.folders);
  }

  takeLease(request: LeaseRequest): Promise<Lease> {
    return takeLease(this.folders, request);
  }

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

  async read(name: string): Promise<Buffer | undefined> {
    const shown = this.path(name);
    try {
      return await this.folders.at(name, (path) => readDocument(path, shown, mostBytesOf(name)));
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw ioFailure('read', shown, error);
    }
  }

  async refuseLinks(names: readonly string[]): Promise<void> {
    const folders = await this.staging.namesOf(new Set(names.map(dirname)));
    for (const folder of folders) this.folders.refuseLinks(folder);
  }

  /** The version is empty: a takeover gives the staging another name, so versions are not needed here. */
  async find(name: string): Promise<FoundFile | undefined> {
    const bytes = await this.read(name);
    return bytes && { bytes, version: '' };
  }

  /** Writes the whole file under another name, makes it durable, then renames it. */
  async put(name: string, text: string): Promise<void> {
    const folder = dirname(name);
    const unfinished = join(KIT_FOLDER, `${UNFINISHED}${randomUuid()}`);
    await this.folders.make(KIT_FOLDER);
    await this.folders.make(folder);
    try {
      await this.folders.at(unfinished, (path) => writeWhole(path, text));
      await this.folders.at(unfinished, (from) => this.folders.at(name, (to) => rename(from, to)));
    } catch (error) {
      await this.folders.at(unfinished, (path) => unlink(path)).catch(() => undefined);
      throw ioFailure('write', this.path(name), error);
    }
    await this.folders.persist(folder);
    await this.folders.persist(KIT_FOLDER);
  }

  async stage(staging: string, name: string, text: string): Promise<string> {
    await this.staging.stage(staging, name, text);
    return '';
  }

  stageAnew(staging: string, { name }: SeenFile, text: string): Promise<string> {
    return this.stage(staging, name, text);
  }

  async hasStaged(staging: string, name: string): Promise<boolean> {
    return (await this.statOf(staged(staging, name))) !== undefined;
  }

  openPart(run: string, name: string, attempt: string): PartSink {
    return new PartFile(this.folders, staged(run, join(attempt, name)), { name, attempt });
  }

  enter(run: string, setsAside: boolean): Promise<string> {
    return this.staging.enter(run, setsAside);
  }

  async persist(staging: string): Promise<void> {
    const files = await this.list(staged(staging, ''));
    const folders = new Set(files.map(({ name }) => dirname(name)));
    for (const folder of [...folders, staged(staging, ''), STAGING_FOLDER, '.']) await this.folders.persist(folder);
  }

  async locate(staging: string, part: StagedPart): Promise<'staged' | 'visible' | 'gone'> {
    const isWhole = async (name: string) => {
      const found = await this.statOf(name);
      return found?.isFile() && found.size === part.sizeBytes;
    };
    if (await isWhole(part.name)) return 'visible';
    return (await isWhole(staged(staging, stagedName(part)))) ? 'staged' : 'gone';
  }

  async commit(staging: string, parts: readonly StagedPart[]): Promise<void> {
    for (const part of parts) {
      const place = await this.locate(staging, part);
      if (place === 'gone') {
        throw new Failure(
          EXIT.io,
          `${this.path(staged(staging, stagedName(part)))} is gone or not of ${part.sizeBytes} bytes: ` +
            'something else removed or changed it, run again',
        );
      }
      if (place === 'staged') await this.staging.reveal(staging, stagedName(part), part.name);
    }
    await this.persistFoldersOf(parts.map((part) => part.name));
  }

  async replace(staging: string, name: string): Promise<string | undefined> {
    if (!(await this.staging.reveal(staging, name, name))) return undefined;
    await this.persistFoldersOf([name]);
    return '';
  }

  /**
   * Ignores a full disk. A publication that goes on removes old parts, which frees space. Until then the journal may be
   * an older one, because no other run reads it while this run holds the staging.
   */
  async swap(staging: string, { name }: SeenFile, text: string): Promise<string> {
    try {
      await this.staging.write(staging, name, text);
    } catch (error) {
      if (!(error instanceof Failure && hasCode(error.cause, 'ENOSPC', 'EDQUOT'))) throw error;
    }
    await this.persistFoldersOf([name]);
    return '';
  }

  async withdraw(staging: string, { name }: SeenFile): Promise<boolean> {
    const isDone = await this.staging.withdraw(staging, name);
    await this.persistFoldersOf([name]);
    return isDone;
  }

  async retire(staging: string, names: readonly string[]): Promise<void> {
    for (const name of names) await this.staging.withdraw(staging, name);
    await this.persistFoldersOf(names);
    this.staging.beginRemoval(staging, names);
  }

  async setAside(staging: string, run: string, files: readonly SeenFile[]): Promise<void> {
    const names = files.map(({ name }) => name);
    await this.staging.aside.move(staging, run, names);
    await this.persistFoldersOf(names);
  }

  keepAside(staging: string, run: string, name: string, text: string): Promise<void> {
    return this.staging.keepAside(staging, run, name, text);
  }

  showAside(staging: string, run: string): Promise<void> {
    return this.staging.aside.show(staging, run);
  }

  async prepareBack(staging: string, { name, text }: WithdrawnFile): Promise<PreparedBack> {
    if ((await this.staging.hasFormer(staging, name)) || (await this.statOf(name)) !== undefined) return null;
    const again = `again-${name}`;
    await this.staging.write(staging, staged(staging, again), text);
    return { name: again };
  }

  /** Does nothing: only the holder of the staging can make staged parts visible. */
  async abort(): Promise<void> {}

  async putBack(staging: string, { name }: WithdrawnFile, prepared: PreparedBack): Promise<void> {
    if ((await this.statOf(name)) !== undefined) return;
    if (prepared === null) await this.staging.bringBack(staging, name);
    else await this.staging.reveal(staging, prepared.name, name);
    await this.persistFoldersOf([name]);
  }

  discard(staging: string): Promise<void> {
    return this.staging.discard(staging);
  }

  fence(check: Check): Promise<void> {
    return this.staging.fence(check);
  }

  take(run: string, check: Check): Promise<string> {
    return this.staging.take(run, check);
  }

  async sweep(keep: readonly string[], check: Check): Promise<void> {
    await this.staging.sweep(keep, check);
    const unfinished = (await this.entries(KIT_FOLDER)).filter((entry) => entry.name.startsWith(UNFINISHED));
    if (unfinished.length === 0) return;
    for (const { name } of unfinished) await this.removeUnfinished(join(KIT_FOLDER, name));
    await this.folders.persist(KIT_FOLDER);
  }

  private async removeUnfinished(name: string): Promise<void> {
    try {
      await this.folders.at(name, (path) => unlink(path));
    } catch (error) {
      if (!isAbsence(error)) throw ioFailure('remove', this.path(name), error);
    }
  }

  private path(name: string): string {
    return this.folders.path(name);
  }

  private async persistFoldersOf(names: readonly string[]): Promise<void> {
    for (const folder of new Set(names.map(dirname))) await this.folders.persist(folder);
  }

  /** The state of a file, or undefined where it is missing. For a symbolic link it is the state of the link itself. */
  private async statOf(name: string): Promise<Stats | undefined> {
    try {
      return await this.folders.at(name, (path) => lstat(path));
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw ioFailure('read', this.path(name), error);
    }
  }

  private async sizeAndVersion(name: string): Promise<Omit<StoredFile, 'name'>> {
    const found = await this.statOf(name);
    if (found === undefined) return { sizeBytes: 0, version: '' };
    const what = noFile(found);
    return { sizeBytes: found.size, version: fileVersion(found), ...(what === null ? {} : { noFile: what }) };
  }

  private async entries(folder: string): Promise<Dirent[]> {
    try {
      return await this.folders.in(folder, (path) => readdir(path, { withFileTypes: true }));
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return [];
      if (!hasCode(error, 'ENOTDIR')) throw ioFailure('list', this.path(folder), error);
      const remedy =
        this.unreachable === EXIT.cannotCreate ? 'give the output another name' : 'give the output folder of a run';
      throw new Failure(this.unreachable, `${this.path(folder)} is not a folder: ${remedy}`, { cause: error });
    }
  }
}

/** The name of a part within its staging. */
function stagedName({ attempt, name }: StagedPart): string {
  return join(attempt, name);
}
