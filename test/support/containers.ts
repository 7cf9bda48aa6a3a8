/** Simulates the containers of map and reduce tasks, with the files and variables that Hadoop gives them. */

import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PLAIN_READING } from '../../job/options/spec';
import type { YarnJob } from '../../job/runner/yarn/contract';
import { type CommandOptions, type Outcome, ROOT, type Running, startDedup } from './command';
import { type Files, temporaryFolder } from './folder';
import { RUN } from './shuffle';
import { withCodec } from './with-codec';

const MiB = 1024 * 1024;
export const JOB = join(ROOT, 'dist', 'job.js');
export const PARTS = 3;

const SPEC: YarnJob['spec'] = {
  format: 'delimited',
  columns: ['movie', 'user', 'rating', 'timestamp'],
  keyColumns: [0, 1],
  orderBy: [{ column: 3, type: 'int', isLeast: false, ranks: [] }],
  emptyOrder: 'refuse',
  timeZone: 'UTC',
  deleteWhen: [],
  forgetDeletedBefore: null,
  delimiter: '^',
  quote: null,
  escape: null,
  isTrimmed: false,
  hasTrailingDelimiter: false,
  reading: PLAIN_READING,
};

export interface Home {
  readonly folder: string;
  readonly files: readonly string[];
  /** The line of the manifest for whole files, each of which is a split. */
  line(...splits: readonly number[]): string;
  start(command: 'map' | 'reduce', attempt: string, options: CommandOptions): Running;
}

/** A folder with input files, which also contains the folder of a container. */
export function homeOf(inputs: Files, more: Partial<YarnJob> = {}): Home {
  const folder = temporaryFolder(inputs);
  const files = Object.keys(inputs).sort();
  const container = join(folder, 'container');
  mkdirSync(container);
  const job: YarnJob = {
    run: RUN,
    output: join(folder, 'out'),
    spec: SPEC,
    header: null,
    badRecords: 'keep',
    compress: 'none',
    splits: files.length,
    parts: PARTS,
    reduces: PARTS,
    slots: PARTS,
    groups: 2,
    memoryBytes: 32 * MiB,
    ...more,
  };
  writeFileSync(join(container, 'job.json'), JSON.stringify(job));
  return {
    folder,
    files,
    line(...splits) {
      const inputs = splits.map((split) => {
        const file = join(folder, files[split] as string);
        const { size, mtimeMs } = statSync(file);
        const segment = { file: withCodec({ path: file, sizeBytes: size, version: String(mtimeMs), own: false }) };
        return { split, segments: [{ ...segment, index: split, start: 0, end: size }] };
      });
      return `${JSON.stringify({ splits: inputs })}\n`;
    },
    start(command, attempt, options) {
      const env = { mapreduce_task_attempt_id: attempt, ...options.env };
      return startDedup([command], { cwd: container, program: JOB, ...options, env });
    },
  };
}

export const mapAttempt = (map: number, attempt = 0) => `attempt_1700000000000_0001_m_00000${map}_${attempt}`;
export const reduceAttempt = (task: number, attempt = 0) => `attempt_1700000000000_0001_r_00000${task}_${attempt}`;

/** Runs a map task, which is named by its first split. */
export function map(home: Home, first: number, ...others: readonly number[]): Promise<Outcome> {
  return home.start('map', mapAttempt(first), { stdin: Buffer.from(home.line(first, ...others)) }).ended;
}

export function reduce(home: Home, task: number, stdin: Buffer, attempt = 0): Promise<Outcome> {
  const env = { mapreduce_task_partition: String(task) };
  return home.start('reduce', reduceAttempt(task, attempt), { stdin, env }).ended;
}

export function staged(home: Home, name: string): string | null {
  const file = join(home.folder, 'out', '_temporary', RUN, name);
  return existsSync(file) ? readFileSync(file, 'latin1') : null;
}

export function lastWords(home: Home, attempt: string) {
  return JSON.parse(staged(home, `last-words/${attempt}.json`) as string);
}
