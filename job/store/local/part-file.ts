import { closeSync, fdatasync, fsync, writeSync } from 'node:fs';
import { setImmediate as immediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { MiB } from '../../shared/byte-units';
import { ioFailure } from '../io-failure';
import type { PartSink, StagedPart } from '../store';
import type { Folders } from './folders';

/**
 * The bytes after which the file is synced while more is written, unless the sync before lasts. At the end of a part little
 * is left to wait for.
 */
const SYNC_BYTES = 8 * MiB;
/** A sync is waited for once so many bytes are not synced, so that a slow disk is not overloaded. */
const MOST_UNSYNCED_BYTES = 64 * MiB;

/**
 * A staged part in a local folder. Writing is synchronous. The worker threads that write have nothing else to do, and
 * the shared memory that they write from is free for the next lines at once.
 */
export class PartFile implements PartSink {
  private readonly fd: number;
  private sizeBytes = 0;
  /** The size at which to look whether it is time for a sync. */
  private lookAtBytes = SYNC_BYTES;
  /** The bytes that are synced, or are being synced. */
  private syncedBytes = 0;
  private syncing = Promise.resolve();
  private isSyncing = false;
  /**
   * The first error of a write or a sync. It is kept, because the kernel reports a lost page to one sync only: later
   * syncs succeed.
   */
  private failure: unknown;
  private closed: Promise<void> | undefined;

  private readonly path: string;

  constructor(
    folders: Folders,
    name: string,
    private readonly part: Omit<StagedPart, 'sizeBytes'>,
  ) {
    this.path = folders.path(name);
    try {
      this.fd = folders.createFile(name);
    } catch (error) {
      throw ioFailure('create', this.path, error);
    }
  }

  write(bytes: Uint8Array): void | Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    try {
      for (let done = 0; done < bytes.length; ) {
        done += writeSync(this.fd, bytes, done, bytes.length - done);
      }
    } catch (error) {
      this.fail(error);
      void this.close();
      throw this.failure;
    }
    this.sizeBytes += bytes.length;
    if (this.sizeBytes >= this.lookAtBytes) return this.syncOn();
  }

  async finish(): Promise<StagedPart> {
    await this.syncing;
    if (this.failure === undefined) await this.sync(fsync);
    await this.close();
    if (this.failure !== undefined) throw this.failure;
    return { ...this.part, sizeBytes: this.sizeBytes };
  }

  /** Starts a sync if none goes on. Other work gets its turn, so that the end of a sync is noticed. */
  private async syncOn(): Promise<void> {
    this.lookAtBytes = this.sizeBytes + SYNC_BYTES;
    await immediate();
    if (this.sizeBytes - this.syncedBytes >= MOST_UNSYNCED_BYTES) await this.syncing;
    if (this.failure !== undefined) throw this.failure;
    if (!this.isSyncing) this.syncing = this.sync(fdatasync);
  }

  private async sync(how: typeof fsync): Promise<void> {
    this.syncedBytes = this.sizeBytes;
    this.isSyncing = true;
    await promisify(how)(this.fd).catch((error) => this.fail(error));
    this.isSyncing = false;
  }

  /** Closes the file at once when no sync goes on: a thread that is ended meanwhile would not close it any more. */
  private close(): Promise<void> {
    this.closed ??= this.syncing.then(() => closeSync(this.fd)).catch((error) => this.fail(error));
    return this.closed;
  }

  private fail(error: unknown): void {
    this.failure ??= ioFailure('write', this.path, error);
  }
}
