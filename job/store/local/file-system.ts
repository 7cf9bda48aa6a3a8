/**
 * The operations of the file system that an output in a folder needs. Those on names and on small files are done at once:
 * the system answers from its memory within some microseconds, while one of Node's threads would first have to be woken,
 * and then the thread that waits for it. A small run does some two hundred of them. An operation that may wait for the disk
 * is left to Node's threads: a sync, and the removal of a file, whose blocks are freed.
 */

import fs, { type Dirent, type Stats } from 'node:fs';
import promises from 'node:fs/promises';
import { promisify } from 'node:util';

/** Each operation throws the system's error, as a rejection. */
export const fileSystem = {
  async lstat(path: string): Promise<Stats> {
    return fs.lstatSync(path);
  },

  async stat(path: string): Promise<Stats> {
    return fs.statSync(path);
  },

  async names(folder: string): Promise<string[]> {
    return fs.readdirSync(folder);
  },

  async entries(folder: string): Promise<Dirent[]> {
    return fs.readdirSync(folder, { withFileTypes: true });
  },

  async mkdir(path: string): Promise<void> {
    fs.mkdirSync(path);
  },

  async rmdir(path: string): Promise<void> {
    fs.rmdirSync(path);
  },

  async rename(from: string, to: string): Promise<void> {
    fs.renameSync(from, to);
  },

  async link(from: string, to: string): Promise<void> {
    fs.linkSync(from, to);
  },

  unlink(path: string): Promise<void> {
    return promises.unlink(path);
  },

  async open(path: string, flags: string | number): Promise<SmallFile> {
    return new SmallFile(fs.openSync(path, flags));
  },
};

/** An open file with few bytes, or a folder that is open for a sync. */
export class SmallFile {
  constructor(readonly fd: number) {}

  async stat(): Promise<Stats> {
    return fs.fstatSync(this.fd);
  }

  /** Returns the number of bytes that were read to the end of `bytes`, from `filled` on; 0 at the end of the file. */
  async read(bytes: Uint8Array, filled: number): Promise<number> {
    return fs.readSync(this.fd, bytes, filled, bytes.length - filled, filled);
  }

  /** Writes the text at the start of the file. */
  async write(text: string): Promise<void> {
    const bytes = Buffer.from(text);
    for (let done = 0; done < bytes.length; ) done += fs.writeSync(this.fd, bytes, done, bytes.length - done, done);
  }

  sync(): Promise<void> {
    return promisify(fs.fsync)(this.fd);
  }

  async close(): Promise<void> {
    fs.closeSync(this.fd);
  }
}
