/** Runs the examples at the end of each help text as a person would copy them into a shell. */

import { readdirSync } from 'node:fs';
import { commandNames, helpOf } from '../support/help';
import { sampleShell } from '../support/sample-shell';

const OF_A_CLUSTER = 'it asks AWS about a cluster; test/cloud/ runs such commands on a stand-in';

/** The commands whose examples cannot be run here, with the reason. */
const NOT_HERE: Readonly<Record<string, string>> = {
  'class-data': 'it takes Hadoop and its Java; test/yarn/ runs it',
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

/** The examples of all help texts; those of the program itself come first. */
async function allExamples(): Promise<Example[]> {
  const found: Example[] = [];
  for (const command of [null, ...(await commandNames())]) {
    const [, after = ''] = (await helpOf(command)).split('\nExamples:\n');
    const [examples = ''] = after.split('\n\n');
    const lines = examples.split('\n').map((line) => line.slice(2));
    const typed = lines.filter((line) => line !== '' && !line.startsWith('#'));
    found.push(...typed.map((line) => ({ command: command === null ? 'dedup' : command, line })));
  }
  return found;
}

test('the help of each command has two to six examples behind its options', async () => {
  const counts = new Map<string, number>();
  for (const { command } of await allExamples()) counts.set(command, (counts.get(command) ?? 0) + 1);
  expect([...counts.keys()]).toEqual(['dedup', ...(await commandNames())]);
  for (const [command, count] of counts) expect(`${command} ${count}`).toMatch(/ [2-6]$/);
});

test('each example succeeds in a shell, except those of the commands that are listed here', async () => {
  const examples = await allExamples();
  const shell = await sampleShell();
  for (const { command, line } of examples.filter(({ command }) => NOT_HERE[command] === undefined)) {
    const { status, stderr } = shell.run(line);
    expect({ command, line, status, stderr }).toEqual({ command, line, status: 0, stderr: '' });
  }
  expect(readdirSync(shell.home).sort()).toEqual(
    [
      'airbyte',
      'debezium',
      'debezium-flat',
      'dedup.fish',
      'dist',
      'dms',
      'dms-named',
      'events',
      'events.jsonl',
      'kafka',
      'latest',
      'next',
      'nightly',
      'orders',
      'orders.csv',
      'problems.json',
      'ratings',
      'redo',
      'rows',
      'singer',
      'today',
    ].sort(),
  );
});

test('the examples that cannot be run here use only options that the command has', async () => {
  const elsewhere = (await allExamples()).filter(({ command }) => NOT_HERE[command] !== undefined);
  expect(new Set(elsewhere.map(({ command }) => command))).toEqual(new Set(Object.keys(NOT_HERE)));
  // the folder that class-data makes is for another command
  const others: Readonly<Record<string, readonly string[]>> = { 'class-data': ['yarn'] };
  for (const { command, line } of elsewhere) {
    const [, named = ''] = /^dedup ([a-z-]+)/.exec(line) ?? [];
    expect([command, ...(others[command] ?? [])]).toContain(named);
    const help = await helpOf(named);
    for (const [option] of line.matchAll(/(?<= )--?[a-z-]+/g))
      expect(help).toMatch(new RegExp(`(^| )${option}[ ,]`, 'm'));
  }
});
