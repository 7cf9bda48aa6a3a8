/**
 * The whole life of a deployment in consecutive tests, with the unmodified CDK CLI. Policies are evaluated for every
 * request, and steps run on YARN with only the instance role.
 */

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inOrder, onCloud, PYTHON } from '../support/cloud';
import { Cdk, type StackOutputs } from '../support/cloud-cdk';
import { commandRunner, Emr, shellStep } from '../support/cloud-emr';
import { addRulesOfEmr } from '../support/cloud-groups';
import { inventory } from '../support/cloud-inventory';
import { Buckets, bucketOf } from '../support/cloud-s3';
import { dedup, ROOT } from '../support/command';
import { temporaryFolder } from '../support/folder';
import { rowsOf } from '../support/hive-table';
import { answerIn, readOutput } from '../support/output';
import { Random } from '../support/random';
import { randomRatings } from '../support/records';
import { until } from '../support/until';

const SEED = 20261122;
const LINES = 20_000;
/** The bucket of `cdk bootstrap`. */
const BOOTSTRAP = 'cdk-hnb659fds-assets-123456789012-us-east-1';
const FOUR_LINES =
  'heat^ann^3.5^1500000000\nheat^ann^4.0^1600000000\nheat^bob^1.0^1550000000\nheat^bob^0.5^1450000000\n';
/** A queue of the user, and what the deployment makes of each publication. */
const QUEUE = 'publications';
const AFTER_A_RUN = { catalogTable: 'films.latest', notify: `arn:aws:sqs:us-east-1:123456789012:${QUEUE}` };

/** As on an account of a user, but for the size: containers.test.ts and the tests of the stacks have sixteen tasks. */
const SETTINGS = {
  badRecords: 'drop',
  maxBadRecords: '100%',
  coreInstanceCount: '2',
  parallelism: '4',
  ...AFTER_A_RUN,
};
const POLICY = ['--bad-records=drop', '--max-bad-records=100%'];

const DENIED = /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|403)$/;

/** The limit for a busy machine. An idle machine needs a tenth of it. */
const RUN_WITHIN_MS = 900_000;

jest.setTimeout(RUN_WITHIN_MS);

