import { posix } from 'node:path';
import { EXIT, type ExitCode } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { STAGING_FOLDER } from '../../shared/output-files';
import { fits } from '../../shared/schema';
import { hasCode } from '../io-failure';
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
import { FolderFiles } from './folder-files';
import { Folders } from './folders';
import { takeLease } from './lease';
import { PartFile } from './part-file';
import { LocalStaging, staged } from './staging';

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
  private readonly files: FolderFiles;
  private readonly staging: LocalStaging;

  constructor(
    readonly location: string,
    unreachable: ExitCode,
  ) {
    this.folders = new Folders(location);
    this.files = new FolderFiles(this.folders, unreachable);
    this.staging = new LocalStaging(this.folders);
  }

  takeLease(request: LeaseRequest): Promise<Lease> {
    return takeLease(this.folders, request);
  }

  list(below: string): Promise<StoredFile[]> {
    return this.files.list(below);
  }

  read(name: string): Promise<Buffer | undefined> {
    return this.files.read(name);
  }

  put(name: string, text: string): Promise<void> {
    return this.files.put(name, text);
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

  async stage(staging: string, name: string, text: string): Promise<string> {
    await this.staging.stage(staging, name, text);
    return '';
  }

  stageAnew(staging: string, { name }: SeenFile, text: string): Promise<string> {
    return this.stage(staging, name, text);
  }

  async hasStaged(staging: string, name: string): Promise<boolean> {
    return (await this.files.statOf(staged(staging, name))) !== undefined;
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
      const found = await this.files.statOf(name);
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
          `${this.folders.path(staged(staging, stagedName(part)))} is gone or not of ${part.sizeBytes} bytes: ` +
            'something else removed or changed it, run again',
        );
      }
      if (place === 'staged') await this.staging.reveal(staging, stagedName(part), part.name);
    }
    await this.files.persistFoldersOf(parts.map((part) => part.name));
  }

  async replace(staging: string, name: string): Promise<string | undefined> {
    if (!(await this.staging.reveal(staging, name, name))) return undefined;
    await this.files.persistFoldersOf([name]);
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
    await this.files.persistFoldersOf([name]);
    return '';
  }

  async withdraw(staging: string, { name }: SeenFile): Promise<boolean> {
    const isDone = await this.staging.withdraw(staging, name);
    await this.files.persistFoldersOf([name]);
    return isDone;
  }

  async retire(staging: string, names: readonly string[]): Promise<void> {
    for (const name of names) await this.staging.withdraw(staging, name);
    await this.files.persistFoldersOf(names);
    this.staging.beginRemoval(staging, names);
  }

  async setAside(staging: string, run: string, files: readonly SeenFile[]): Promise<void> {
    const names = files.map(({ name }) => name);
    await this.staging.aside.move(staging, run, names);
    await this.files.persistFoldersOf(names);
  }

  keepAside(staging: string, run: string, name: string, text: string): Promise<void> {
    return this.staging.keepAside(staging, run, name, text);
  }

  showAside(staging: string, run: string): Promise<void> {
    return this.staging.aside.show(staging, run);
  }

  async prepareBack(staging: string, { name, text }: WithdrawnFile): Promise<PreparedBack> {
    if ((await this.staging.hasFormer(staging, name)) || (await this.files.statOf(name)) !== undefined) return null;
    const again = `again-${name}`;
    await this.staging.write(staging, staged(staging, again), text);
    return { name: again };
  }

  /** Does nothing: only the holder of the staging can make staged parts visible. */
  async abort(): Promise<void> {}

  async putBack(staging: string, { name }: WithdrawnFile, prepared: PreparedBack): Promise<void> {
    if ((await this.files.statOf(name)) !== undefined) return;
    if (prepared === null) await this.staging.bringBack(staging, name);
    else await this.staging.reveal(staging, prepared.name, name);
    await this.files.persistFoldersOf([name]);
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
    await this.files.sweepUnfinished();
  }
}

/** The name of a part within its staging. */
function stagedName({ attempt, name }: StagedPart): string {
  return join(attempt, name);
}
