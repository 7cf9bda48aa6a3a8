/**
 * A small deployment with every setting on, and with policies evaluated: the runs that its schedule starts, and runs that
 * are cancelled, killed and lost while YARN is working.
 */

import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CreateKeyPairCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { Cluster } from '@aws-sdk/client-emr';
import { inOrder, isRunning, onCloud } from '../support/cloud';
import { Cdk, type StackOutputs } from '../support/cloud-cdk';
import { configOf, Emr } from '../support/cloud-emr';
import { addRulesOfEmr, makeNetwork } from '../support/cloud-groups';
import { inventory } from '../support/cloud-inventory';
import { Buckets, bucketOf } from '../support/cloud-s3';
import { processesOf, yarnOf } from '../support/cloud-yarn';
import { dedup, ROOT } from '../support/command';
import { temporaryFolder } from '../support/folder';
import { answerIn } from '../support/output';
import { badPrices, PRICE_OPTIONS, PRICE_SETTINGS, prices } from '../support/prices';
import { Gates } from '../support/task-gates';
import { until } from '../support/until';
import { applications, isUnfinished } from '../support/yarn-job';

const EMAIL = 'ops@example.com';
const SETTINGS = {
  ...PRICE_SETTINGS,
  merge: 'true',
  // at three in the night
  schedule: 'cron(0 3 * * ? *)',
  alarmEmail: EMAIL,
  sessionManager: 'true',
  ec2KeyName: 'ops',
  tags: 'team=data,stage=test',
  coreInstanceCount: '1',
  parallelism: '2',
};

/** Of what it makes, or needs of an account. */
const KINDS =
  'alarm, bucket, cluster, dashboard, endpoint, function, group, instance profile, key pair, key, log group, parameter, ' +
  'queue, role, route table, rule, schedule group, schedule, security configuration, stack, subnet, subscription, topic, vpc';

/** Where others work beside it; of a quiet machine it takes a tenth. */
const WITHIN_MS = 900_000;

jest.setTimeout(WITHIN_MS);

