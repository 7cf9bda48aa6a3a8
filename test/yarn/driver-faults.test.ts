/** Drivers that are killed, or whose parent process is killed. The next command on the output settles what they left. */

import { cpSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dedup, type Outcome } from '../support/command';
import { type Files, temporaryFolder } from '../support/folder';
import { isComplete, readOutput } from '../support/output';
import { fixture } from '../support/program-fixtures';
import { Gates } from '../support/task-gates';
import { until } from '../support/until';
import { onYarn } from '../support/yarn';
import { applications, BUNDLE, smallTasks, startYarn, unfinishedIn, whatIsLeft } from '../support/yarn-job';

const OLD = 'heat^ann^1^1\nheat^bob^1^1\n';
const KILLED = 'heat^ann^2^2\nheat^eve^2^2\n';
const NEXT = 'heat^ann^3^3\n';

const DRIVER_GATE = join(__dirname, '..', 'support', 'driver-gate.cjs');
const ONE_MAP_TWO_PARTS = [...smallTasks(1), '--parts', '2'];

jest.setTimeout(600_000);

onYarn('a driver', (cluster) => {
  /** A run into an existing output, whose driver is killed while its only map task is running. */
  async function killedWhileMapsAreAtWork() {
    const { input, output } = await outputOfOld();
    const gates = new Gates().shut(/start/);
    const killed = startYarn(cluster, [input('killed'), '--output', output, ...smallTasks(1), ...gates.options]);
    await gates.untilReached(/m_000000_0.start/);
    killed.kill('SIGKILL');
    await killed.ended;
    expect(recordsIn(output)).toBe(sorted(OLD));
    return { input, output, killed };
  }

  it('is killed while maps are running: the next run of that name ends the application, even without its lease, and reports the error of its own tasks', async () => {
    const { output, killed } = await killedWhileMapsAreAtWork();
    // as if the run that took the lease over had been killed too
    rmSync(join(output, '_dedup/lease.json'));
    const { folder, error } = fixture('gzip-cut-short');
    const { exitCode, message } = error as NonNullable<typeof error>;
    const next = startYarn(cluster, [join(folder, 'in'), '--output', output, ...smallTasks(1)], {}, killed.run);
    expect(await next.ended).toMatchObject({
      exitCode,
      stdout: '',
      stderr: expect.stringContaining(message.replace('in/', `${folder}/in/`)),
    });
    const states = (await applications(cluster, killed.run)).map(({ state }) => state);
    expect(states).toEqual(['KILLED', expect.stringMatching(/^(FAILED|KILLED)$/)]);
    expect(recordsIn(output)).toBe(sorted(OLD));
    expect(await whatIsLeft(cluster, killed.run, output)).toEqual([]);
  });

  it('is killed while maps are running: a run without YARN ends the application too', async () => {
    const { input, output, killed } = await killedWhileMapsAreAtWork();
    const next = await dedup(['run', input('next'), '--output', output, '--quiet'], { env: cluster.environment });
    expect(next).toEqual(SUCCESS);
    expect(recordsIn(output)).toBe(sorted(NEXT));
    expect(await killed.application()).toMatchObject({ state: 'KILLED' });
    expect(await whatIsLeft(cluster, killed.run, output)).toEqual([]);
  });

  it('is killed at any point of its publication: the next command finishes or undoes the publication', async () => {
    const { folder, input, output } = await outputOfOld();
    const stops = temporaryFolder();
    const killed = startYarn(cluster, [input('killed'), '--output', output, ...ONE_MAP_TWO_PARTS], {
      env: {
        NODE_OPTIONS: `--require=${DRIVER_GATE}`,
        DEDUP_TEST_STOP_AT: JSON.stringify(PLACES.map(({ step }) => step)),
        DEDUP_TEST_STOPS: stops,
      },
    });
    // a stopped driver leaves the same files as a killed one; the driver is killed at the last place
    const left: string[] = [];
    for (const [i, { place }] of PLACES.entries()) {
      const stopped = join(stops, `${i}.stopped`);
      await until(`the driver stops ${place}`, () => existsSync(stopped) || killed.hasEnded());
      expect({ place, hasEnded: killed.hasEnded() }).toEqual({ place, hasEnded: false });
      if (i === PLACES.length - 1) break;
      left.push(join(folder, `left-${i}`));
      cpSync(output, left[i] as string, { recursive: true, preserveTimestamps: true });
      writeFileSync(join(stops, `${i}.go`), '');
    }
    killed.kill('SIGKILL');
    expect(await killed.ended).toMatchObject({ signal: 'SIGKILL', stderr: '' });
    left.push(output);
    for (const [i, { place, expected }] of PLACES.entries()) {
      const there = left[i] as string;
      // settles, forward or back, and ends with no record
      const next = await dedup(['run', input('bad'), '--output', there], { env: cluster.environment });
      expect({ place, ...next }).toMatchObject({ place, exitCode: 65 });
      expect({ place, isComplete: isComplete(there) }).toEqual({ place, isComplete: true });
      expect({ place, records: recordsIn(there) }).toEqual({ place, records: sorted(expected) });
      expect({ place, ...(await dedup(['verify', there])) }).toMatchObject({ place, exitCode: 0, stderr: '' });
      expect({ place, left: unfinishedIn(there) }).toEqual({ place, left: [] });
    }
    expect(await whatIsLeft(cluster, killed.run, output)).toEqual([]);
  });

  it('ends together with the process that started it, and ends its application', async () => {
    const parent = `require('node:child_process').spawn(process.execPath, [${JSON.stringify(BUNDLE)}, ...process.argv.slice(2)], { stdio: 'inherit' })`;
    const { folder, input, output } = await outputOfOld({ 'parent.cjs': parent });
    const gates = new Gates().shut(/start/);
    const args = [input('killed'), '--output', output, ...smallTasks(1), ...gates.options];
    const run = startYarn(cluster, args, { program: join(folder, 'parent.cjs') });
    await gates.untilReached(/m_000000_0.start/);
    run.kill('SIGKILL');
    // settles when no process holds its standard error any more, that is when the driver has ended
    const stderr = 'dedup: interrupted by the end of the process that started it; nothing was changed\n';
    expect(await run.ended).toMatchObject({ signal: 'SIGKILL', stdout: '', stderr });
    expect(await run.application()).toMatchObject({ state: 'KILLED' });
    expect(recordsIn(output)).toBe(sorted(OLD));
    expect(await whatIsLeft(cluster, run.run, output)).toEqual([]);
  });
});

