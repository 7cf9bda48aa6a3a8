import { close, fdatasync, fsync, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import { ioFailure } from '../io-failure';
import type { PartSink, StagedPart } from '../store';
import type { Folders } from './folders';

/** So much at a time goes to the disk while more is written: at the end of a part there is little left to wait for. */
const SYNC_BYTES = 16 * 1024 * 1024;

/**
 * A staged part of a local folder. Writing is synchronous: it is done by worker threads that have nothing else to do,
 * from views on memory they share, which is then free for the next lines at once.
 */
export class PartFile implements PartSink {
  private readonly fd: number;
  private sizeBytes = 0;
  private syncAtBytes = SYNC_BYTES;
  private syncing = Promise.resolve();
  /** What went wrong with a write or a sync: the kernel tells of a page that it lost once, and no later sync again. */
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

  /** Waits for the sync before: a slow disk is not asked for more than it can do, and others get their turn. */
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
