import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, link, lstat, open, rename, unlink } from 'node:fs/promises';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { STALE_AFTER_MS } from '../../shared/lease-times';
import { KIT_FOLDER, LEASE_FILE } from '../../shared/output-files';
import { MOST_BYTES } from '../../shared/stored-document';
import { InUse } from '../in-use';
import { hasCode, ioFailure, isAbsence, isWithoutLinks } from '../io-failure';
import { type LeaseRecord, parseLease } from '../lease-record';
import type { Liveness, ProcessIdentity } from '../process-identity';
import { type Folders, UNFINISHED } from './folders';
import { openDocument, readAtMost } from './read-document';

/** Each round somebody else was quicker; so many cannot be chance. */
const MAX_ROUNDS = 100;

export interface FoundLease {
  readonly text: string;
  /** Undefined where the file cannot be understood. */
  readonly record: LeaseRecord | undefined;
  readonly renewedMs: number;
}

type Judge = (holder: ProcessIdentity) => Promise<Liveness>;

/** Makes `_dedup/lease.json` carry this record, or throws. Returns the run of the dead holder it took it from. */
export async function contend(folders: Folders, record: LeaseRecord, judge: Judge): Promise<string | undefined> {
  const ballot = new Ballot(folders, record, judge);
  try {
    return await ballot.acquire(LEASE_FILE);
  } finally {
    await ballot.withdraw();
  }
}

/**
 * One process's attempt. What makes it safe: a name is only ever taken by `link`, whole and by one; and a dead lease is
 * only ever replaced by `rename`, in one step, by the one who holds the succession of that very lease, which is a name
 * made of its content and is taken in the same way, from a dead holder too. So at no time is there no lease, and never
 * can a process that was slow to judge replace the lease of the one that was quicker.
 */
class Ballot {
  private readonly unfinished = `${KIT_FOLDER}/${UNFINISHED}${randomUUID()}`;
  /** Where nothing can be written, to remove nothing is refused too. */
  private hasWritten = false;

  constructor(
    private readonly folders: Folders,
    private readonly record: LeaseRecord,
    private readonly judge: Judge,
  ) {}

  async acquire(name: string): Promise<string | undefined> {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      if (await this.take(name)) return undefined;
      const found = await readLease(this.folders, name);
      if (found === undefined) continue;
      await this.refuseUnlessDead(found);
      const succession = `${KIT_FOLDER}/${UNFINISHED}${createHash('sha256').update(found.text).digest('hex')}`;
      await this.acquire(succession);
      if (await this.succeed(name, found, succession)) return found.record?.run;
    }
    throw new Failure(EXIT.cannotCreate, `${this.folders.root} is wanted by too many at once: run again`);
  }

  async withdraw(): Promise<void> {
    if (this.hasWritten) await removeLease(this.folders, this.unfinished);
  }

  /** Whether the name was free and is ours now. */
  private async take(name: string): Promise<boolean> {
    await this.folders.make('.');
    await this.folders.make(KIT_FOLDER);
    try {
      // Another file each time: one that was linked before may still be being read under its other name.
      await this.withdraw();
      await this.write(this.unfinished);
      await this.link(name);
      await this.folders.persist(KIT_FOLDER);
      return true;
    } catch (error) {
      // ENOENT: the holder of the lease has swept what was unfinished, or removed a folder that was empty just then.
      if (hasCode(error, 'EEXIST', 'ENOENT')) return false;
      throw ioFailure('create', this.folders.path(name), error);
    }
  }

  private async link(name: string): Promise<void> {
    try {
      await this.folders.at(this.unfinished, (from) => this.folders.at(name, (to) => link(from, to)));
    } catch (error) {
      if (!isWithoutLinks(error)) throw error;
      // A file system without links. Whoever reads half a lease now takes it for one of another machine, just renewed.
      await this.write(name);
    }
  }

  private async write(name: string): Promise<void> {
    const file = await this.folders.at(name, (path) => open(path, 'wx'));
    this.hasWritten = true;
    await file
      .writeFile(`${JSON.stringify(this.record)}\n`)
      .then(() => file.sync())
      .finally(() => file.close());
  }

  /** Puts ours in the place of a dead lease, if it is still there and still as dead. */
  private async succeed(name: string, dead: FoundLease, succession: string): Promise<boolean> {
    let done = false;
    try {
      const now = await readLease(this.folders, name);
      if (now?.text !== dead.text || now.renewedMs !== dead.renewedMs) return false;
      await this.folders.at(succession, (from) => this.folders.at(name, (to) => rename(from, to)));
      done = true;
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw ioFailure('create', this.folders.path(name), error);
    } finally {
      if (!done) await removeLease(this.folders, succession);
    }
    if (done) await this.folders.persist(KIT_FOLDER);
    return done;
  }

  private async refuseUnlessDead(found: FoundLease): Promise<void> {
    const liveness = found.record === undefined ? 'unknown' : await this.judge(found.record);
    if (liveness === 'dead') return;
    // Both times by the clock of the file system, which may be another machine's.
    const fresh = await this.folders.at(this.unfinished, (path) => lstat(path)).catch(() => undefined);
    const silentMs = Math.max(0, (fresh === undefined ? Date.now() : fresh.mtimeMs) - found.renewedMs);
    if (liveness === 'unknown' && silentMs >= STALE_AFTER_MS) return;
    throw new InUse(this.refusal(found, liveness, silentMs));
  }

  private refusal({ record }: FoundLease, liveness: Liveness, silentMs: number): string {
    const file = this.folders.path(LEASE_FILE);
    const wait = `if nothing writes there, try again in ${seconds(STALE_AFTER_MS - silentMs)} or remove ${file}`;
    if (record === undefined) {
      return `${file} cannot be read as a lease and changed ${seconds(silentMs)} ago: ${wait}`;
    }
    const holder = `run ${record.run} (process ${record.pid} on ${record.host}, since ${record.since}`;
    return liveness === 'alive'
      ? `${this.folders.root} is in use by ${holder}): wait until it ends, or end it`
      : `${this.folders.root} is in use by ${holder}, last sign of life ${seconds(silentMs)} ago): ${wait}`;
  }
}

/** The lease in a file, undefined where there is none. Throws with exit code 74 where it is no file that could have one. */
export async function readLease(folders: Folders, name: string): Promise<FoundLease | undefined> {
  try {
    const file = await openLease(folders, name, constants.O_RDONLY);
    return await readFrom(file, folders.path(name)).finally(() => file.close());
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw ioFailure('read', folders.path(name), error);
  }
}

/** Opens what may have become anything since it was written. */
export async function openLease(folders: Folders, name: string, access: number): Promise<FileHandle> {
  return folders.at(name, (path) => openDocument(path, folders.path(name), access));
}

async function readFrom(file: FileHandle, shown: string): Promise<FoundLease> {
  const { mtimeMs } = await file.stat();
  const text = (await readAtMost(file, shown, MOST_BYTES[LEASE_FILE])).toString();
  return { text, record: parseLease(text), renewedMs: mtimeMs };
}

export async function removeLease(folders: Folders, name: string): Promise<void> {
  try {
    await folders.at(name, (path) => unlink(path));
  } catch (error) {
    if (!isAbsence(error)) throw ioFailure('remove', folders.path(name), error);
  }
}

function seconds(ms: number): string {
  return `${Math.ceil(ms / 1000)} s`;
}