/** The places, in the order in which a driver passes them. */
const PLACES = [
  { place: 'before the journal is written', step: 'rename .*/out/_dedup/journal.json$', expected: OLD },
  { place: 'between one part and the next', step: 'rename .*/out/part-00001-[^/]*$', expected: KILLED },
  { place: 'before _SUCCESS', step: 'rename .*/out/_SUCCESS$', expected: KILLED },
  {
    place: 'after _SUCCESS, with its journal and its lease still there',
    step: 'rename .*/former-_dedup-journal.json$',
    expected: KILLED,
  },
];

const SUCCESS: Outcome = { exitCode: 0, signal: null, stdout: '', stderr: '' };

/** An output of an earlier run, and inputs for further runs. */
async function outputOfOld(files: Files = {}) {
  const inputs = { 'old/a': OLD, 'killed/a': KILLED, 'next/a': NEXT, 'bad/a': 'heat\n' };
  const folder = temporaryFolder({ ...inputs, ...files });
  const output = join(folder, 'out');
  const input = (name: string) => join(folder, name);
  expect(await dedup(['run', input('old'), '--output', output, '--quiet'])).toEqual(SUCCESS);
  expect(unfinishedIn(output)).toEqual([]);
  return { folder, input, output };
}

function recordsIn(output: string): string {
  return sorted(readOutput(output).records);
}

function sorted(records: string): string {
  return records.split('\n').sort().join('\n');
}