onCloud('a deployment with everything on', { isStrict: true }, (cloud) => {
  let cdk: Cdk;
  let emr: Emr;
  let buckets: Buckets;
  let app: string;
  let diskEncryptionKey: string;
  let outputs: StackOutputs;
  const output = (name: string) => outputs['dedup-cluster']?.[name] as string;
  const cluster = () => output('ClusterId');
  let network: Awaited<ReturnType<typeof makeNetwork>>;
  const then = inOrder();
  /** As readers see it. */
  const published = async () => (await buckets.list(output('Output'))).filter((url) => !isUnfinished(url));
  const unfinished = async () => [
    ...(await buckets.list(output('Output'))).filter(isUnfinished),
    ...(await buckets.uploads(bucketOf(output('Output')))),
  ];

  /** What comes of the next cluster that the schedule starts. */
  async function scheduled(state: string): Promise<string> {
    const before = await emr.clusters();
    cloud().fireSchedules();
    const id = await until('the schedule has started a cluster', async () =>
      (await emr.clusters()).find((each) => !before.includes(each)),
    );
    await until(`${id} is ${state}`, async () => (await emr.cluster(id)).Status?.State === state, WITHIN_MS);
    return id;
  }

  /** What `dedup run` answers to these. */
  async function answerOfRun(files: Readonly<Record<string, string>>) {
    const ours = temporaryFolder();
    const args = ['run', temporaryFolder(files), '--output', ours, '--quiet', ...PRICE_OPTIONS];
    expect(await dedup(args)).toMatchObject({ exitCode: 0 });
    return answerIn(ours);
  }

  async function answer() {
    const theirs = temporaryFolder();
    await buckets.download(output('Output'), theirs);
    return answerIn(theirs);
  }

  /** A run on the deployed cluster whose tasks stop there. YARN is at work on it. */
  async function stopped(gates: Gates, passage: RegExp) {
    gates.shut(passage);
    const submitted = await dedup(['submit', '--json', ...gates.options], { env: cloud().environment });
    expect(submitted).toMatchObject({ exitCode: 0 });
    const { step, run } = JSON.parse(submitted.stdout) as { step: string; run: string };
    await gates.untilReached(passage);
    expect(await applications(yarnOf(cloud(), cluster()), run)).toMatchObject([{ state: 'RUNNING' }]);
    expect(processesOf(step)).not.toEqual([]);
    return { step, run };
  }

  beforeAll(() => {
    cdk = new Cdk(cloud());
    emr = new Emr(cloud());
    buckets = new Buckets(cloud());
  });

  then('is deployed with all its resources', async () => {
    const make = ['kms', 'create-key', '--query', 'KeyMetadata.Arn', '--output', 'text'];
    const env = { ...process.env, ...cloud().environment };
    diskEncryptionKey = execFileSync(join(ROOT, 'test/aws/commands/aws'), make, { env, encoding: 'utf8' }).trim();
    await new EC2Client(configOf(cloud())).send(new CreateKeyPairCommand({ KeyName: SETTINGS.ec2KeyName }));
    await cdk.bootstrap();
    app = await cdk.synth({ ...SETTINGS, diskEncryptionKey });
    ({ outputs } = await cdk.deploy(app));
    await emr.untilCluster(cluster(), 'WAITING');
    // there was nothing to read
    expect((await emr.steps(cluster())).map(({ Status }) => Status?.State)).toEqual(['COMPLETED', 'COMPLETED']);
    const made = await emr.cluster(cluster());
    expect(tagsOf(made)).toEqual(expect.arrayContaining(['stage=test', 'team=data']));
    expect(made.Ec2InstanceAttributes).toMatchObject({ Ec2KeyName: 'ops' });
    const there = await inventory(cloud());
    // what is looked for when it is gone is seen as long as it is there
    expect([...new Set(there.map((each) => each.split(':')[0]))].join(', ')).toBe(KINDS);
    expect(there).toEqual(
      expect.arrayContaining([
        `cluster: ${cluster()}`,
        `subscription: ${EMAIL}`,
        ...['kms', 's3', 'ssm', 'ssmmessages'].map((service) => `endpoint: com.amazonaws.us-east-1.${service}`),
      ]),
    );
  });

  then('runs by its schedule, on a cluster that ends with the run', async () => {
    const files = { a: prices('a', 1) };
    await buckets.put(`${output('Input')}a`, files.a);
    const id = await scheduled('TERMINATED');
    const [own, theirs] = [await emr.cluster(cluster()), await emr.cluster(id)];
    expect(theirs.Status?.StateChangeReason).toMatchObject({ Code: 'ALL_STEPS_COMPLETED' });
    for (const same of ['Name', 'Configurations', 'Ec2InstanceAttributes', 'ServiceRole'] as const) {
      expect(theirs[same]).toEqual(own[same]);
    }
    expect(tagsOf(theirs)).toEqual(tagsOf(own));
    expect((await emr.steps(id)).map(({ Name, Status }) => [Name, Status?.State])).toEqual([
      ['run dedup', 'COMPLETED'],
      ['copy job', 'COMPLETED'],
    ]);
    const [expected, answered] = [await answerOfRun(files), await answer()];
    expect(answered.parts).toEqual(expected.parts);
    expect(answered.counts).toEqual(expected.counts);
  });

  then('has a scheduled run that fails at a bad record: its cluster ends too, and the output stays', async () => {
    const before = await published();
    await buckets.put(`${output('Input')}bad`, badPrices());
    const id = await scheduled('TERMINATED_WITH_ERRORS');
    expect((await emr.cluster(id)).Status?.StateChangeReason).toMatchObject({ Code: 'STEP_FAILURE' });
    const { exitCode, stderr } = await dedup(['wait', id, '--quiet'], { env: cloud().environment });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 65,
      stderr: expect.stringContaining(`${output('Input')}bad' at`),
    });
    expect(await published()).toEqual(before);
    expect(await unfinished()).toEqual([]);
  });

  then('undoes a run that is interrupted after it has uploaded parts', async () => {
    const before = await published();
    await buckets.remove(`${output('Input')}bad`);
    const gates = new Gates();
    const { step, run } = await stopped(gates, /r_000000_0.end/);
    expect(await buckets.uploads(bucketOf(output('Output')))).not.toEqual([]);
    await emr.cancel(cluster(), step, 'SEND_INTERRUPT');
    await emr.untilStep(cluster(), step, 'CANCELLED');
    expect(await applications(yarnOf(cloud(), cluster()), run)).toMatchObject([{ state: 'KILLED' }]);
    expect(await published()).toEqual(before);
    expect(await unfinished()).toEqual([]);
    await until('nothing of it is left', () => processesOf(step).length === 0);
  });

  then('has a next run that succeeds after a run was killed at work', async () => {
    const before = await published();
    const gates = new Gates();
    const { step, run } = await stopped(gates, /m_.*start/);
    await emr.cancel(cluster(), step, 'TERMINATE_PROCESS');
    await emr.untilStep(cluster(), step, 'CANCELLED');
    expect(await published()).toEqual(before);
    // only the former output has the other file's records
    const files = { a: prices('a', 1), b: prices('b', 2) };
    await buckets.remove(`${output('Input')}a`);
    await buckets.put(`${output('Input')}b`, files.b);
    const env = cloud().environment;
    const refused = { exitCode: 73, stderr: expect.stringContaining(`is in use by run ${run}`) };
    expect(await dedup(['submit'], { env })).toMatchObject(refused);
    // which sees that nobody is there any more, and need not wait
    expect(await dedup(['submit', '--wait-lock', '30m'], { env })).toMatchObject({ exitCode: 0 });
    expect(await dedup(['wait', '--quiet', '--poll', '1s'], { env })).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await applications(yarnOf(cloud(), cluster()), run)).toMatchObject([{ state: 'KILLED' }]);
    expect((await answer()).parts).toEqual((await answerOfRun(files)).parts);
    expect(await unfinished()).toEqual([]);
    await until('nothing of it is left', () => processesOf(step).length === 0);
  });

  then("moves to a network of the user's: of its own nothing is left, whatever rules EMR added", async () => {
    const formerly = cluster();
    await addRulesOfEmr(cloud());
    network = await makeNetwork(cloud());
    app = await cdk.synth({ ...SETTINGS, diskEncryptionKey, ...network });
    const moved = await cdk.deploy(app);
    expect(moved.said).not.toContain('DELETE_FAILED');
    ({ outputs } = moved);
    expect((await emr.cluster(formerly)).Status?.State).toBe('TERMINATED');
    const there = (await inventory(cloud())).filter((each) => /^(vpc|subnet|group|endpoint|route table):/.test(each));
    expect(there.filter((each) => !each.startsWith('group: dedup-cluster-'))).toEqual(names(network));
    expect(there).toHaveLength(5);
    await emr.untilCluster(cluster(), 'WAITING');
  });

  then('is destroyed while a run is at work, with the scheduled cluster too: the output stays', async () => {
    const before = await published();
    const gates = new Gates();
    const { step, run } = await stopped(gates, /m_.*start/);
    const id = await scheduled('RUNNING');
    const { pid } = gates.at('m_000000_0.start');
    await cdk.destroy(app);
    expect((await emr.step(cluster(), step)).Status?.State).toBe('INTERRUPTED');
    for (const each of [cluster(), id]) expect((await emr.cluster(each)).Status?.State).toBe('TERMINATED');
    expect(await published()).toEqual(before);
    expect(await buckets.uploads(bucketOf(output('Output')))).toEqual([]);
    await until('nothing of it is left', () => processesOf(step).length === 0 && !isRunning(pid));
    const own = (await inventory(cloud())).filter((each) => !/^(key|key pair):/.test(each));
    const data = [output('Input'), output('Output')].map((url) => `bucket: ${bucketOf(url)}`);
    expect(own).toEqual([...data.sort(), ...names(network)]);
    removeFromNodes(run);
  });
});

/** What a killed driver has on its cluster's file system goes with the cluster on EMR; here it is a folder in /tmp. */
function removeFromNodes(run: string): void {
  const left = readdirSync('/tmp').filter((name) => name.startsWith(`dedup-${run}-`));
  for (const name of left) rmSync(join('/tmp', name), { recursive: true });
}

/** In an inventory. */
function names({ vpcId, subnetId }: { readonly vpcId: string; readonly subnetId: string }): string[] {
  return [`subnet: ${subnetId}`, `vpc: ${vpcId}`];
}

/** Without those that CloudFormation adds. */
function tagsOf({ Tags = [] }: Cluster): string[] {
  return Tags.flatMap(({ Key = '', Value }) => (Key.startsWith('aws:') ? [] : `${Key}=${Value}`)).sort();
}
