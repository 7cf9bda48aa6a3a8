import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { STALE_AFTER_MS } from '../../shared/lease-times';
import { KIT_FOLDER, LEASE_FILE } from '../../shared/output-files';
import { randomUuid } from '../../shared/random';
import { MOST_BYTES } from '../../shared/stored-document';
import { InUse } from '../in-use';
import { hasCode, ioFailure, isAbsence, isWithoutLinks } from '../io-failure';
import { type LeaseRecord, parseLease } from '../lease-record';
import type { Liveness, ProcessIdentity } from '../process-identity';
import { fileSystem, type SmallFile } from './file-system';
import { type Folders, UNFINISHED } from './folders';
import { openDocument, readAtMost } from './read-document';

/** A round fails when another process was quicker. That many failed rounds cannot be chance. */
const MAX_ROUNDS = 100;

export interface FoundLease {
  readonly text: string;
  /** Undefined where the text is not a valid lease. */
  readonly record: LeaseRecord | undefined;
  readonly renewedMs: number;
}

type Judge = (holder: ProcessIdentity) => Promise<Liveness>;

/**
 * Writes this record to `_dedup/lease.json`, or throws with exit code 73 where it cannot have the lease. Returns the
 * run of the dead holder from which the lease was taken; undefined where there was none, or its lease could not be
 * read.
 */
export async function contend(folders: Folders, record: LeaseRecord, judge: Judge): Promise<string | undefined> {
  const ballot = new Ballot(folders, record, judge);
  try {
    return await ballot.acquire(LEASE_FILE);
  } finally {
    await ballot.withdraw();
  }
}

/**
 * One process's attempt to get a lease. Two rules make it safe. A name is only ever taken by `link`, with the whole
 * content at once and by one process alone. A dead lease is only ever replaced by `rename`, in one step, by the process
 * that holds the succession of that very lease. The succession is a file whose name is made of the dead lease's
 * content; it is taken by the same rules, from a dead holder too. So there is a lease at all times, and a process that
 * was slow to judge a holder dead can never replace the lease of a process that was quicker.
 */
class Ballot {
  private readonly unfinished = `${KIT_FOLDER}/${UNFINISHED}${randomUuid()}`;
  /** Nothing is removed where nothing was written: where writing is refused, removing is refused too. */
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
    throw new Failure(EXIT.cannotCreate, `${this.folders.root} is wanted by too many commands at once: run again`);
  }

  async withdraw(): Promise<void> {
    if (this.hasWritten) await removeLease(this.folders, this.unfinished);
  }

  /** Takes the name if it is free. Returns whether this process has it now. */
  private async take(name: string): Promise<boolean> {
    await this.folders.make('.');
    await this.folders.make(KIT_FOLDER);
    try {
      // A new file for each try: one that was linked before may still be read under its other name.
      await this.withdraw();
      await this.write(this.unfinished);
      await this.link(name);
      await this.folders.persist(KIT_FOLDER);
      return true;
    } catch (error) {
      // ENOENT: the holder of the lease has swept the unfinished file, or removed the folder while it was empty.
      if (hasCode(error, 'EEXIST', 'ENOENT')) return false;
      throw ioFailure('create', this.folders.path(name), error);
    }
  }

  private async link(name: string): Promise<void> {
    try {
      await this.folders.at(this.unfinished, (from) => this.folders.at(name, (to) => fileSystem.link(from, to)));
    } catch (error) {
      if (!isWithoutLinks(error)) throw error;
      // The file system has no links, so the lease is written in place. A process that reads half of it takes it for
      // the lease of another machine that was just renewed.
      await this.write(name);
    }
  }

  private async write(name: string): Promise<void> {
    const file = await this.folders.at(name, (path) => fileSystem.open(path, 'wx'));
    this.hasWritten = true;
    await file
      .write(`${JSON.stringify(this.record)}\n`)
      .then(() => file.sync())
      .finally(() => file.close());
  }

  /** Replaces a dead lease by this process's own, if the dead one is still there and was not renewed meanwhile. */
  private async succeed(name: string, dead: FoundLease, succession: string): Promise<boolean> {
    let done = false;
    try {
      const now = await readLease(this.folders, name);
      if (now?.text !== dead.text || now.renewedMs !== dead.renewedMs) return false;
      await this.folders.at(succession, (from) => this.folders.at(name, (to) => fileSystem.rename(from, to)));
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
    // Both times are by the clock of the file system, which may be another machine's.
    const fresh = await this.folders.at(this.unfinished, (path) => fileSystem.lstat(path)).catch(() => undefined);
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
      ? `${this.folders.root} is in use by ${holder}): wait with --wait-lock, or end it`
      : `${this.folders.root} is in use by ${holder}, last sign of life ${seconds(silentMs)} ago): ${wait}`;
  }
}

/**
 * Reads the lease in a file; undefined where there is none. Throws with exit code 74 where the name is not a file, or
 * the file is too large for a lease.
 */
export async function readLease(folders: Folders, name: string): Promise<FoundLease | undefined> {
  try {
    const file = await openLease(folders, name, constants.O_RDONLY);
    return await readFrom(file, folders.path(name)).finally(() => file.close());
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw ioFailure('read', folders.path(name), error);
  }
}

/** Opens a lease. The name may have become anything since the lease was written, so links and FIFOs are refused. */
export async function openLease(folders: Folders, name: string, access: number): Promise<SmallFile> {
  return folders.at(name, (path) => openDocument(path, folders.path(name), access));
}

async function readFrom(file: SmallFile, shown: string): Promise<FoundLease> {
  const { mtimeMs } = await file.stat();
  const text = (await readAtMost(file, shown, MOST_BYTES[LEASE_FILE])).toString();
  return { text, record: parseLease(text), renewedMs: mtimeMs };
}

export async function removeLease(folders: Folders, name: string): Promise<void> {
  try {
    await folders.at(name, (path) => fileSystem.unlink(path));
  } catch (error) {
    if (!isAbsence(error)) throw ioFailure('remove', folders.path(name), error);
  }
}

function seconds(ms: number): string {
  return `${Math.ceil(ms / 1000)} s`;
}
