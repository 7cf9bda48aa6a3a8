/** Places in a job's tasks at which a test can stop them, and from there kill, lose or free them: task-gates.cjs. */

import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './folder';
import { until } from './until';

const HOOK = join(__dirname, 'task-gates.cjs');

/** `m_000000_0.start` is where the first attempt of the first map task begins; at `.end` a task has said all it has to. */
export type Passage = string;

export class Gates {
  private readonly folder = temporaryFolder({ shut: '' });

  /** Options of `dedup yarn` that bring its tasks here. */
  get options(): string[] {
    return ['map', 'reduce'].flatMap((task) => [
      ...['--hadoop', `mapreduce.${task}.env.NODE_OPTIONS=--require=${HOOK}`],
      ...['--hadoop', `mapreduce.${task}.env.DEDUP_TEST_GATES=${this.folder}`],
    ]);
  }

  /** From now on tasks stop where their passage matches, and those elsewhere go on. */
  shut(pattern: RegExp): this {
    writeFileSync(join(this.folder, 'shut.new'), pattern.source);
    renameSync(join(this.folder, 'shut.new'), join(this.folder, 'shut'));
    return this;
  }

  open(): void {
    writeFileSync(join(this.folder, 'shut.new'), '');
    renameSync(join(this.folder, 'shut.new'), join(this.folder, 'shut'));
  }

  /** Every passage that was reached so far, in name order. */
  reached(pattern: RegExp): Passage[] {
    return readdirSync(this.folder)
      .filter((name) => /\.(start|end)$/.test(name) && pattern.test(name))
      .sort();
  }

  /** Waits for so many of them. */
  untilReached(pattern: RegExp, count = 1): Promise<Passage[]> {
    return until(`${count} tasks at ${pattern}, of ${this.reached(/./)}`, () => {
      const found = this.reached(pattern);
      return found.length >= count && found;
    });
  }

  /** Who is there: a task's Node, and the address of the node that it runs on. */
  at(passage: Passage): { readonly pid: number; readonly node: string } {
    return JSON.parse(readFileSync(join(this.folder, passage), 'utf8'));
  }
}
