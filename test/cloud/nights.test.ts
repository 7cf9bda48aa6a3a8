/** A week of nights: each brings a few files to many, and the scheduled cluster reads those alone. */

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inOrder, onCloud } from '../support/cloud';
import { Cdk, type StackOutputs } from '../support/cloud-cdk';
import { Emr } from '../support/cloud-emr';
import { inventory } from '../support/cloud-inventory';
import { Buckets, bucketOf } from '../support/cloud-s3';
import { dedup, ROOT } from '../support/command';
import { temporaryFolder } from '../support/folder';
import { answerIn, readSummary } from '../support/output';
import { Random } from '../support/random';
import { randomRatings } from '../support/records';
import { until } from '../support/until';

const SEED = 20261130;
const FILES = 1000;
const NIGHTS = 7;
const FILES_A_NIGHT = 10;
const LINES_A_FILE = 5;
const SETTINGS = {
  newOnly: 'true',
  badRecords: 'drop',
  maxBadRecords: '100%',
  parts: '2',
  schedule: 'cron(0 3 * * ? *)',
  coreInstanceCount: '1',
  parallelism: '2',
};
const POLICY = ['--bad-records=drop', '--max-bad-records=100%', '--parts=2'];
const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:dedup-cluster-nightly';

/** The limit for a busy machine. An idle machine needs a tenth of it. */
const WITHIN_MS = 900_000;

jest.setTimeout(WITHIN_MS);

onCloud('a deployment whose nights are checked for new files', { isStrict: true }, (cloud) => {
  let cdk: Cdk;
  let emr: Emr;
  let buckets: Buckets;
  let app: string;
  let outputs: StackOutputs;
  const output = (name: string) => outputs['dedup-cluster']?.[name] as string;
  const then = inOrder();
  const random = new Random(SEED);
  const files: Record<string, string> = {};

  beforeAll(() => {
    cdk = new Cdk(cloud());
    emr = new Emr(cloud());
    buckets = new Buckets(cloud());
  });

  async function bring(count: number): Promise<void> {
    const first = Object.keys(files).length;
    const names = Array.from({ length: count }, (_, i) => `${String(first + i).padStart(5, '0')}.txt`);
    for (const name of names) {
      files[name] = randomRatings(random, LINES_A_FILE);
      await buckets.put(`${output('Input')}${name}`, files[name]);
    }
  }

  async function executions(): Promise<readonly { readonly status: string }[]> {
    const { endpoint, environment } = cloud();
    const request = JSON.stringify({ stateMachineArn: MACHINE });
    const args = ['--endpoint-url', endpoint, 'stepfunctions', 'list-executions', '--cli-input-json', request];
    const env = { ...process.env, ...environment };
    const { stdout } = await promisify(execFile)(join(ROOT, 'test/aws/commands/aws'), args, { env });
    return JSON.parse(stdout).executions;
  }

  /** The clusters that a night starts, after the execution of its check has succeeded. */
  async function night(): Promise<readonly string[]> {
    const [clusters, before] = [await emr.clusters(), (await executions()).length];
    cloud().fireSchedules();
    await until('the check has ended', async () => {
      const found = await executions();
      return found.length > before && found.every(({ status }) => status === 'SUCCEEDED');
    });
    return (await emr.clusters()).filter((each) => !clusters.includes(each));
  }

  /** The summary of the output after a night that starts a cluster. */
  async function summaryOfNight() {
    const [id, ...more] = await night();
    expect(more).toEqual([]);
    await until(
      `${id} has ended`,
      async () => (await emr.cluster(id as string)).Status?.State === 'TERMINATED',
      WITHIN_MS,
    );
    const folder = temporaryFolder();
    await buckets.download(output('Output'), folder);
    return { summary: readSummary(folder), folder };
  }

  then('starts a cluster where nothing was published yet', async () => {
    await cdk.bootstrap();
    app = await cdk.synth(SETTINGS);
    ({ outputs } = await cdk.deploy(app));
    // the deployment's own cluster runs the job too, here without a file
    await emr.untilCluster(output('ClusterId'), 'WAITING');
    await bring(FILES);
    const { summary } = await summaryOfNight();
    expect(summary.inputs.files).toBe(FILES);
  });

  then('starts no cluster in a night that brings nothing', async () => {
    expect(await night()).toEqual([]);
  });

  for (let number = 1; number <= NIGHTS; number++) {
    then(`reads the files of night ${number} alone`, async () => {
      await bring(FILES_A_NIGHT);
      const { summary } = await summaryOfNight();
      expect(summary.inputs.ledger).toEqual({
        new: FILES_A_NIGHT,
        changed: 0,
        unchanged: FILES + (number - 1) * FILES_A_NIGHT,
        gone: 0,
      });
    });
  }

  then('has the output of one run on all files', async () => {
    const [ours, theirs] = [temporaryFolder(), temporaryFolder()];
    await buckets.download(output('Output'), theirs);
    const outcome = await dedup(['run', temporaryFolder(files), '--output', ours, '--quiet', ...POLICY]);
    expect(outcome).toMatchObject({ exitCode: 0 });
    expect(answerIn(theirs).parts).toEqual(answerIn(ours).parts);
  });

  then('is destroyed: only the data buckets are left', async () => {
    await cdk.destroy(app);
    const data = [output('Input'), output('Output')].map((url) => `bucket: ${bucketOf(url)}`);
    expect(await inventory(cloud())).toEqual(data.sort());
  });
});
