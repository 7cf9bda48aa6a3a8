/** A shell in a folder with sample data, as a person has it who tries a command of a document. */

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { DEDUP, dedup, ROOT } from './command';
import { temporaryFolder } from './folder';

/** Change logs of test/fixtures/program, by the folders that documents have for them. */
const CHANGE_LOGS = {
  debezium: 'change-log-debezium-envelopes',
  'debezium-flat': 'change-log-debezium-flat',
  kafka: 'change-log-debezium',
  redo: 'change-log-oracle',
  airbyte: 'change-log-airbyte',
  singer: 'change-log-singer',
};

export interface SampleShell {
  /** Its folder: `ratings/`, `today/` and change logs are inputs, `latest/` is an output, and `dist/` the build. */
  readonly home: string;
  run(line: string): { status: number | null; stdout: string; stderr: string };
}

export async function sampleShell(): Promise<SampleShell> {
  const event = (day: number) => ({ user: { id: 7 }, event: { time: `2026-11-${day}T12:00:00Z` }, seq: day });
  const home = temporaryFolder({
    'orders.csv': 'id,day,amount\n7,2026-11-28,1.50\n7,2026-11-29,2.50\n',
    'dms/LOAD00000001.csv': 'I,2026-03-01 04:00:00.000000,1,ann\nI,2026-03-01 04:00:00.000000,2,bob\n',
    'dms/20260301-050000001.csv': 'D,2026-03-01 05:00:00.000000,1,ann\n',
    'dms-named/LOAD00000001.csv': 'ts,id,name\n2026-03-01 04:00:00.000000,1,ann\n2026-03-01 04:00:00.000000,2,bob\n',
    'dms-named/20260301-050000001.csv': 'Op,ts,id,name\nD,2026-03-01 05:00:00.000000,1,ann\n',
    'events.jsonl': [28, 29].map((day) => `${JSON.stringify(event(day))}\n`).join(''),
  });
  for (const [name, log] of Object.entries(CHANGE_LOGS)) {
    cpSync(join(ROOT, 'test/fixtures/program', log, 'in'), join(home, name), { recursive: true });
  }
  for (const name of ['ratings', 'today']) cpSync(join(ROOT, 'assets/sample'), join(home, name), { recursive: true });
  symlinkSync(join(ROOT, 'dist'), join(home, 'dist'));
  const path = join(temporaryFolder(), 'path');
  mkdirSync(path);
  symlinkSync(DEDUP, join(path, 'dedup'));
  const { exitCode } = await dedup(['run', 'ratings', '--output', 'latest', '--quiet'], { cwd: home });
  expect(exitCode).toBe(0);
  const env = { PATH: `${path}:${process.env.PATH}`, HOME: home };
  const options = ['--norc', '-e', '-o', 'pipefail', '-c'];
  return {
    home,
    run(line) {
      const { status, stdout, stderr } = spawnSync('bash', [...options, line], { cwd: home, env, encoding: 'utf8' });
      return { status, stdout, stderr };
    },
  };
}
