import { randomUUID } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { link, lstat, open, readdir, readFile, rename, rm, unlink } from 'node:fs/promises';
import { posix } from 'node:path';
import { EXIT, KIT_FOLDER, STAGING_FOLDER } from '../contract';
import { Failure } from '../failure';
import { fileVersion } from '../input/list';
import { RUN_ID } from '../run-id';
import { Folders, UNFINISHED } from './folders';
import { hasCode, ioFailure, isAbsence, isWithoutLinks } from './io-failure';
import { takeLease } from './lease';
import { PartFile } from './part-file';
import type { Lease, LeaseRequest, OutputStore, PartSink, StagedPart, StoredFile } from './store';

const { dirname, join } = posix;

/** An output in a folder of this machine, or of a share. Parts are staged at `_temporary/<run>/<name>`. */
export function openLocalFolder(path: string): OutputStore {
  return new LocalFolder(path);
}

class LocalFolder implements OutputStore {
  private readonly folders: Folders;

  constructor(readonly location: string) {
    this.folders = new Folders(location);
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
    try {
      return await readFile(this.path(name));
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw ioFailure('read', this.path(name), error);
    }
  }

  async put(name: string, text: string): Promise<void> {
    await this.write(name, text, rename);
  }

  async create(name: string, text: string): Promise<boolean> {
    try {
      await this.write(name, text, linkTo);
      return true;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (hasCode(error.cause, 'EEXIST')) return false;
      if (!isWithoutLinks(error.cause)) throw error;
    }
    // nobody else may write here, so what is not there now is not there then
    if ((await this.statOf(name)) !== undefined) return false;
    await this.put(name, text);
    return true;
  }

  /** Whole, unseen and durable before `place` puts it where it belongs. */
  private async write(
    name: string,
    text: string,
    place: (unfinished: string, file: string) => Promise<void>,
  ): Promise<void> {
    const folder = dirname(name);
    const unfinished = this.path(join(KIT_FOLDER, `${UNFINISHED}${randomUUID()}`));
    await this.folders.make(KIT_FOLDER);
    await this.folders.make(folder);
    try {
      const file = await open(unfinished, 'wx');
      await file
        .writeFile(text)
        .then(() => file.sync())
        .finally(() => file.close());
      await place(unfinished, this.path(name));
    } catch (error) {
      await unlink(unfinished).catch(() => undefined);
      throw ioFailure('write', this.path(name), error);
    }
    await this.folders.persist(folder);
    await this.folders.persist(KIT_FOLDER);
  }

  async remove(names: readonly string[]): Promise<void> {
    for (const name of names) {
      try {
        await unlink(this.path(name));
      } catch (error) {
        if (!isAbsence(error)) throw ioFailure('remove', this.path(name), error);
      }
    }
    await this.persistFoldersOf(names);
  }

  async move(from: string, to: string): Promise<void> {
    if ((await this.statOf(from)) === undefined) return;
    if ((await this.statOf(to)) !== undefined) {
      throw new Failure(
        EXIT.io,
        `cannot move ${this.path(from)} to ${this.path(to)}, which is there already: move one of them away`,
      );
    }
    await this.rename(from, to);
    await this.persistFoldersOf([to, from]);
  }

  async stage(run: string, name: string, text: string): Promise<void> {
    await this.put(staged(run, name), text);
  }

  async replace(run: string, name: string): Promise<void> {
    if ((await this.statOf(staged(run, name))) === undefined) return;
    await this.rename(staged(run, name), name);
    await this.persistFoldersOf([name]);
  }

  openPart(run: string, name: string, attempt: string): PartSink {
    return new PartFile(this.path(staged(join(run, attempt), name)), { name, attempt });
  }

  async persist(run: string): Promise<void> {
    const files = await this.list(staged(run, ''));
    const folders = new Set(files.map(({ name }) => dirname(name)));
    for (const folder of [...folders, staged(run, ''), STAGING_FOLDER, '.']) await this.folders.persist(folder);
  }

  async locate(run: string, part: StagedPart): Promise<'staged' | 'visible' | 'gone'> {
    const isWhole = async (name: string) => {
      const found = await this.statOf(name);
      return found?.isFile() && found.size === part.sizeBytes;
    };
    if (await isWhole(part.name)) return 'visible';
    return (await isWhole(stagedPart(run, part))) ? 'staged' : 'gone';
  }

  async commit(run: string, parts: readonly StagedPart[]): Promise<void> {
    for (const part of parts) {
      const place = await this.locate(run, part);
      if (place === 'gone') {
        throw new Failure(
          EXIT.io,
          `${this.path(stagedPart(run, part))} is gone or not of ${part.sizeBytes} bytes: ` +
            'something else removed or changed it, run again',
        );
      }
      if (place === 'staged') await this.rename(stagedPart(run, part), part.name);
    }
    await this.persistFoldersOf(parts.map((part) => part.name));
  }

  async discard(run: string): Promise<void> {
    const folder = this.path(staged(run, ''));
    try {
      await rm(folder, { recursive: true, force: true });
    } catch (error) {
      throw ioFailure('remove', folder, error);
    }
    await this.folders.persist(STAGING_FOLDER);
  }

  async sweep(keep: readonly string[]): Promise<void> {
    for (const { name } of await this.entries(STAGING_FOLDER)) {
      if (RUN_ID.test(name) && !keep.includes(name)) await this.discard(name);
    }
    const unfinished = (await this.entries(KIT_FOLDER)).filter((entry) => entry.name.startsWith(UNFINISHED));
    await this.remove(unfinished.map((entry) => join(KIT_FOLDER, entry.name)));
  }

  private path(name: string): string {
    return this.folders.path(name);
  }

  private async rename(from: string, to: string): Promise<void> {
    await this.folders.make(dirname(to));
    try {
      await rename(this.path(from), this.path(to));
    } catch (error) {
      throw ioFailure('create', this.path(to), error);
    }
  }

  private async persistFoldersOf(names: readonly string[]): Promise<void> {
    for (const folder of new Set(names.map(dirname))) await this.folders.persist(folder);
  }

  /** What is there, a symbolic link itself rather than what it points to. */
  private async statOf(name: string) {
    try {
      return await lstat(this.path(name));
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw ioFailure('read', this.path(name), error);
    }
  }

  private async sizeAndVersion(name: string): Promise<Omit<StoredFile, 'name'>> {
    const found = await this.statOf(name);
    if (found === undefined) return { sizeBytes: 0, version: '' };
    return { sizeBytes: found.size, version: fileVersion(found) };
  }

  private async entries(folder: string): Promise<Dirent[]> {
    try {
      return await readdir(this.path(folder), { withFileTypes: true });
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return [];
      if (!hasCode(error, 'ENOTDIR')) throw ioFailure('list', this.path(folder), error);
      throw new Failure(EXIT.cannotCreate, `${this.path(folder)} is not a folder: give the output another name`, {
        cause: error,
      });
    }
  }
}

function stagedPart(run: string, { attempt, name }: StagedPart): string {
  return staged(join(run, attempt), name);
}

function staged(run: string, name: string): string {
  return join(STAGING_FOLDER, run, name);
}

/** In the place of no other. */
async function linkTo(unfinished: string, file: string): Promise<void> {
  await link(unfinished, file);
  await unlink(unfinished);
}
