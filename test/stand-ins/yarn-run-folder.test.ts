/** The folders that a start of a cluster removes as left by a dead cluster. These tests need no cluster. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../support/folder';

const RUN_FOLDER = join(__dirname, '..', 'yarn', 'run-folder.mjs');
const FOR_EVER = "process.stdout.write('up'); setInterval(() => {}, 1000);";

const supervisors: ChildProcess[] = [];

afterEach(() => {
  for (const supervisor of supervisors.splice(0)) supervisor.kill('SIGKILL');
});

it('belongs to no process, or to a supervisor of this clone, and never to a supervisor of another clone', async () => {
  const home = temporaryFolder({ 'clone/test/yarn/supervisor.mjs': FOR_EVER, 'clone/other.mjs': FOR_EVER });
  const alive = await folderOf(home, 'test/yarn/supervisor.mjs', '0a0a0a0a', '0a0a0a0a');
  const stale = [
    await folderOf(home, 'test/yarn/supervisor.mjs', '0b0b0b0b', '0c0c0c0c'),
    await folderOf(home, 'other.mjs', '0d0d0d0d', '0d0d0d0d'),
    made(home, 'dedup-yarn-999999999-0e0e0e0e'),
  ];
  const script = `import(${JSON.stringify(RUN_FOLDER)}).then((module) => module.removeStaleRuns())`;
  execFileSync(process.execPath, ['-e', script], { env: { ...process.env, NODE_OPTIONS: '', TMPDIR: home } });
  expect(existsSync(alive)).toBe(true);
  expect(stale.filter((folder) => existsSync(folder))).toEqual([]);
});

/** Of a process that runs such a program of a clone, with such a token. */
async function folderOf(home: string, program: string, token: string, namedToken: string): Promise<string> {
  const child = spawn(process.execPath, [join(home, 'clone', program), token], { stdio: ['ignore', 'pipe', 'ignore'] });
  supervisors.push(child);
  await once(child.stdout, 'data');
  return made(home, `dedup-yarn-${child.pid}-${namedToken}`);
}

function made(home: string, name: string): string {
  mkdirSync(join(home, name));
  return join(home, name);
}
