/** Files that this process reaches by itself, without a command of Hadoop, which would start a JVM. */

import { createReadStream, createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isAbsence } from '../../store/io-failure';

/** The calls to the cluster's default file system. Each rejects where it fails, or where `signal` is aborted. */
export interface DirectFiles {
  /** The names in a folder; none where it does not exist. */
  list(folder: string, signal: AbortSignal): Promise<string[]>;
  read(file: string, signal: AbortSignal): Promise<Buffer>;
  /** Copies a file of this machine, and makes the folders above it. */
  copy(from: string, to: string, signal: AbortSignal): Promise<void>;
  /** Removes a file, or a folder with everything in it, where it exists. */
  remove(name: string, signal: AbortSignal): Promise<void>;
}

/** The default file system of a cluster whose nodes share the files of this machine. */
export const DISK: DirectFiles = {
  async list(folder) {
    return fs.readdir(folder).catch((error) => {
      if (isAbsence(error)) return [];
      throw error;
    });
  },
  read: (file, signal) => fs.readFile(file, { signal }),
  async copy(from, to, signal) {
    await fs.mkdir(path.dirname(to), { recursive: true });
    // a copy of the system would have the mode of the source, which only its owner may read, unlike the tasks' users
    await pipeline(createReadStream(from), createWriteStream(to), { signal });
  },
  remove: (name) => fs.rm(name, { recursive: true, force: true }),
};
