import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { Folders } from '../../../job/store/folders';
import { type Claimant, takeLease, thisProcess } from '../../../job/store/lease';
import { openLocalFolder } from '../../../job/store/local-folder';
import type { Lease } from '../../../job/store/store';
import { Faults } from './faults';

const MINUTE = 60_000;

let program: string;
let home: string;
let out: string;
const processes: ChildProcess[] = [];
const leases: Lease[] = [];

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

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lease-'));
  out = join(home, 'out');
});
afterEach(async () => {
  for (const lease of leases.splice(0)) await lease.release();
  await Promise.all(processes.splice(0).map(kill));
  rmSync(home, { recursive: true });
});

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** A process that waits to be told to take the lease. */
class Holder {
  readonly child: ChildProcess;
  private readonly answers: AsyncIterator<string>;

  constructor(run: string) {
    this.child = spawn(process.execPath, [program, out, run], { stdio: ['pipe', 'pipe', 'inherit'] });
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

async function ready(run: string): Promise<Holder> {
  const holder = new Holder(run);
  expect(await holder.answer()).toBe('ready');
  return holder;
}

async function take(run: string, change: Partial<Claimant> = {}): Promise<Lease> {
  const lease = await takeLease(new Folders(out), { run }, { ...(await thisProcess()), ...change });
  leases.push(lease);
  return lease;
}

function leaseFile(): string {
  return join(out, '_dedup/lease.json');
}

function holderNow() {
  return JSON.parse(readFileSync(leaseFile(), 'utf8'));
}

/** Moves the last sign of life into the past. */
function silentFor(ms: number): void {
  const then = new Date(Date.now() - ms);
  utimesSync(leaseFile(), then, then);
}

/** A lease of another machine, which this one cannot see. */
async function heldElsewhere(): Promise<Lease> {
  const { self } = await thisProcess();
  return take('elsewhere', {
    self: { ...self, pid: 7, bootId: 'another', host: 'far-away' },
    now: () => new Date('2026-01-01T00:00:00Z'),
  });
}

describe('between processes', () => {
  it('refuses while the holder lives, and not once it has released', async () => {
    const holder = await ready('first');
    expect(await holder.tell('take')).toBe('held');
    const { since } = holderNow();
    await expect(take('second')).rejects.toMatchObject({
      exitCode: 73,
      message:
        `${out} is in use by run first (process ${holder.child.pid} on ${hostname()}, since ${since}): ` +
        'wait until it ends, or end it',
    });
    expect(holderNow()).toMatchObject({ run: 'first', pid: holder.child.pid, command: ['dedup', 'run'] });
    expect(readdirSync(join(out, '_dedup'))).toEqual(['lease.json']);
    expect(await holder.tell('release')).toBe('released');
    expect((await take('second')).tookOver).toBeUndefined();
  });

  it('takes over from a holder that was killed, at once', async () => {
    const holder = await ready('first');
    await holder.tell('take');
    await kill(holder.child);
    expect((await take('second')).tookOver).toBe('first');
    expect(holderNow()).toMatchObject({ run: 'second', pid: process.pid });
    expect(readdirSync(join(out, '_dedup'))).toEqual(['lease.json']);
  });

  it('lets exactly one of many take over', async () => {
    const holder = await ready('dead');
    await holder.tell('take');
    await kill(holder.child);
    const rivals = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map(ready));
    const answers = await Promise.all(rivals.map((rival) => rival.tell('take')));
    expect(answers.filter((answer) => answer === 'held')).toHaveLength(1);
    const refusal = `${out} is in use by run ${holderNow().run} (`;
    expect(answers.filter((answer) => answer.startsWith(refusal)).length).toBeGreaterThan(0);
    expect(answers.filter((answer) => !answer.startsWith(`${out} is in use by run `))).toEqual(['held']);
  });
});

describe('within one process', () => {
  /** Many that see a dead holder, and each other alive, step by step at the same time. */
  async function race(dead: string | undefined): Promise<void> {
    const livenessOf = async (holder: { pid: number }) => (holder.pid === 1e9 ? 'dead' : 'alive') as 'dead' | 'alive';
    const rivals = Array.from({ length: 12 }, (_, index) => take(`rival-${index}`, { livenessOf }));
    const outcomes = await Promise.allSettled(rivals);
    const winners = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(winners).toHaveLength(1);
    expect(winners[0]).toMatchObject({ run: holderNow().run, tookOver: dead });
    await winners[0]?.check();
    await winners[0]?.release();
  }

  it('lets exactly one of many take a free output', async () => {
    for (let round = 0; round < 20; round++) await race(undefined);
    expect(existsSync(join(out, '_dedup'))).toBe(false);
  });

  it('lets exactly one of many take over, also where one died taking over', async () => {
    const { self } = await thisProcess();
    const dead: Partial<Claimant> = { self: { ...self, pid: 1e9 }, livenessOf: async () => 'dead' };
    for (let at = 1; ; at++) {
      await take('dead', dead);
      const { struck } = await new Faults('kill', at).strike(() => take('died too', dead));
      const holder = holderNow().run;
      await race(holder);
      if (!struck) break;
    }
  });

  it('takes over where the process id was given to another process, or the machine started anew', async () => {
    const { self } = await thisProcess();
    await take('before', { self: { ...self, startTime: 'another' } });
    expect((await take('after')).tookOver).toBe('before');
    await leases.pop()?.release();
    await take('before', { self: { ...self, bootId: 'another' } });
    expect((await take('after')).tookOver).toBe('before');
  });
});

describe('a holder that cannot be seen from here', () => {
  it('is alive while it gives signs of life', async () => {
    await heldElsewhere();
    silentFor(4 * MINUTE + 1000);
    await expect(take('here')).rejects.toMatchObject({
      exitCode: 73,
      message: expect.stringMatching(
        new RegExp(
          `^${out} is in use by run elsewhere \\(process 7 on far-away, since 2026-01-01T00:00:00.000Z, last sign of life ` +
            `24[012] s ago\\): if nothing writes there, try again in (59|60) s or remove ${leaseFile()}$`,
        ),
      ),
    });
  });

  it('gives one by renewing', async () => {
    const lease = await heldElsewhere();
    const before = readFileSync(leaseFile());
    silentFor(6 * MINUTE);
    await lease.renew();
    expect(readFileSync(leaseFile())).toEqual(before);
    await expect(take('here')).rejects.toThrow('last sign of life');
  });

  it('is dead after five minutes without, and hears that it lost', async () => {
    const lost = await heldElsewhere();
    silentFor(5 * MINUTE + 1000);
    expect((await take('here')).tookOver).toBe('elsewhere');
    await expect(lost.check()).rejects.toMatchObject({
      exitCode: 73,
      message: `lost ${out} to run here on ${hostname()}: run elsewhere gave no sign of life for too long; run it again`,
    });
    const theirs = readFileSync(leaseFile());
    silentFor(MINUTE);
    await lost.renew();
    await lost.release();
    expect(readFileSync(leaseFile())).toEqual(theirs);
  });

  it('may also be half a lease', async () => {
    mkdirSync(join(out, '_dedup'), { recursive: true });
    writeFileSync(leaseFile(), '{"version":1,"run":"ha');
    await expect(take('here')).rejects.toMatchObject({
      exitCode: 73,
      message: expect.stringMatching(
        /lease\.json cannot be read as a lease and changed \d s ago: if nothing writes there, /,
      ),
    });
    silentFor(6 * MINUTE);
    expect((await take('here')).tookOver).toBeUndefined();
  });
});

describe('a lease', () => {
  it('is checked, and gone with its folders when it is released', async () => {
    const lease = await openLocalFolder(join(home, 'a/b/out')).takeLease({ run: 'only' });
    await lease.check();
    await lease.release();
    await lease.release();
    expect(readdirSync(home)).toEqual([]);
  });

  it('leaves folders that were there, and what somebody put into those that were not', async () => {
    mkdirSync(out);
    await (await take('one')).release();
    expect(readdirSync(home)).toEqual(['out']);
    const lease = await openLocalFolder(join(home, 'new/out')).takeLease({ run: 'two' });
    writeFileSync(join(home, 'new/theirs'), '');
    await lease.release();
    expect(readdirSync(join(home, 'new'))).toEqual(['theirs']);
  });

  it('is lost where its file is', async () => {
    const lease = await take('one');
    rmSync(leaseFile());
    await expect(lease.check()).rejects.toThrow(`lost ${out}: run one gave no sign of life for too long; run it again`);
  });
});
