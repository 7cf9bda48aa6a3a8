import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { identifyThisProcess, livenessOf, parseStat } from '../../../job/store/process-identity';

/** `/proc/<pid>/stat` of a program of this name. The 20th field is the number of threads, the 22nd the start time. */
function stat(name: string, state = 'S', threads = 1): string {
  return `7 (${name}) ${state} 1 1 1 0 -1 4194304 0 0 0 0 0 0 0 0 20 0 ${threads} 0 4711 0 0`;
}

const started: ChildProcess[] = [];

function start(program: string, ...args: string[]): ChildProcess {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  started.push(child);
  return child;
}

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await setImmediate();
}

describe('a process', () => {
  it('is alive when it is this process', async () => {
    const self = await identifyThisProcess();
    expect(self.pid).toBe(process.pid);
    expect(await livenessOf(self, self)).toBe('alive');
  });

  it('is dead when it has ended, is a zombie, or its id belongs to another process', async () => {
    const self = await identifyThisProcess();
    const child = start('sleep', '1000');
    const pid = child.pid as number;
    expect(await livenessOf({ ...self, pid, startTime: 'another' }, self)).toBe('dead');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await livenessOf({ ...self, pid }, self)).toBe('dead');
  });

  it('is dead when its machine was restarted, provided that the host name is the same', async () => {
    const self = { ...(await identifyThisProcess()), host: 'named' };
    expect(await livenessOf({ ...self, bootId: 'before' }, self)).toBe('dead');
    const nameless = { ...self, host: 'localhost.localdomain' };
    expect(await livenessOf({ ...nameless, bootId: 'before' }, nameless)).toBe('unknown');
  });

  it.each([
    ['on another machine', { bootId: 'another', host: 'another' }],
    ['in another container', { pidNamespace: 'pid:[1]' }],
    ['whose start is not known', { startTime: '' }],
    ['whose machine is not known', { bootId: '' }],
    ['whose container is not known', { pidNamespace: '' }],
  ])('%s may be alive or dead', async (_where, change) => {
    const self = await identifyThisProcess();
    expect(await livenessOf({ ...self, ...change }, self)).toBe('unknown');
  });
});

const onLinux = process.platform === 'linux' ? it : it.skip;

describe('/proc/<pid>/stat', () => {
  it.each(['node', 'a b', 'a) S 1 (b', ''])('is parsed for any program name: %j', (name) => {
    expect(parseStat(stat(name))).toEqual({ startTime: '4711' });
  });

  it('identifies a zombie, unless some of its threads are still ending', () => {
    expect(parseStat(stat('node', 'Z'))).toBe('gone');
    expect(parseStat(stat('node', 'X', 0))).toBe('gone');
    expect(parseStat(stat('node', 'Z', 3))).toEqual({ startTime: '4711' });
  });

  it('leads to no verdict when it cannot be parsed', () => {
    expect(parseStat('')).toBe('concealed');
  });

  onLinux('shows a real zombie as dead', async () => {
    const self = await identifyThisProcess();
    // The shell replaces itself by a program that never waits for the child of the shell, which stays a zombie.
    const parent = start('sh', '-c', 'sleep 1000 & echo $!; exec sleep 1000');
    const [line] = (await once(parent.stdout as Readable, 'data')) as [Buffer];
    const pid = Number(line.toString());
    await until(() => readFileSync(`/proc/${parent.pid}/comm`, 'utf8') === 'sleep\n');
    process.kill(pid, 'SIGKILL');
    await until(() => readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z '));
    expect(await livenessOf({ ...self, pid }, self)).toBe('dead');
  });
});
