/** The operating commands on a cluster that fails, hangs or ends. */

import { CreateSubnetCommand, CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2';
import { type AwsTrouble, startAwsTrouble, type Trouble } from '../support/aws-trouble';
import { onCloud } from '../support/cloud';
import { Deployed, GOOD, removeJobOnOneMachine } from '../support/cloud-deployment';
import { clusterRequest, commandRunner, configOf } from '../support/cloud-emr';
import { startDedup } from '../support/command';
import { temporaryFolder } from '../support/folder';
import { dedupResident as dedup } from '../support/resident';
import { runNamed } from '../support/run-named';
import { until } from '../support/until';

const POLL = ['--poll', '1s'];
const TWO_WAYS =
  /'dedup submit --new-cluster' runs on a cluster of its own, another generation in cdk\.json and 'npx cdk deploy --all'/;

onCloud('a cluster', { hasYarn: false }, (cloud) => {
  let deployed: Deployed;
  let trouble: AwsTrouble;
  beforeAll(async () => {
    deployed = await new Deployed(cloud()).start();
    await deployed.put('in/a', GOOD);
  });
  beforeEach(async () => {
    trouble = await startAwsTrouble(cloud().endpoint);
  });
  afterEach(() => trouble.stop());
  afterAll(removeJobOnOneMachine);

  const somewhere = (name: string) => `s3://${deployed.bucket}/${name}`;

  /** Frees the cluster for the next test, also when this test has failed. */
  afterEach(() => deployed.endSteps());

  /** The environment in which the requests to AWS pass through the proxy that disturbs them. */
  function troubled(judge: AwsTrouble['judge']) {
    trouble.judge = judge;
    return { env: { ...deployed.environment, AWS_ENDPOINT_URL: trouble.endpoint } };
  }

  test('has a run whose progress dedup wait prints until its --timeout', async () => {
    const { step, run } = await deployed.hanging('slow');
    await deployed.lease('slow', { run, progress: 'maps 3/16 | reduces 0/16' });
    expect(await deployed.dedup('wait', step, '--timeout', '2s', ...POLL)).toMatchObject({
      exitCode: 124,
      stderr:
        'maps 3/16 | reduces 0/16\n' +
        `dedup: step ${step} is still running; it goes on, 'dedup wait ${step} --cluster ${deployed.cluster}' waits again\n`,
    });
    const outputs = { ClusterId: deployed.cluster, Region: 'us-east-1', TransientCluster: '/a', Steps: '/b' };
    const cwd = temporaryFolder({ 'my stacks.json': JSON.stringify({ [deployed.stack]: outputs }) });
    const inFile = ['wait', step, '--outputs', 'my stacks.json', '--timeout', '1s', '--poll', '1h'];
    expect((await dedup(inFile, { cwd, env: deployed.environment })).stderr).toContain(
      `'dedup wait ${step} --cluster ${deployed.cluster} --outputs 'my stacks.json'' waits again\n`,
    );
    await deployed.lease('slow', { run: runNamed('other'), progress: 'maps 16/16' });
    const { stderr } = await deployed.dedup('wait', step, '--timeout', '1s', ...POLL);
    expect(stderr).toContain(`cluster ${deployed.cluster} running, step ${step} running\n`);
    expect(stderr).not.toContain('16/16');
  });

  test('goes on with its run when dedup wait is interrupted', async () => {
    const { step } = await deployed.hanging('interrupted');
    const { env } = troubled(() => undefined);
    const waiting = startDedup(['wait', step, '--cluster', deployed.cluster, ...POLL], { env });
    await until('it asks', () => trouble.asked.includes('DescribeCluster'));
    waiting.kill('SIGINT');
    const { exitCode, stderr } = await waiting.ended;
    expect(exitCode).toBe(130);
    expect(stderr).toContain(
      "dedup: interrupted by SIGINT; the run and its cluster go on: 'dedup status' shows them, 'dedup cancel' and 'dedup terminate' end them\n",
    );
    expect((await deployed.emr.step(deployed.cluster, step)).Status?.State).toBe('RUNNING');
  });

  test('gets no run from a dedup submit that is interrupted', async () => {
    const before = await deployed.emr.steps(deployed.cluster);
    const throttled: Trouble = { name: 'ThrottlingException', message: 'Rate exceeded' };
    const { env } = troubled((operation) => (operation === 'DescribeCluster' ? throttled : undefined));
    const submitting = startDedup(['submit', '--stack', deployed.stack], { env });
    await until('it asks', () => trouble.asked.includes('DescribeCluster'));
    submitting.kill('SIGINT');
    // a request of a submission that went on would now succeed
    await until('it says so', () => submitting.said.stderr !== '');
    trouble.judge = () => undefined;
    expect(await submitting.ended).toMatchObject({
      exitCode: 130,
      stderr: 'dedup: interrupted by SIGINT; nothing was changed\n',
    });
    expect(await deployed.emr.steps(deployed.cluster)).toEqual(before);
  });

  test('ends a run that is cancelled', async () => {
    const { step } = await deployed.hanging('cancelled');
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

  test('is asked again where AWS refuses a request because there are too many', async () => {
    const { step } = await deployed.submit('--output', somewhere('throttled'));
    const throttled: Trouble = { name: 'ThrottlingException', message: 'Rate exceeded' };
    const now = troubled((_, number) => (number % 3 === 0 ? undefined : throttled));
    expect(await dedup(['wait', step, '--cluster', deployed.cluster, ...POLL], now)).toMatchObject({ exitCode: 0 });
    const { env } = troubled(() => throttled);
    const hasty = { env: { ...env, AWS_MAX_ATTEMPTS: '2' } };
    for (const command of [['wait', step], ['submit'], ['status']]) {
      expect(await dedup([...command, '--stack', deployed.stack], hasty)).toMatchObject({
        exitCode: 75,
        stderr: expect.stringMatching(/: AWS gets too many requests at once, try again in some minutes\n$/),
      });
    }
  });

  test('of one run starts, runs and ends', async () => {
    const submitted = await deployed.submit('--new-cluster', '--output', somewhere('transient'));
    expect(submitted.cluster).not.toBe(deployed.cluster);
    const { environment: env } = deployed;
    const waited = await dedup(['wait', submitted.cluster, ...POLL, '--json'], { env });
    expect(waited).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(waited.stdout)).toMatchObject({ run: submitted.run, cluster: submitted.cluster });
    const { Name } = await deployed.emr.untilCluster(submitted.cluster, 'TERMINATED');
    expect(Name).toBe(`a cluster-${submitted.run}`);
  });

  test('of one run ends too if the run fails, and dedup wait says why', async () => {
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

  test('that cannot start is explained by dedup wait', async () => {
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

  test('that is terminated ends its run, and accepts no other run', async () => {
    const { step } = await deployed.hanging('lost');
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
