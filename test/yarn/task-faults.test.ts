/** Tasks that die, hang or are slow, and the application master that dies: the result is the same. */

import { join } from 'node:path';
import { dedup } from '../support/command';
import { namesBelow, temporaryFolder } from '../support/folder';
import { answerIn, readSummary } from '../support/output';
import { Random } from '../support/random';
import { randomRatings } from '../support/records';
import { Gates } from '../support/task-gates';
import { onYarn } from '../support/yarn';
import { answerOfRun, killMaster, smallTasks, startYarn, whatIsLeft } from '../support/yarn-job';

const SEED = 42;
const LINES = randomRatings(new Random(SEED), 3000);

/** Hadoop's default estimator takes a task that is silent for one that is about to end. */
const SOON_SPECULATIVE = [
  'mapreduce.job.speculative.retry-after-no-speculate=500',
  'yarn.app.mapreduce.am.job.task.estimator.class=' +
    'org.apache.hadoop.mapreduce.v2.app.speculate.SimpleExponentialTaskRuntimeEstimator',
  'yarn.app.mapreduce.am.job.task.estimator.simple.exponential.smooth.stagnated-ms=3000',
  'yarn.app.mapreduce.am.job.task.estimator.simple.exponential.smooth.skip-initials=1',
];

jest.setTimeout(300_000);

onYarn(`tasks of a job of two maps and two reduces (seed ${SEED})`, (cluster) => {
  /** A run that tells its rejects, and the output it is to make. */
  function start(gates: Gates, ...more: readonly string[]) {
    const folder = temporaryFolder({ 'in/a': LINES });
    const args = [join(folder, 'in'), '--bad-records', 'keep'];
    const output = join(folder, 'out');
    const run = startYarn(cluster, [...args, '--output', output, ...smallTasks(2), ...gates.options, ...more]);
    return { run, output, expected: () => answerOfRun(args, 2) };
  }

  async function expectSame({ run, output, expected }: ReturnType<typeof start>): Promise<void> {
    expect(await run.ended).toEqual({ exitCode: 0, signal: null, stdout: '', stderr: '' });
    expect(answerIn(output)).toEqual(await expected());
    expect(readSummary(output).yarn).toMatchObject({ maps: 2, reduces: 2 });
    expect(await dedup(['verify', output])).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await whatIsLeft(cluster, run.run, output)).toEqual([]);
  }

  it('are killed: a map at its start, a reduce whose part is finished and not yet committed', async () => {
    const gates = new Gates().shut(/m_000001_0.start|r_000000_0.end/);
    const started = start(gates);
    await gates.untilReached(/m_000001_0.start/);
    process.kill(gates.at('m_000001_0.start').pid, 'SIGKILL');
    await gates.untilReached(/r_000000_0.end/);
    expect(namesBelow(started.output).filter((name) => /r_000000_0\/part-00000/.test(name))).toHaveLength(1);
    process.kill(gates.at('r_000000_0.end').pid, 'SIGKILL');
    await expectSame(started);
    expect(gates.reached(/_1.end/)).toEqual(['m_000001_1.end', 'r_000000_1.end']);
  });

  it('hang', async () => {
    const gates = new Gates().shut(/m_000000_0.start|r_000001_0.start/);
    const timeout = ['mapreduce.task.timeout=15000', 'mapreduce.task.timeout.check-interval-ms=500'];
    const started = start(gates, ...timeout.flatMap((property) => ['--hadoop', property]));
    await expectSame(started);
    expect(gates.reached(/_1.end/)).toEqual(['m_000000_1.end', 'r_000001_1.end']);
  });

  it('outlive their application master: another goes on with what is done', async () => {
    const gates = new Gates().shut(/r_000000_0.start|r_000001_0.end/);
    const started = start(gates);
    await gates.untilReached(/r_000000_0.start|r_000001_0.end/, 2);
    killMaster(cluster, await started.run.application());
    await expectSame(started);
    // attempts of the second master
    expect(gates.reached(/^r_.*_1000.end/)).toHaveLength(2);
  });

  it('are slow, and with speculation overtaken: by attempts that read, and write, the same', async () => {
    const gates = new Gates().shut(/m_000000_0.start|r_000001_0.end/);
    const hadoop = SOON_SPECULATIVE.flatMap((property) => ['--hadoop', property]);
    const started = start(gates, '--speculative', 'on', ...hadoop);
    await expectSame(started);
    expect(gates.reached(/_1.end/)).toEqual(expect.arrayContaining(['m_000000_1.end', 'r_000001_1.end']));
  });

  it('meet a bad record in fail mode: the application ends at once, with the others at work', async () => {
    // which of the two Hadoop's first task reads depends on the length of their names
    const bad = `${'heat^ann^1^1\n'.repeat(99)}heat\n`;
    const folder = temporaryFolder({ 'in/a': bad, 'in/b': bad, good: 'heat^ann^0^0\n' });
    const [input, output] = [join(folder, 'in'), join(folder, 'out')];
    expect(await dedup(['run', join(folder, 'good'), '--output', output])).toMatchObject({ exitCode: 0 });
    const before = answerIn(output);
    const gates = new Gates().shut(/m_000000_.*start/);
    const run = startYarn(cluster, [input, '--output', output, ...smallTasks(2), ...gates.options]);
    expect(await run.ended).toEqual({
      exitCode: 65,
      signal: null,
      stdout: '',
      stderr: expect.stringMatching(
        /^dedup: bad record in '.*\/in\/[ab]' at byte 1287: .*: 'heat'; --bad-records .*\n$/,
      ),
    });
    expect(gates.reached(/./)).toEqual(['m_000000_0.start', 'm_000001_0.start']);
    expect(answerIn(output)).toEqual(before);
    expect(await whatIsLeft(cluster, run.run, output)).toEqual([]);
  });
});
