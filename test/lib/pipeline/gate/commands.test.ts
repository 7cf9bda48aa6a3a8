/** Signals from a terminal or from the parent process of a gate. Its commands run a stand-in program for `dedup`. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../../support/folder';
import { until } from '../../../support/until';

const ROOT = join(__dirname, '../../../..');

/** A program that prints when it has begun, and ends on command or at once by a signal. */
const DEDUP = `
  const { existsSync, writeFileSync } = require('node:fs');
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(9));
  setInterval(() => existsSync('end') && (console.log(process.argv[2]), process.exit(0)), 20);
  writeFileSync('begun', '');
`;

const GATE = `
  const { Commands } = require('${ROOT}/lib/pipeline/gate/commands.ts');
  const commands = new Commands(process.argv[1]);
  commands.run(['submit'], process.argv[2]).then(({ exitCode, printed }) => {
    console.log(exitCode, printed.trim());
    commands.throwIfInterrupted();
  }).catch((error) => console.log(error.exitCode, error.message));
`;

let gate: ChildProcess | undefined;
afterEach(async () => {
  if (gate === undefined || gate.exitCode !== null) return;
  gate.kill('SIGKILL');
  await once(gate, 'exit');
});

/** The output of the gate when the signal arrives while the command runs. */
async function interrupted(whenSignalled: string, send: (gate: ChildProcess) => void): Promise<string> {
  const folder = temporaryFolder({ 'dist/dedup.js': DEDUP });
  const child = spawn(process.execPath, ['--import', 'tsx', '--eval', GATE, folder, whenSignalled], {
    cwd: ROOT,
    // a process group of its own, as a terminal makes one
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  gate = child;
  const closed = once(child, 'close');
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    printed += text;
  });
  await until('the command has begun', () => existsSync(join(folder, 'begun')) || child.exitCode !== null);
  send(child);
  if (whenSignalled === 'go on') writeFileSync(join(folder, 'end'), '');
  await closed;
  return printed;
}

test('a command that may be interrupted ends by the signal', async () => {
  expect(await interrupted('end', (child) => child.kill('SIGTERM'))).toBe('9 \n143 interrupted by SIGTERM\n');
});

test('a command that must not be interrupted finishes, although a terminal signals every process', async () => {
  const toGroup = ({ pid }: ChildProcess) => process.kill(-(pid as number), 'SIGINT');
  expect(await interrupted('go on', toGroup)).toBe('0 submit\n130 interrupted by SIGINT\n');
});
