/** What operating a cluster says where things go wrong, stand still, or are only to be looked at. */

import { CreateSubnetCommand, CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CancelStepsCommand } from '@aws-sdk/client-emr';
import { type AwsTrouble, startAwsTrouble, type Trouble } from '../support/aws-trouble';
import { onCloud } from '../support/cloud';
import { Deployed, GOOD, removeJobOnOneMachine } from '../support/cloud-deployment';
import { clusterRequest, commandRunner, configOf } from '../support/cloud-emr';
import { dedup, startDedup } from '../support/command';
import { temporaryFolder } from '../support/folder';
import { until } from '../support/until';

const POLL = ['--poll', '1s'];
/** A run that does not end by itself, on an output of its own. */
const HANG = ['--queue', 'hang', '--output'];
const IDLE = { AutoTerminationPolicy: { IdleTimeout: 3600 } };
const TWO_WAYS =
  /'dedup submit --new-cluster' runs on a cluster of its own, 'cdk deploy -c generation=<another number>'/;

onCloud('a cluster', { hasYarn: false }, (cloud) => {
  let deployed: Deployed;
  let trouble: AwsTrouble;
  beforeAll(async () => {
    deployed = await new Deployed(cloud()).start('true', IDLE);
    await deployed.put('in/a', GOOD);
  });
  beforeEach(async () => {
    trouble = await startAwsTrouble(cloud().endpoint);
  });
  afterEach(() => trouble.stop());
  afterAll(removeJobOnOneMachine);

  const somewhere = (name: string) => `s3://${deployed.bucket}/${name}`;

  /** A run that has begun and does not end. */
  async function hanging(name: string): Promise<{ readonly step: string; readonly run: string }> {
    const submitted = await deployed.submit(...HANG, somewhere(name));
    await deployed.emr.untilStep(deployed.cluster, submitted.step, 'RUNNING');
    return submitted;
  }

  /** For what follows, whatever became of the test. */
  afterEach(async () => {
    const steps = await deployed.emr.steps(deployed.cluster);
    const StepIds = steps.filter(({ Status }) => Status?.State === 'RUNNING').map(({ Id = '' }) => Id);
    if (StepIds.length === 0) return;
    const StepCancellationOption = 'TERMINATE_PROCESS';
    await deployed.emr.client.send(
      new CancelStepsCommand({ ClusterId: deployed.cluster, StepIds, StepCancellationOption }),
    );
    for (const step of StepIds) await deployed.emr.untilStep(deployed.cluster, step, 'CANCELLED');
  });

  /** With AWS behind what troubles it. */
  function troubled(judge: AwsTrouble['judge']) {
    trouble.judge = judge;
    return { env: { ...deployed.environment, AWS_ENDPOINT_URL: trouble.endpoint } };
  }

  test('tells how far a run is, and when the time to wait is over', async () => {
    const { step, run } = await hanging('slow');
    await deployed.lease('slow', { run, progress: 'maps 3/16 | reduces 0/16' });
    expect(await deployed.dedup('wait', step, '--timeout', '2s', ...POLL)).toMatchObject({
      exitCode: 124,
      stderr:
        'maps 3/16 | reduces 0/16\n' +
        `dedup: step ${step} is still running; it goes on, 'dedup wait ${step} --cluster ${deployed.cluster}' waits again\n`,
    });
    await deployed.lease('slow', { run: 'other', progress: 'maps 16/16' });
    const { stderr } = await deployed.dedup('wait', step, '--timeout', '1s', ...POLL);
    expect(stderr).toContain(`cluster ${deployed.cluster} running, step ${step} running\n`);
    expect(stderr).not.toContain('16/16');
  });

  test('goes on when whoever waits is interrupted', async () => {
    const { step } = await hanging('interrupted');
    const { env } = troubled(() => undefined);
    const waiting = startDedup(['wait', step, '--cluster', deployed.cluster, ...POLL], { env });
    await until('it asks', () => trouble.asked.includes('DescribeCluster'));
    waiting.kill('SIGINT');
    const { exitCode, stderr } = await waiting.ended;
    expect(exitCode).toBe(130);
    expect(stderr).toContain(
      "dedup: interrupted by SIGINT; whatever runs goes on: 'dedup status' shows it, 'dedup cancel' and 'dedup terminate' end it\n",
    );
    expect((await deployed.emr.step(deployed.cluster, step)).Status?.State).toBe('RUNNING');
  });

  test('ends a run that is cancelled', async () => {
    const { step } = await hanging('cancelled');
    expect(await deployed.dedup('cancel')).toMatchObject({
      exitCode: 0,
      stdout: `step ${step} (run dedup) on cluster ${deployed.cluster} is being cancelled\n`,
    });
    const { exitCode, stderr } = await deployed.dedup('wait', step, ...POLL, '--quiet');
    expect(exitCode).toBe(69);
    expect(stderr).toMatch(
      new RegExp(
        `^dedup: step ${step} was cancelled; nothing was published, 'dedup submit' runs it again; logs: s3://`,
      ),
    );
    expect(await deployed.dedup('cancel', step)).toMatchObject({
      exitCode: 69,
      stderr: `dedup: step ${step} is over: cancelled\n`,
    });
  });

  test('is asked again where AWS is asked too much', async () => {
    const { step } = await deployed.submit('--output', somewhere('throttled'));
    const throttled: Trouble = { name: 'ThrottlingException', message: 'Rate exceeded' };
    const now = troubled((_, number) => (number % 3 === 0 ? undefined : throttled));
    expect(await dedup(['wait', step, '--cluster', deployed.cluster, ...POLL], now)).toMatchObject({ exitCode: 0 });
    const { env } = troubled(() => throttled);
    const hasty = { env: { ...env, AWS_MAX_ATTEMPTS: '2' } };
    expect(await dedup(['status', '--cluster', deployed.cluster], hasty)).toMatchObject({
      exitCode: 75,
      stderr: expect.stringMatching(/: AWS is asked too much at once, try again in some minutes\n$/),
    });
  });

  test.each([
    ['status', 'ListInstances', 'instances of cluster', 'elasticmapreduce:ListInstances'],
    ['status', 'GetAutoTerminationPolicy', 'idle policy of cluster', 'elasticmapreduce:GetAutoTerminationPolicy'],
    ['wait', 'ListSteps', 'steps of cluster', 'elasticmapreduce:ListSteps'],
    ['wait', 'DescribeStacks', 'stack', 'cloudformation:DescribeStacks'],
    ['submit', 'GetParameter', 'parameter', 'ssm:GetParameter'],
    ['submit', 'DescribeCluster', 'cluster', 'elasticmapreduce:DescribeCluster'],
    ['submit', 'AddJobFlowSteps', 'cannot add steps to cluster', 'elasticmapreduce:AddJobFlowSteps'],
  ])('for %s without the right to %s says which right that is', async (command, operation, subject, right) => {
    const denied = { name: 'AccessDeniedException', message: 'User: arn:aws:iam::1:user/x is not authorized' };
    const { exitCode, stderr } = await dedup(
      [command, '--stack', deployed.stack],
      troubled((asked) => (asked === operation ? denied : undefined)),
    );
    expect(exitCode).toBe(69);
    expect(stderr.split('\n').at(-2)).toMatch(new RegExp(`^dedup: ${subject} \\S+: access denied, it needs ${right}$`));
  });

  test('that nobody has deployed is told how to make', async () => {
    const { environment: env } = deployed;
    expect(await dedup(['status'], { env })).toMatchObject({
      exitCode: 69,
      stderr: "dedup: no stack dedup-cluster in us-east-1: make it with 'cdk deploy', or name another with --stack\n",
    });
    expect(await dedup(['status', '--cluster', 'j-NONE'], { env })).toMatchObject({
      exitCode: 69,
      stderr: 'dedup: no cluster j-NONE in us-east-1\n',
    });
    expect(await deployed.dedup('wait', 's-NONE')).toMatchObject({
      exitCode: 69,
      stderr: `dedup: no step s-NONE on cluster ${deployed.cluster}\n`,
    });
    expect(await dedup(['status', '--outputs', 'nowhere.json'], { env })).toMatchObject({
      exitCode: 66,
      stderr: "dedup: cannot read 'nowhere.json': ENOENT; 'cdk deploy --outputs-file nowhere.json' writes it\n",
    });
    expect(await dedup(['status'], { env: { ...env, AWS_REGION: '', AWS_DEFAULT_REGION: '' } })).toMatchObject({
      exitCode: 64,
      stderr: expect.stringContaining('no AWS region is set'),
    });
  });

  test("is found by the CDK's file of outputs, its region with it, and shown with what it costs", async () => {
    const outputs = { ClusterId: deployed.cluster, Region: 'us-east-1', TransientCluster: '/a', Steps: '/b' };
    const folder = temporaryFolder({ 'outputs.json': JSON.stringify({ [deployed.stack]: outputs }) });
    const around = { cwd: folder, env: { ...deployed.environment, AWS_REGION: '', AWS_DEFAULT_REGION: '' } };
    await deployed.emr.untilCluster(deployed.cluster, 'WAITING');
    const json = await dedup(['status', '--outputs', 'outputs.json', '--price', '100', '--json'], around);
    expect(json).toMatchObject({ exitCode: 0, stderr: '' });
    const status = JSON.parse(json.stdout);
    expect(status).toMatchObject({
      cluster: deployed.cluster,
      state: 'WAITING',
      instances: [{ type: 'm3.xlarge', count: 5 }],
      idleSince: expect.any(String),
    });
    expect(status.cost).toBeCloseTo(100 * status.instanceHours);
    expect(Date.parse(status.terminatesAt) - Date.parse(status.idleSince)).toBe(3_600_000);
    const { stdout } = await deployed.dedup('status');
    expect(stdout).toMatch(/^cluster j-\w+ \(a cluster\) is waiting, .* old \(since /);
    expect(stdout).toMatch(
      / {2}machines {3}5 m3\.xlarge: \d+\.\d\d instance hours so far; --price says what they cost\n/,
    );
    expect(stdout).toMatch(/\ns-\w+ +completed +copy job /);
  });

  test('keeps the logs of its steps, newest first', async () => {
    const [step] = (await deployed.emr.add(deployed.cluster, {
      Name: 'talks',
      ActionOnFailure: 'CONTINUE',
      HadoopJarStep: commandRunner('bash', '-c', 'echo out; echo err >&2'),
    })) as [string];
    const following = deployed.startDedup('logs', step, '--follow', '--timeout', '2s', ...POLL);
    await deployed.emr.untilStep(deployed.cluster, step, 'COMPLETED');
    const place = `s3://${deployed.bucket}/logs/${deployed.cluster}/steps/${step}/`;
    const { exitCode, stdout } = await deployed.dedup('logs', step, ...POLL);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`==> ${place}stdout.gz (`);
    expect(stdout).toMatch(/==> \S+stderr\.gz \(\S+\)\nerr\n/);
    const followed = await following.ended;
    expect(followed.stdout.match(/^out$/gm)).toHaveLength(1);
    const container = 'container_1732280000000_0001_01_000002';
    const containers = `logs/${deployed.cluster}/containers/application_1732280000000_0001/`;
    await deployed.put(`${containers}${container}/stderr`, 'a task said this\n');
    await deployed.put(`${containers}${container.replace('2', '9')}/stderr`, 'another\n');
    const own = await deployed.dedup('logs', step, '--container', container);
    expect(own.stdout).toMatch(/^==> \S+ \(\S+\)\na task said this\n$/);
    expect((await deployed.dedup('logs', step, '--container', 'all')).stdout).toContain('another');
    expect(await deployed.dedup('logs', '--container', 'x')).toMatchObject({ exitCode: 64 });
  });

  test('has no logs of a run that has just begun', async () => {
    const { step } = await hanging('unlogged');
    const { exitCode, stderr } = await deployed.dedup('logs', step, '--timeout', '1s', ...POLL);
    expect(exitCode).toBe(124);
    expect(stderr).toMatch(
      /^no logs in s3:\/\/\S+ yet: they come every five minutes\ndedup: no logs are in s3:\/\/\S+ yet: they come every five minutes\n$/,
    );
  });

  test('draws the page of an output anew', async () => {
    const { step } = await deployed.submit('--output', somewhere('drawn'));
    expect((await deployed.dedup('wait', step, ...POLL)).exitCode).toBe(0);
    const { environment: env } = deployed;
    expect(await dedup(['report', somewhere('drawn')], { env })).toMatchObject({
      exitCode: 0,
      stdout: `${somewhere('drawn')}/_dedup/report.html\n`,
      stderr: '',
    });
    expect(await deployed.get('drawn/_dedup/report.html')).toContain('<!doctype html>');
    expect(await deployed.keys('drawn/_dedup/lease')).toEqual([]);
    expect(await dedup(['report', somewhere('nothing')], { env })).toMatchObject({
      exitCode: 66,
      stderr: `dedup: '${somewhere('nothing')}' has no summary: no run has published there\n`,
    });
    await deployed.put('broken/_dedup/summary.json', '{');
    expect(await dedup(['report', somewhere('broken')], { env })).toMatchObject({ exitCode: 65 });
  });

  test('of its own starts, runs and goes', async () => {
    const submitted = await deployed.submit('--new-cluster', '--output', somewhere('transient'));
    expect(submitted.cluster).not.toBe(deployed.cluster);
    const { environment: env } = deployed;
    const waited = await dedup(['wait', submitted.cluster, ...POLL, '--json'], { env });
    expect(waited.exitCode).toBe(0);
    expect(JSON.parse(waited.stdout)).toMatchObject({ run: submitted.run, cluster: submitted.cluster });
    const { Name } = await deployed.emr.untilCluster(submitted.cluster, 'TERMINATED');
    expect(Name).toBe(`a cluster-${submitted.run}`);
  });

  test('of its own goes too where its run fails, and says why', async () => {
    await deployed.put('bad/a', 'heat^ann^3.5^yesterday\n');
    const { cluster, step } = await deployed.submit(
      '--new-cluster',
      somewhere('bad/'),
      '--output',
      somewhere('failed'),
    );
    const { environment: env } = deployed;
    const { exitCode, stderr } = await dedup(['wait', step, '--cluster', cluster, ...POLL, '--quiet'], { env });
    expect(exitCode).toBe(65);
    expect(stderr).toContain(`(step ${step} failed; logs: s3://${deployed.bucket}/logs/${cluster}/steps/${step}/)`);
    await deployed.emr.untilCluster(cluster, 'TERMINATED_WITH_ERRORS');
  });

  test('that cannot start is told in plain words', async () => {
    const ec2 = new EC2Client(configOf(cloud()));
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.9.0.0/16' }));
    const where = { VpcId: Vpc?.VpcId, CidrBlock: '10.9.0.0/24', AvailabilityZone: 'us-east-1d' };
    const { Subnet } = await ec2.send(new CreateSubnetCommand(where));
    const args = ['true', 'yarn', deployed.input, '--output', somewhere('never')];
    const { JobFlowRole = '' } = clusterRequest(`nodes-${deployed.bucket}`);
    const cluster = await deployed.emr.start(
      clusterRequest(JobFlowRole, {
        Instances: { Ec2SubnetId: Subnet?.SubnetId as string },
        Steps: [{ Name: 'run dedup', ActionOnFailure: 'CONTINUE', HadoopJarStep: commandRunner(...args) }],
      }),
    );
    const { exitCode, stderr } = await dedup(['wait', cluster, ...POLL, '--quiet'], { env: deployed.environment });
    expect(exitCode).toBe(69);
    expect(stderr).toMatch(
      /^dedup: cluster j-\w+ ended before step s-\w+ did: its zone does not offer the instance type; set availabilityZone or the instance types in cdk\.json; .*\(EMR: VALIDATION_ERROR, The requested instance type m3\.xlarge is not supported in the requested availability zone\); its cluster keeps no logs\n$/,
    );
  });

  test('that is terminated takes its run along, and takes no more', async () => {
    const { step } = await hanging('lost');
    expect(await deployed.dedup('terminate')).toMatchObject({
      exitCode: 69,
      stderr: `dedup: cluster ${deployed.cluster} is at work: step ${step} (run dedup) is running; end it with 'dedup cancel', or terminate with --force\n`,
    });
    const waiting = deployed.startDedup('wait', step, ...POLL, '--quiet');
    expect(await deployed.dedup('terminate', '--force')).toMatchObject({
      exitCode: 0,
      stdout: `cluster ${deployed.cluster} is being terminated\n`,
    });
    const { exitCode, stderr } = await waiting.ended;
    expect(exitCode).toBe(69);
    expect(stderr).toMatch(
      new RegExp(`^dedup: cluster \\S+ ended before step ${step} did: it was terminated, by somebody`),
    );
    await deployed.emr.untilCluster(deployed.cluster, 'TERMINATED');
    const submitted = await deployed.dedup('submit');
    expect(submitted.exitCode).toBe(69);
    expect(submitted.stderr).toMatch(TWO_WAYS);
    expect(await deployed.dedup('terminate')).toMatchObject({
      exitCode: 0,
      stdout: `cluster ${deployed.cluster} is terminated already\n`,
    });
    expect((await deployed.dedup('status')).stdout).toContain('  ended      ');
  });
});
