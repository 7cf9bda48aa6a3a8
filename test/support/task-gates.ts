/** Places in the tasks of a job at which a test can stop, kill, lose or release them. See task-gates.cjs. */

import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './folder';
import { until } from './until';

const HOOK = join(__dirname, 'task-gates.cjs');

/** `m_000000_0.start` is the start of the first attempt of the first map task. At `.end` a task has written all output. */
export type Passage = string;

export class Gates {
  private readonly folder = temporaryFolder({ shut: '' });

  /** Options of `dedup yarn` that make its tasks use these gates. */
  get options(): string[] {
    return ['map', 'reduce'].flatMap((task) => [
      ...['--hadoop', `mapreduce.${task}.env.NODE_OPTIONS=--require=${HOOK}`],
      ...['--hadoop', `mapreduce.${task}.env.DEDUP_TEST_GATES=${this.folder}`],
    ]);
  }

  /** Stops tasks from now on at passages that match the pattern. All other tasks continue. */
  shut(pattern: RegExp): this {
    writeFileSync(join(this.folder, 'shut.new'), pattern.source);
    renameSync(join(this.folder, 'shut.new'), join(this.folder, 'shut'));
    return this;
  }

  open(): void {
    writeFileSync(join(this.folder, 'shut.new'), '');
    renameSync(join(this.folder, 'shut.new'), join(this.folder, 'shut'));
  }

  /** The matching passages that were reached until now, sorted by name. */
  reached(pattern: RegExp): Passage[] {
    return readdirSync(this.folder)
      .filter((name) => /\.(start|end)$/.test(name) && pattern.test(name))
      .sort();
  }

  /** Waits until this number of matching passages were reached. */
  untilReached(pattern: RegExp, count = 1): Promise<Passage[]> {
    return until(`${count} tasks at ${pattern}, of ${this.reached(/./)}`, () => {
      const found = this.reached(pattern);
      return found.length >= count && found;
    });
  }

  /** The process id of the task at a passage, and the address of its cluster node. */
  at(passage: Passage): { readonly pid: number; readonly node: string } {
    return JSON.parse(readFileSync(join(this.folder, passage), 'utf8'));
  }
}
