// The disk that the bench works on: a data folder, which holds one output at a time.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { Problem } from './problem.mjs';

export class Scratch {
  /** @param {string} dataDir */
  constructor(dataDir) {
    this.dataDir = dataDir;
    this.output = path.join(dataDir, 'output');
    /** The folder for spilled records. */
    this.temp = path.join(dataDir, 'temp');
    /** The folder for the records of a packed output. */
    this.unpacked = path.join(dataDir, 'unpacked');
    mkdirSync(dataDir, { recursive: true });
  }

  /** Deletes the last output, and waits for pending writes of the system, which would slow the next run down. */
  clear() {
    rmSync(this.output, { recursive: true, force: true });
    rmSync(this.temp, { recursive: true, force: true });
    mkdirSync(this.temp);
    execFileSync('sync');
  }

  /** Keeps the data sets for the next bench. */
  remove() {
    rmSync(this.output, { recursive: true, force: true });
    rmSync(this.temp, { recursive: true, force: true });
    rmSync(this.unpacked, { recursive: true, force: true });
  }

  /** @param {number} bytes @param {string} work */
  requireSpace(bytes, work) {
    requireSpace(this.dataDir, bytes, `the work "${work}"`, 'choose another with --data');
  }
}

/**
 * @param {string} folder
 * @param {number} bytes
 * @param {string} purpose of the bytes
 * @param {string} advice for the user
 */
export function requireSpace(folder, bytes, purpose, advice) {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (free >= bytes) return;
  const [has, needs] = [free, bytes].map((size) => `${(size / 1e9).toFixed(1)} GB`);
  throw new Problem(`${purpose} needs ${needs} of disk, ${folder} has ${has}; ${advice}`);
}
