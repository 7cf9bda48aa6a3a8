/** The cluster's default file system, as far as a run needs it. */

import fs from 'node:fs/promises';
import path from 'node:path';
import { format } from 'node:util';
import { tellLine } from '../../shared/standard-error';
import type { DirectFiles } from './direct-files';
import type { Hadoop } from './hadoop';

/** The most time for one direct call, in which the largest manifest is copied. */
const CALL_WITHIN_MS = 60_000;
/** How many files are read at a time. */
const READS = 8;

/**
 * Calls go directly where this process reaches the file system by itself. `hadoop fs`, which always works, makes every
 * call behind the first direct one that failed, and that one again: its error is then the reason.
 */
export class ClusterFiles {
  constructor(
    /** Null where only `hadoop fs` can be used. */
    private direct: DirectFiles | null,
    private readonly hadoop: Pick<Hadoop, 'put' | 'read' | 'remove'>,
  ) {}

  /** Copies a folder of this machine, which has only files. Throws with exit code 69 where it cannot. */
  async put(from: string, to: string, signal: AbortSignal): Promise<void> {
    const isDirect = this.direct !== null;
    const done = await this.directly(signal, async (files, until) => {
      for (const name of await fs.readdir(from)) await files.copy(path.join(from, name), `${to}/${name}`, until);
      return true;
    });
    if (done) return;
    // `hadoop fs -put` would copy into a folder that a direct call has left
    if (isDirect) await this.hadoop.remove(to);
    await this.hadoop.put(from, to, signal);
  }

  /**
   * The content of all files that match a pattern, one behind the other. The last part of the pattern may hold `*`.
   * Throws with exit code 69 where they cannot be read.
   */
  async read(pattern: string, signal: AbortSignal): Promise<Buffer> {
    const content = await this.directly(signal, async (files, until) => {
      const names = await matching(files, pattern, until);
      // `hadoop fs` says it best
      if (names.length === 0) throw new Error(`nothing matches ${pattern}`);
      const contents: Buffer[] = [];
      for (let at = 0; at < names.length; at += READS) {
        contents.push(...(await Promise.all(names.slice(at, at + READS).map((name) => files.read(name, until)))));
      }
      return Buffer.concat(contents);
    });
    return content ?? this.hadoop.read(pattern, signal);
  }

  /** Removes what matches a pattern, of which the last part may hold `*`. Returns whether all of it is gone. */
  async remove(pattern: string): Promise<boolean> {
    const done = await this.directly(null, async (files, until) => {
      for (const name of await matching(files, pattern, until)) await files.remove(name, until);
      return true;
    });
    return done ?? this.hadoop.remove(pattern);
  }

  /** Undefined where there is no direct way, or it failed. Throws the reason where the run has been ended. */
  private async directly<T>(
    signal: AbortSignal | null,
    call: (files: DirectFiles, until: AbortSignal) => Promise<T>,
  ): Promise<T | undefined> {
    if (this.direct === null) return undefined;
    const limit = AbortSignal.timeout(CALL_WITHIN_MS);
    try {
      return await call(this.direct, signal === null ? limit : AbortSignal.any([limit, signal]));
    } catch (error) {
      signal?.throwIfAborted();
      // the cause says more than the message of `fetch`
      const { message, cause } = error as Error;
      if (process.env.DEBUG) tellLine(format(`'hadoop fs' is used from here on: ${message}`, cause ?? ''));
      this.direct = null;
      return undefined;
    }
  }
}

/** The full names that match a pattern, in the order of `hadoop fs`. */
async function matching(files: DirectFiles, pattern: string, until: AbortSignal): Promise<string[]> {
  const border = pattern.lastIndexOf('/');
  const [folder, last] = [pattern.slice(0, border), pattern.slice(border + 1)];
  if (!last.includes('*')) return [pattern];
  const pieces = last.split('*').map((piece) => piece.replace(/[.\\+?^${}()|[\]]/g, '\\$&'));
  const form = new RegExp(`^${pieces.join('.*')}$`);
  const names = (await files.list(folder, until)).filter((name) => form.test(name));
  return names.sort().map((name) => `${folder}/${name}`);
}
