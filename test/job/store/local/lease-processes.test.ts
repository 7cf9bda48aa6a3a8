/** The lease of an output folder between processes that live or were killed. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { runNamed } from '../../../support/run-named';
import { holderNow, outputFolder, take } from './leased-output';

let program: string;
const processes: ChildProcess[] = [];

beforeAll(() => {
  program = join(mkdtempSync(join(tmpdir(), 'lease-')), 'holder.cjs');
  const source = join(__dirname, 'lease-holder.ts');
  execFileSync(
    require.resolve('esbuild/bin/esbuild'),
    [source, '--bundle', '--platform=node', `--outfile=${program}`],
    {
      stdio: 'ignore',
    },
  );
});
afterAll(() => rmSync(join(program, '..'), { recursive: true }));

afterEach(async () => {
  await Promise.all(processes.splice(0).map(kill));
});

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** A process that takes the lease on command. */
class Holder {
  readonly child: ChildProcess;
  private readonly answers: AsyncIterator<string>;

  constructor(name: string) {
    this.child = spawn(process.execPath, [program, outputFolder(), runNamed(name)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    processes.push(this.child);
    const lines: Interface = createInterface({ input: this.child.stdout as NodeJS.ReadableStream });
    this.answers = lines[Symbol.asyncIterator]();
  }

  async answer(): Promise<string> {
    return (await this.answers.next()).value;
  }

  async tell(command: 'take' | 'release'): Promise<string> {
    this.child.stdin?.write(`${command}\n`);
    return this.answer();
  }
}

async function ready(name: string): Promise<Holder> {
  const holder = new Holder(name);
  expect(await holder.answer()).toBe('ready');
  return holder;
}

it('the lease is refused while its holder lives, and granted after its release', async () => {
  const holder = await ready('first');
  expect(await holder.tell('take')).toBe('held');
  const { since } = holderNow();
  await expect(take('second')).rejects.toMatchObject({
    exitCode: 73,
    message:
      `${outputFolder()} is in use by run ${runNamed('first')} (process ${holder.child.pid} on ${hostname()}, since ${since}): ` +
      'wait with --wait-lock, or end it',
  });
  expect(holderNow()).toMatchObject({ run: runNamed('first'), pid: holder.child.pid, command: ['dedup', 'run'] });
  expect(readdirSync(join(outputFolder(), '_dedup'))).toEqual(['lease.json']);
  expect(await holder.tell('release')).toBe('released');
  expect((await take('second')).tookOver).toBeUndefined();
});

it('the lease of a killed holder is taken over at once', async () => {
  const holder = await ready('first');
  await holder.tell('take');
  await kill(holder.child);
  expect((await take('second')).tookOver).toBe(runNamed('first'));
  expect(holderNow()).toMatchObject({ run: runNamed('second'), pid: process.pid });
  expect(readdirSync(join(outputFolder(), '_dedup'))).toEqual(['lease.json']);
});

it('exactly one of many processes takes over the lease of a killed holder', async () => {
  const holder = await ready('dead');
  await holder.tell('take');
  await kill(holder.child);
  const rivals = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map(ready));
  const answers = await Promise.all(rivals.map((rival) => rival.tell('take')));
  expect(answers.filter((answer) => answer === 'held')).toHaveLength(1);
  const refusal = `${outputFolder()} is in use by run ${holderNow().run} (`;
  expect(answers.filter((answer) => answer.startsWith(refusal)).length).toBeGreaterThan(0);
  expect(answers.filter((answer) => !answer.startsWith(`${outputFolder()} is in use by run `))).toEqual(['held']);
});
