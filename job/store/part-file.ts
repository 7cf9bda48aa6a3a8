import { close, closeSync, fsync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { ioFailure } from './io-failure';
import type { PartSink, StagedPart } from './store';

/**
 * A staged part of a local folder. Writing is synchronous: it is done by worker threads that have nothing else to do,
 * from views on memory they share, which is then free for the next lines at once.
 */
export class PartFile implements PartSink {
  private readonly fd: number;
  /** What went wrong with a write: the file is closed then. */
  private failure: unknown;
  private sizeBytes = 0;

  constructor(
    private readonly path: string,
    private readonly part: Omit<StagedPart, 'sizeBytes'>,
  ) {
    try {
      mkdirSync(dirname(path), { recursive: true });
      this.fd = openSync(path, 'wx');
    } catch (error) {
      throw ioFailure('create', path, error);
    }
  }

  write(bytes: Uint8Array): void {
    if (this.failure !== undefined) throw this.failure;
    try {
      for (let done = 0; done < bytes.length; ) {
        done += writeSync(this.fd, bytes, done, bytes.length - done);
      }
    } catch (error) {
      closeSync(this.fd);
      this.failure = ioFailure('write', this.path, error);
      throw this.failure;
    }
    this.sizeBytes += bytes.length;
  }

  async finish(): Promise<StagedPart> {
    if (this.failure !== undefined) throw this.failure;
    try {
      await promisify(fsync)(this.fd).finally(() => promisify(close)(this.fd));
    } catch (error) {
      throw ioFailure('write', this.path, error);
    }
    return { ...this.part, sizeBytes: this.sizeBytes };
  }
}