onCloud('the life of a deployment', { isStrict: true }, (cloud) => {
  let cdk: Cdk;
  let emr: Emr;
  let buckets: Buckets;
  let app: string;
  let outputs: StackOutputs;
  let QueueUrl: string;
  const output = (name: string) => outputs['dedup-cluster']?.[name] as string;
  const cluster = () => output('ClusterId');
  const then = inOrder();
  const files = { 'a.txt': '', 'b/c.txt': '' };

  /** Runs the AWS CLI with all rights. Returns its answer. */
  async function asAdministrator(service: string, operation: string, request: object) {
    // for SQS the CLI heeds no endpoint of the environment
    const { endpoint, environment } = cloud();
    const args = ['--endpoint-url', endpoint, service, operation, '--cli-input-json', JSON.stringify(request)];
    const env = { ...process.env, ...environment };
    const { stdout } = await promisify(execFile)(join(ROOT, 'test/aws/commands/aws'), args, { env });
    return stdout === '' ? {} : JSON.parse(stdout);
  }

  /** The messages that are in the queue now, and are taken from it. */
  async function received(): Promise<unknown[]> {
    const { Messages = [] } = await asAdministrator('sqs', 'receive-message', { QueueUrl, MaxNumberOfMessages: 10 });
    return Messages.map(({ Body }: { readonly Body: string }) => JSON.parse(Body));
  }

  beforeAll(() => {
    cdk = new Cdk(cloud());
    emr = new Emr(cloud());
    buckets = new Buckets(cloud());
    const random = new Random(SEED);
    for (const name of Object.keys(files) as (keyof typeof files)[]) files[name] = randomRatings(random, LINES);
  });

  then('begins with the buckets, and records in one of them', async () => {
    await cdk.bootstrap();
    ({ QueueUrl } = await asAdministrator('sqs', 'create-queue', { QueueName: QUEUE }));
    app = await cdk.synthFromScratch(SETTINGS);
    const storage = await cdk.deploy(app, 'dedup-storage');
    const input = storage.outputs['dedup-storage']?.Input;
    for (const [name, text] of Object.entries(files)) await buckets.put(`${input}${name}`, text);
  });

  then(
    'goes on with a cluster that copies the job and runs it: the output is that of one machine, byte for byte',
    async () => {
      ({ outputs } = await cdk.deploy(app));
      const waits = async () => (await emr.cluster(cluster())).Status?.State === 'WAITING';
      await until('the steps have ended', waits, RUN_WITHIN_MS);
      // if the run has failed, this shows its error
      expect(await dedup(['wait', '--json'], { env: cloud().environment })).toMatchObject({ exitCode: 0, stderr: '' });
      const ended = (await emr.steps(cluster())).map(({ Name, Status }) => [
        Name,
        Status?.State,
        Status?.FailureDetails,
      ]);
      expect(ended).toEqual([
        ['run dedup', 'COMPLETED', undefined],
        ['copy job', 'COMPLETED', undefined],
      ]);
      const [run] = await emr.steps(cluster());
      const log = `${output('Logs')}${cluster()}/steps/${run?.Id}/stdout.gz`;
      expect(await buckets.read(log)).toContain('1 map, 1 reduce, 4 at a time');
      const containers = await buckets.list(`${output('Logs')}${cluster()}/containers/`);
      // the containers of all tasks, and that of the application master
      expect(containers.filter((url) => url.endsWith('/stderr.gz'))).toHaveLength(3);
      const folder = temporaryFolder(files);
      const theirs = temporaryFolder();
      await buckets.download(output('Output'), theirs);
      expect(readFileSync(join(theirs, '_dedup/report.html'), 'utf8')).toContain('<!doctype html>');
      const ours = temporaryFolder();
      await dedup(['run', folder, '--output', ours, '--parts', '4', '--quiet', ...POLICY]);
      const [expected, answer] = [answerIn(ours), answerIn(theirs)];
      expect(answer.parts).toEqual(expected.parts);
      expect(answer.counts).toEqual(expected.counts);
    },
  );

  then('is reported as done by dedup wait and dedup status, from the summary of its output', async () => {
    const env = cloud().environment;
    expect(await dedup(['wait', '--json'], { env })).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await dedup(['status'], { env })).toMatchObject({ exitCode: 0 });
  });

  then('has its output as a table of the catalog, in which a reader finds each record once', async () => {
    const { Table } = await asAdministrator('glue', 'get-table', { DatabaseName: 'films', Name: 'latest' });
    expect(Table.StorageDescriptor.Location).toBe(output('Output'));
    const theirs = temporaryFolder();
    await buckets.download(output('Output'), theirs);
    const { records } = readOutput(theirs);
    const rows = records
      .split('\n')
      .slice(0, -1)
      .map((line) => line.split('^'));
    expect(rowsOf(Table, theirs)).toEqual(
      rows.map(([movie, user, rating, timestamp = '']) => ({ movie, user, rating, timestamp: BigInt(timestamp) })),
    );
  });

  then('has told of the publication once, and of no other object', async () => {
    const told = await until('the queue was told', async () => {
      const messages = await received();
      return messages.length > 0 ? messages : undefined;
    });
    const [bucket, time] = [bucketOf(output('Output')), expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}(\.\d+)?Z$/)];
    const summary = { bucket, key: '_dedup/summary.json' };
    expect(told).toEqual([{ deployment: 'dedup', output: output('Output'), time, summary }]);
    const { counts } = JSON.parse(await buckets.read(`s3://${summary.bucket}/${summary.key}`));
    expect(counts.lines).toBe(2 * LINES);
    expect(await received()).toEqual([]);
  });

  then('runs again on other records, fewer than it has parts, without another copy of the job', async () => {
    const env = cloud().environment;
    const input = `${output('Input')}few/`;
    await buckets.put(`${input}a`, FOUR_LINES);
    const submitted = await dedup(['submit', input, '--parallelism', '2', '--parts', '3', '--json'], { env });
    expect(submitted.exitCode).toBe(0);
    const { step, run, copies } = JSON.parse(submitted.stdout);
    expect(copies).toBe(false);
    const { exitCode, stdout, stderr } = await dedup(['wait', '--json', '--poll', '2s'], { env });
    expect({ exitCode, stderr, ...JSON.parse(stdout) }).toMatchObject({ exitCode: 0, stderr: '', step, run });
    const logs = await dedup(['logs', step], { env });
    expect(logs).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('1 map, 1 reduce, 2 at a time') });
    const theirs = temporaryFolder();
    await buckets.download(output('Output'), theirs);
    const { parts, records } = readOutput(theirs);
    expect(parts).toHaveLength(3);
    expect(records.split('\n').sort()).toEqual(['', 'heat^ann^4.0^1600000000', 'heat^bob^1.0^1550000000']);
  });

  then('denies its steps every right that the job does not need', async () => {
    await buckets.make('somebody-elses');
    await buckets.put('s3://somebody-elses/secret', 'secret');
    // a file beside the job, which the steps may read
    const [job] = (await buckets.list(`s3://${BOOTSTRAP}/`)).filter((url) => url.endsWith('.js'));
    expect(job).toMatch(/\/dedup\/[0-9a-f]{64}\.js$/);
    await buckets.put(`s3://${BOOTSTRAP}/others.zip`, 'secret');
    const bucketOfInput = bucketOf(output('Input'));
    const log = output('Logs').replace(/^s3:\/\/[^/]+\//, '');
    const denied = [
      ['s3', 'get_object', { Bucket: 'somebody-elses', Key: 'secret' }],
      ['s3', 'list_objects_v2', { Bucket: 'somebody-elses' }],
      ['s3', 'get_object', { Bucket: BOOTSTRAP, Key: 'others.zip' }],
      ['s3', 'put_object', { Bucket: bucketOfInput, Key: 'new', Body: 'text' }],
      ['s3', 'delete_object', { Bucket: bucketOfInput, Key: 'a.txt' }],
      ['s3', 'get_object', { Bucket: bucketOf(output('Logs')), Key: `${log}${cluster()}/steps/x` }],
      ['iam', 'list_roles', {}],
      ['emr', 'describe_cluster', { ClusterId: cluster() }],
      ['emr', 'list_clusters', {}],
      ['ec2', 'describe_vpcs', {}],
    ];
    const [step] = (await emr.add(cluster(), askingStep(denied))) as [string];
    await emr.untilStep(cluster(), step, 'COMPLETED');
    const said = await buckets.read(`${output('Logs')}${cluster()}/steps/${step}/stdout.gz`);
    expect(said.trim().split('\n')).toEqual(denied.map(() => expect.stringMatching(DENIED)));
    expect(await buckets.read(`${output('Input')}a.txt`)).toBe(files['a.txt']);
  });

  then('changes nothing when it is deployed again without a change', async () => {
    const { said } = await cdk.deploy(app);
    expect(said.match(/\(no changes\)/g)).toHaveLength(2);
  });

  then('gets another idle time without another cluster', async () => {
    [app] = await cdk.synthAll({ ...SETTINGS, idleMinutes: '120' });
    const updated = await cdk.deploy(app);
    expect(updated.outputs['dedup-cluster']?.ClusterId).toBe(cluster());
  });

  then(
    'is destroyed while a step runs and after EMR has added rules to its groups: only the data buckets are left',
    async () => {
      await addRulesOfEmr(cloud());
      const before = await buckets.list(output('Output'));
      const [step] = (await emr.add(cluster(), shellStep(`sleep 1000`))) as [string];
      await emr.untilStep(cluster(), step, 'RUNNING');
      await cdk.destroy(app);
      expect(await buckets.list(output('Output'))).toEqual(before);
      const data = [output('Input'), output('Output'), 's3://somebody-elses'].map((url) => `bucket: ${bucketOf(url)}`);
      const queue = expect.stringMatching(new RegExp(`^queue: .*/${QUEUE}$`));
      expect(await inventory(cloud())).toEqual([...data.sort(), queue]);
    },
  );
});

/** A step that sends requests to AWS with the SDK of the AWS CLI, and prints the code of each error, or ALLOWED. */
function askingStep(requests: readonly unknown[]) {
  const script = `
import json, os, sys
from botocore.exceptions import ClientError
from botocore.session import Session
for service, operation, arguments in json.loads(sys.argv[1]):
    client = Session().create_client(service, region_name='us-east-1')
    try:
        getattr(client, operation)(**arguments)
        print('ALLOWED', operation, arguments)
    except ClientError as refusal:
        print(refusal.response['Error']['Code'])
`;
  return { ...shellStep(''), HadoopJarStep: commandRunner(PYTHON, '-c', script, JSON.stringify(requests)) };
}
