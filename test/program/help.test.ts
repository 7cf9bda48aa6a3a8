/** The examples at the end of each help, as a person would copy them into a shell. */

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { DEDUP, dedup, ROOT } from '../support/command';
import { temporaryFolder } from '../support/folder';
import { commandNames, helpOf } from '../support/help';

const OF_A_CLUSTER = 'it asks AWS about a cluster; test/cloud/ runs such commands on a stand-in';

/** Examples that cannot be run here, by their commands, with the reason. */
const NOT_HERE: Readonly<Record<string, string>> = {
  yarn: "it takes Hadoop's client and a cluster; test/yarn/ runs such commands",
  doctor: 'it asks an AWS account; test/cloud/ runs it on a stand-in',
  submit: OF_A_CLUSTER,
  wait: OF_A_CLUSTER,
  status: OF_A_CLUSTER,
  logs: OF_A_CLUSTER,
  cancel: OF_A_CLUSTER,
  terminate: OF_A_CLUSTER,
};

interface Example {
  readonly command: string;
  readonly line: string;
}

/** Those of the program itself come first. */
async function allExamples(): Promise<Example[]> {
  const found: Example[] = [];
  for (const command of [null, ...(await commandNames())]) {
    const [, examples = ''] = (await helpOf(command)).split('\nExamples:\n');
    const lines = examples.split('\n').map((line) => line.slice(2));
    const typed = lines.filter((line) => line !== '' && !line.startsWith('#'));
    found.push(...typed.map((line) => ({ command: command === null ? 'dedup' : command, line })));
  }
  return found;
}

/** A folder with what the examples read, and a shell's PATH with the command in it. */
async function scratch(): Promise<{ home: string; path: string }> {
  const home = temporaryFolder({ 'orders.csv': 'id,day,amount\n7,2026-11-28,1.50\n7,2026-11-29,2.50\n' });
  for (const name of ['ratings', 'today']) cpSync(join(ROOT, 'assets/sample'), join(home, name), { recursive: true });
  const path = join(temporaryFolder(), 'path');
  mkdirSync(path);
  symlinkSync(DEDUP, join(path, 'dedup'));
  const { exitCode } = await dedup(['run', 'ratings', '--output', 'latest', '--quiet'], { cwd: home });
  expect(exitCode).toBe(0);
  return { home, path };
}

test('each command has two or three', async () => {
  const counts = new Map<string, number>();
  for (const { command } of await allExamples()) counts.set(command, (counts.get(command) ?? 0) + 1);
  expect([...counts.keys()]).toEqual(['dedup', ...(await commandNames())]);
  for (const [command, count] of counts) expect(`${command} ${count}`).toMatch(/ [23]$/);
});

test('they do what they say, but for those that are listed here with the reason', async () => {
  const examples = await allExamples();
  const { home, path } = await scratch();
  for (const { command, line } of examples.filter(({ command }) => NOT_HERE[command] === undefined)) {
    const { status, stderr } = spawnSync('bash', ['--norc', '-e', '-o', 'pipefail', '-c', line], {
      cwd: home,
      env: { PATH: `${path}:${process.env.PATH}`, HOME: home },
      encoding: 'utf8',
    });
    expect({ command, line, status, stderr }).toEqual({ command, line, status: 0, stderr: '' });
  }
  expect(readdirSync(home).sort()).toEqual(
    ['dedup.fish', 'latest', 'orders', 'orders.csv', 'problems.json', 'ratings', 'today'].sort(),
  );
});

test('those that cannot be run here have options that there are', async () => {
  const elsewhere = (await allExamples()).filter(({ command }) => NOT_HERE[command] !== undefined);
  expect(new Set(elsewhere.map(({ command }) => command))).toEqual(new Set(Object.keys(NOT_HERE)));
  for (const { command, line } of elsewhere) {
    expect(line).toMatch(new RegExp(`^dedup ${command}\\b`));
    const help = await helpOf(command);
    for (const [option] of line.matchAll(/(?<= )--?[a-z-]+/g))
      expect(help).toMatch(new RegExp(`(^| )${option}[ ,]`, 'm'));
  }
});
