import { constants } from 'node:fs';
import { RENEW_EVERY_MS } from '../../shared/lease-times';
import { KIT_FOLDER, LEASE_FILE } from '../../shared/output-files';
import { randomUuid } from '../../shared/random';
import { MOST_BYTES } from '../../shared/stored-document';
import { ioFailure } from '../io-failure';
import type { LeaseRecord } from '../lease-record';
import { LostOutput } from '../lost';
import { identifyThisProcess, type Liveness, livenessOf, type ProcessIdentity } from '../process-identity';
import type { Lease, LeaseRequest } from '../store';
import type { SmallFile } from './file-system';
import type { Folders } from './folders';
import { contend, openLease, readLease, removeLease } from './lease-file';
import { readAtMost } from './read-document';

/** The process that asks for a lease, with its view of other processes and its clock. Tests pass their own. */
export interface Claimant {
  readonly self: ProcessIdentity;
  livenessOf(holder: ProcessIdentity): Promise<Liveness>;
  now(): Date;
}

export async function thisProcess(): Promise<Claimant> {
  const self = await identifyThisProcess();
  return { self, livenessOf: (holder) => livenessOf(holder, self), now: () => new Date() };
}

/**
 * Takes the lease of a folder, from a dead holder if need be. A holder is dead when its process is. A holder that
 * cannot be seen from here (on another machine, in another container) is dead when it has given no sign of life for
 * five minutes. Throws with exit code 73 where a holder is alive.
 */
export async function takeLease(folders: Folders, request: LeaseRequest, claimant?: Claimant): Promise<Lease> {
  const { self, ...judge } = claimant === undefined ? await thisProcess() : claimant;
  const record: LeaseRecord = {
    version: 1,
    id: randomUuid(),
    run: request.run,
    since: judge.now().toISOString(),
    ...self,
    ...(request.command === undefined ? {} : { command: request.command }),
  };
  try {
    return new FolderLease(folders, record, await contend(folders, record, judge.livenessOf));
  } catch (error) {
    // The error that prevented the lease says more than a failure to clean up behind it.
    await abandon(folders, record).catch(() => undefined);
    throw error;
  }
}

class FolderLease implements Lease {
  readonly run: string;
  private readonly timer: NodeJS.Timeout;
  private released = false;

  constructor(
    private readonly folders: Folders,
    private readonly record: LeaseRecord,
    readonly tookOver: string | undefined,
  ) {
    this.run = record.run;
    // A failed sign of life does not end the run: check() tells whether another run has taken the output over
    // meanwhile.
    this.timer = setInterval(() => void this.renew().catch(() => undefined), RENEW_EVERY_MS).unref();
  }

  async check(): Promise<void> {
    const found = await readLease(this.folders, LEASE_FILE);
    if (found?.record?.id === this.record.id) return;
    throw new LostOutput(this.folders.root, this.run, found?.record);
  }

  /** Does nothing: the bytes of the file stay as they are. An observer who sees the folder sees the process too. */
  note(): void {}

  /**
   * Writes the same bytes again, which sets the modification time by the clock of the file system: other processes
   * compare with that time. The bytes are read and written by one descriptor, so the lease of another run stays as it
   * is.
   */
  async renew(): Promise<void> {
    const shown = this.folders.path(LEASE_FILE);
    try {
      const file = await openLease(this.folders, LEASE_FILE, constants.O_RDWR);
      await rewriteIfOwn(file, this.record.id, shown).finally(() => file.close());
    } catch (error) {
      throw ioFailure('write', shown, error);
    }
  }

  async release(): Promise<void> {
    if (this.released) return;
    this.released = true;
    clearInterval(this.timer);
    await abandon(this.folders, this.record);
  }
}

async function rewriteIfOwn(file: SmallFile, id: string, shown: string): Promise<void> {
  const text = (await readAtMost(file, shown, MOST_BYTES[LEASE_FILE])).toString();
  if (text.includes(id)) await file.write(text);
}

async function abandon(folders: Folders, { id }: LeaseRecord): Promise<void> {
  const found = await readLease(folders, LEASE_FILE);
  if (found?.record?.id === id) await removeLease(folders, LEASE_FILE);
  await folders.persist(KIT_FOLDER);
  await folders.tidy();
}
