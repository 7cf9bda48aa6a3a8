/** `dedup submit` and `dedup wait`: the result of a run, and the messages about it. */

import { onCloud } from '../support/cloud';
import { BAD, Deployed, GOOD, removeJobOnOneMachine } from '../support/cloud-deployment';
import { shellStep } from '../support/cloud-emr';
import { temporaryFolder } from '../support/folder';
import { dedupResident as dedup } from '../support/resident';
import { runNamed } from '../support/run-named';

const POLL = ['--poll', '1s'];

onCloud('a run that is submitted', { hasYarn: false }, (cloud) => {
  let deployed: Deployed;
  beforeAll(async () => {
    deployed = await new Deployed(cloud()).start();
  });
  afterAll(removeJobOnOneMachine);

  /** The location of the logs of a step. */
  const logsOf = (step: string) => `s3://${deployed.bucket}/logs/${deployed.cluster}/steps/${step}/`;

  test('without an input file is refused before it starts anything that is paid for', async () => {
    const { exitCode, stderr } = await deployed.dedup('submit');
    expect({ exitCode, stderr }).toEqual({
      exitCode: 66,
      stderr: `dedup: no file in '${deployed.input}'; --allow-empty publishes an empty output\n`,
    });
    expect(await deployed.emr.steps(deployed.cluster)).toEqual([]);
    expect(await deployed.dedup('wait')).toMatchObject({
      exitCode: 69,
      stderr: `dedup: cluster ${deployed.cluster} has no run yet: 'dedup submit' adds one\n`,
    });
  });

  test('is judged by dedup wait from the summary of that run', async () => {
    await deployed.put('in/a', GOOD);
    const submitted = await deployed.submit();
    expect(submitted).toEqual({
      region: 'us-east-1',
      run: expect.stringMatching(/^\d{8}t\d{6}z-[0-9a-f]{6}$/),
      cluster: deployed.cluster,
      step: expect.stringMatching(/^s-/),
      copies: true,
      output: deployed.output,
    });
    const waited = await deployed.dedup('wait', submitted.step, ...POLL, '--json');
    expect(waited).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(waited.stdout)).toMatchObject({
      run: submitted.run,
      exitCode: 0,
      error: null,
      counts: { lines: 3, kept: 2, superseded: 1 },
    });
    // the printed submission is enough, without the stack and the region
    const folder = temporaryFolder({ 'run.json': JSON.stringify(submitted) });
    const around = { cwd: folder, env: { ...deployed.environment, AWS_REGION: '', AWS_DEFAULT_REGION: '' } };
    const said = `run ${submitted.run} published ${deployed.output}: 2 kept of 3 lines (1 superseded, 0 rejected)`;
    expect(await dedup(['wait', '--submitted', 'run.json'], around)).toMatchObject({
      exitCode: 0,
      stdout: `${said}\n`,
    });
    expect(await dedup(['wait', submitted.step, '--submitted', 'run.json'], around)).toMatchObject({
      exitCode: 64,
      stderr: "dedup: --submitted 'run.json' names the run already, give nothing else that does\n",
    });
    // a run that ended before, named by its cluster
    const { exitCode, stdout } = await dedup(['wait', deployed.cluster], { env: deployed.environment });
    expect(exitCode).toBe(0);
    const [before, when] = stdout.split('; it ended at ');
    expect(before).toBe(said);
    expect(when).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ, \d+ s before it was waited for\n$/);
  });

  test('whose counts do not add up, or whose output lacks _SUCCESS, is no success', async () => {
    const [summary, mark] = ['latest/_dedup/summary.json', 'latest/_SUCCESS'];
    const published = await deployed.get(summary);
    const { run, counts, ...rest } = JSON.parse(published);
    await deployed.put(summary, JSON.stringify({ ...rest, run, counts: { ...counts, kept: counts.kept + 1 } }));
    expect(await deployed.dedup('wait')).toMatchObject({
      exitCode: 70,
      stdout: '',
      stderr: `dedup: the counts of run ${run} do not balance: see ${deployed.output}/_dedup/summary.json, and report it\n`,
    });
    await deployed.put(summary, published);
    await deployed.remove(mark);
    expect(await deployed.dedup('wait')).toMatchObject({
      exitCode: 70,
      stdout: '',
      stderr: expect.stringMatching(
        new RegExp(`^dedup: step s-\\w+ completed, but '${deployed.output}' has no _SUCCESS: run again\\n$`),
      ),
    });
    await deployed.put(mark, '');
    expect(await deployed.dedup('wait')).toMatchObject({ exitCode: 0 });
  });

  test('does not copy the same job again, and takes other options', async () => {
    await deployed.put('in/b', BAD);
    const submitted = await deployed.submit('--bad-records', 'drop', '--run-id', '20261122t152504z-mine');
    expect(submitted).toMatchObject({ run: '20261122t152504z-mine', copies: false });
    const limits = ['--max-rejected', '1', '--min-kept', '2'];
    const { exitCode, stdout } = await deployed.dedup('wait', submitted.step, ...POLL, ...limits);
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: `run 20261122t152504z-mine published ${deployed.output}: 2 kept of 7 lines (4 superseded, 1 rejected)\n`,
    });
    expect(await deployed.dedup('wait', '--max-rejected', '10%')).toMatchObject({
      exitCode: 65,
      stderr: 'dedup: run 20261122t152504z-mine rejected 1 of 7 records, --max-rejected allows 10%\n',
    });
    expect(await deployed.dedup('wait', '--min-kept', '3')).toMatchObject({ exitCode: 65 });
  });

  test('on bad data fails with the first bad record and where it is', async () => {
    const { step } = await deployed.submit();
    const { exitCode, stderr } = await deployed.dedup('wait', step, ...POLL, '--quiet');
    expect(exitCode).toBe(65);
    expect(stderr).toMatch(/^dedup: .*in 's3:\/\/\S+\/in\/b' at byte 72/);
    expect(stderr).toContain(`(step ${step} failed; logs: ${logsOf(step)})\n`);
    // for machines too
    const { stdout } = await deployed.dedup('wait', step, '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      exitCode: 65,
      step,
      counts: null,
      error: expect.stringContaining('at byte 72'),
    });
  });

  test('with a limit of bad records of its own fails beyond it', async () => {
    const { step, run } = await deployed.submit('--bad-records', 'drop', '--max-bad-records', '0');
    const { exitCode, stdout } = await deployed.dedup('wait', step, ...POLL, '--json');
    expect({ exitCode, ...JSON.parse(stdout) }).toMatchObject({
      ...{ exitCode: 65, run },
      error: expect.stringMatching(/^1 of 7 records are bad/),
    });
    const logs = await deployed.dedup('logs', step);
    expect(logs).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('1 of 7 records are bad') });
  });

  test('whose output another run has replaced is distinguished from that run', async () => {
    const { step } = await deployed.submit('--bad-records', 'drop');
    expect((await deployed.dedup('wait', step, ...POLL)).exitCode).toBe(0);
    const later = await deployed.submit('--bad-records', 'drop');
    expect((await deployed.dedup('wait', later.step, ...POLL)).exitCode).toBe(0);
    expect(await deployed.dedup('wait', step)).toMatchObject({
      exitCode: 73,
      stderr: `dedup: step ${step} completed, but '${deployed.output}' has been replaced since by run ${later.run}: the summary of its own run is gone\n`,
    });
  });

  test('whose input was removed publishes nothing, which is not a success', async () => {
    const [step] = (await deployed.emr.add(deployed.cluster, {
      ...shellStep('true'),
      HadoopJarStep: {
        Jar: 'command-runner.jar',
        Args: ['true', 'yarn', deployed.input, '--output', `s3://${deployed.bucket}/elsewhere`],
      },
    })) as [string];
    expect(await deployed.dedup('wait', step, ...POLL, '--quiet')).toMatchObject({
      exitCode: 66,
      stderr: `dedup: step ${step} completed, but it published nothing: 's3://${deployed.bucket}/elsewhere' holds no summary; with --if-empty ok a run without input publishes nothing\n`,
    });
  });

  test('is refused when it could not succeed', async () => {
    const refusal = async (...args: string[]) => {
      const { exitCode, stderr } = await deployed.dedup('submit', ...args);
      return [exitCode, stderr];
    };
    expect(await refusal('--output', `${deployed.input}out`)).toEqual([
      73,
      expect.stringContaining('lies in the input'),
    ]);
    expect(await refusal('s3://no-such-bucket-at-all/in/')).toEqual([66, expect.stringContaining('no such bucket')]);
    await deployed.put('cold/a', GOOD, { StorageClass: 'GLACIER' });
    await deployed.put('cold/b', GOOD, { StorageClass: 'GLACIER_IR' });
    expect(await refusal(`s3://${deployed.bucket}/cold/`)).toEqual([
      66,
      `dedup: 1 input is archived, the first is 's3://${deployed.bucket}/cold/a': restore them in S3 first\n`,
    ]);
    expect(await refusal('/tmp')).toEqual([
      64,
      "dedup: '/tmp' is on this machine, expected s3://bucket/prefix: the cluster does not see it\n",
    ]);
    await deployed.put('theirs/notes.csv', 'not ours');
    expect(await refusal('--output', `s3://${deployed.bucket}/theirs`)).toEqual([
      73,
      `dedup: the output 's3://${deployed.bucket}/theirs' holds 1 file that dedup did not write, the first is 'notes.csv'; ` +
        'name another folder, or move them aside with --overwrite\n',
    ]);
    expect(await refusal('--container-memory', '100g')).toEqual([
      64,
      'dedup: --container-memory 102400m for each of 4 slots is more than a node of the cluster has for YARN: m3.xlarge has 11520 MB\n',
    ]);
    expect(await refusal('--max-bad-records', '3')).toEqual([64, expect.stringContaining('--max-bad-records needs')]);
    await deployed.lease('latest', { run: runNamed('other') });
    expect(await refusal('--bad-records', 'drop')).toEqual([
      73,
      expect.stringMatching(
        new RegExp(`is in use by run ${runNamed('other')}, last sign of life \\d+ s ago: submit with --wait-lock`),
      ),
    ]);
  });
});

onCloud('a run whose job cannot be copied', { hasYarn: false }, (cloud) => {
  afterAll(removeJobOnOneMachine);

  test('fails, and dedup wait shows the error of the copy step', async () => {
    const deployed = await new Deployed(cloud()).start('echo "fatal error: An error occurred (404)" >&2; exit 1');
    await deployed.put('in/a', GOOD);
    const { step } = await deployed.submit();
    const { exitCode, stderr } = await deployed.dedup('wait', step, ...POLL, '--quiet');
    expect(exitCode).toBe(69);
    expect(stderr).toMatch(
      /^dedup: fatal error: An error occurred \(404\) \(step s-\w+ \(copy job\) failed and ended s-\w+; logs: s3:/,
    );
  });
});
