/**
 * The whole life of a deployment in consecutive tests, with the unmodified CDK CLI. Policies are evaluated for every
 * request, and steps run on YARN with only the instance role.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inOrder, onCloud } from '../support/cloud';
import { Cdk, type StackOutputs } from '../support/cloud-cdk';
import { Emr, shellStep } from '../support/cloud-emr';
import { addRulesOfEmr } from '../support/cloud-groups';
import { inventory } from '../support/cloud-inventory';
import { Buckets, bucketOf } from '../support/cloud-s3';
import { dedup } from '../support/command';
import { temporaryFolder } from '../support/folder';
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
const POLICY = ['--bad-records=drop', '--max-bad-records=100%'];

/** The limit for a busy machine. An idle machine needs a tenth of it. */
const RUN_WITHIN_MS = 900_000;

jest.setTimeout(RUN_WITHIN_MS);

onCloud('the life of a deployment', { isStrict: true }, (cloud) => {
  let cdk: Cdk;
  let emr: Emr;
  let buckets: Buckets;
  let app: string;
  let outputs: StackOutputs;
  const output = (name: string) => outputs['dedup-cluster']?.[name] as string;
  const cluster = () => output('ClusterId');
  const then = inOrder();
  const files = { 'a.txt': '', 'b/c.txt': '' };

  beforeAll(() => {
    cdk = new Cdk(cloud());
    emr = new Emr(cloud());
    buckets = new Buckets(cloud());
    const random = new Random(SEED);
    for (const name of Object.keys(files) as (keyof typeof files)[]) files[name] = randomRatings(random, LINES);
  });

  then('begins with the buckets, and records in one of them', async () => {
    await cdk.bootstrap();
    app = await cdk.synthFromScratch({ badRecords: 'drop', maxBadRecords: '100%' });
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
      expect(await buckets.read(log)).toContain('16 maps, 16 reduces, 16 at a time');
      const containers = await buckets.list(`${output('Logs')}${cluster()}/containers/`);
      // the containers of all tasks, and that of the application master
      expect(containers.filter((url) => url.endsWith('/stderr.gz'))).toHaveLength(33);
      const folder = temporaryFolder(files);
      const theirs = temporaryFolder();
      await buckets.download(output('Output'), theirs);
      expect(readFileSync(join(theirs, '_dedup/report.html'), 'utf8')).toContain('<!doctype html>');
      const ours = temporaryFolder();
      await dedup(['run', folder, '--output', ours, '--parts', '16', '--quiet', ...POLICY]);
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

  then('runs again on other records, fewer than it has parts, without another copy of the job', async () => {
    const env = cloud().environment;
    const input = `${output('Input')}few/`;
    await buckets.put(`${input}a`, FOUR_LINES);
    const submitted = await dedup(['submit', input, '--parallelism', '2', '--parts', '4', '--json'], { env });
    expect(submitted.exitCode).toBe(0);
    const { step, run, copies } = JSON.parse(submitted.stdout);
    expect(copies).toBe(false);
    const { exitCode, stdout, stderr } = await dedup(['wait', '--json', '--poll', '2s'], { env });
    expect({ exitCode, stderr, ...JSON.parse(stdout) }).toMatchObject({ exitCode: 0, stderr: '', step, run });
    const logs = await dedup(['logs', step], { env });
    expect(logs).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('4 reduces, 2 at a time') });
    const theirs = temporaryFolder();
    await buckets.download(output('Output'), theirs);
    const { parts, records } = readOutput(theirs);
    expect(parts).toHaveLength(4);
    expect(records.split('\n').sort()).toEqual(['', 'heat^ann^4.0^1600000000', 'heat^bob^1.0^1550000000']);
  });

  then('denies its steps every right that the job does not need', async () => {
    await buckets.make('somebody-elses');
    await buckets.put('s3://somebody-elses/secret', 'secret');
    // a file beside the job, which the steps may read
    const [job] = (await buckets.list(`s3://${BOOTSTRAP}/`)).filter((url) => url.endsWith('.js'));
    expect(job).toMatch(/\/dedup\/[0-9a-f]{64}\.js$/);
    await buckets.put(`s3://${BOOTSTRAP}/others.zip`, 'secret');
    const denied = [
      'aws s3 cp s3://somebody-elses/secret -',
      'aws s3 ls s3://somebody-elses/',
      `aws s3 cp s3://${BOOTSTRAP}/others.zip -`,
      `aws s3 cp /etc/hostname ${output('Input')}new`,
      `aws s3 rm ${output('Input')}a.txt`,
      `aws s3 cp ${output('Logs')}${cluster()}/steps/x -`,
      'aws iam list-roles',
      `aws emr describe-cluster --cluster-id ${cluster()}`,
      'aws emr list-clusters',
      'aws ec2 describe-vpcs',
    ];
    const script = denied.map(
      (command) => `${command} 2>&1 | grep -E 'AccessDenied|not authorized|Forbidden' || echo ALLOWED: '${command}'`,
    );
    const [step] = (await emr.add(
      cluster(),
      shellStep(`export AWS_DEFAULT_REGION=us-east-1\n${script.join('\n')}`),
    )) as [string];
    await emr.untilStep(cluster(), step, 'COMPLETED');
    const said = await buckets.read(`${output('Logs')}${cluster()}/steps/${step}/stdout.gz`);
    expect(said).not.toContain('ALLOWED');
    expect(said.trim().split('\n').length).toBeGreaterThanOrEqual(denied.length);
    expect(await buckets.read(`${output('Input')}a.txt`)).toBe(files['a.txt']);
  });

  then('changes nothing when it is deployed again without a change', async () => {
    const { said } = await cdk.deploy(app);
    expect(said.match(/\(no changes\)/g)).toHaveLength(2);
  });

  then('gets another idle time without another cluster', async () => {
    app = await cdk.synth({ badRecords: 'drop', maxBadRecords: '100%', idleMinutes: '120' });
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
      expect(await inventory(cloud())).toEqual(data.sort());
    },
  );
});
