import { close, fdatasync, fsync, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import { ioFailure } from '../io-failure';
import type { PartSink, StagedPart } from '../store';
import type { Folders } from './folders';

/** The bytes after which the file is synced while more is written. At the end of a part little is left to wait for. */
const SYNC_BYTES = 16 * 1024 * 1024;

/**
 * A staged part in a local folder. Writing is synchronous. The worker threads that write have nothing else to do, and
 * the shared memory that they write from is free for the next lines at once.
 */
export class PartFile implements PartSink {
  private readonly fd: number;
  private sizeBytes = 0;
  private syncAtBytes = SYNC_BYTES;
  private syncing = Promise.resolve();
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
    if (this.sizeBytes >= this.syncAtBytes) return this.syncOn();
  }

  async finish(): Promise<StagedPart> {
    await this.syncing;
    if (this.failure === undefined) await this.sync(fsync);
    await this.close();
    if (this.failure !== undefined) throw this.failure;
    return { ...this.part, sizeBytes: this.sizeBytes };
  }

  /**
   * Starts a sync after the previous one has ended, so that a slow disk is not overloaded and other work gets its turn.
   */
  private async syncOn(): Promise<void> {
    this.syncAtBytes = this.sizeBytes + SYNC_BYTES;
    await this.syncing;
    if (this.failure !== undefined) throw this.failure;
    this.syncing = this.sync(fdatasync);
  }

  private sync(how: typeof fsync): Promise<void> {
    return promisify(how)(this.fd).catch((error) => this.fail(error));
  }

  private close(): Promise<void> {
    this.closed ??= this.syncing.then(() => promisify(close)(this.fd)).catch((error) => this.fail(error));
    return this.closed;
  }

  private fail(error: unknown): void {
    this.failure ??= ioFailure('write', this.path, error);
  }
}
