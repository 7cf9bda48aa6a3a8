/** Deployments that fail, are ended, or are destroyed at a bad moment. Their steps need no YARN. */

import { onCloud } from '../support/cloud';
import { Cdk } from '../support/cloud-cdk';
import { Emr, shellStep } from '../support/cloud-emr';
import { inventory } from '../support/cloud-inventory';
import { Buckets, bucketOf } from '../support/cloud-s3';
import { until } from '../support/until';

jest.setTimeout(300_000);

const CLUSTER = 'dedup-cluster';

onCloud('deployments', { hasYarn: false, idleSpeed: 300 }, (cloud) => {
  let cdk: Cdk;
  let emr: Emr;
  let buckets: Buckets;
  /** With data buckets that go, where they are empty. */
  let app: string;
  /** The same, of another generation. */
  let nextApp: string;

  beforeAll(async () => {
    cdk = new Cdk(cloud());
    emr = new Emr(cloud());
    buckets = new Buckets(cloud());
    await cdk.bootstrap();
    app = await cdk.synth({ retainData: 'false', idleMinutes: '600' });
    nextApp = await cdk.synth({ retainData: 'false', idleMinutes: '600', generation: '2' });
  });

  afterEach(async () => {
    expect(await inventory(cloud())).toEqual([]);
  });

  /** Deploys, does something with the cluster, destroys. */
  async function deployed(use: (cluster: string, logs: string) => Promise<void>): Promise<void> {
    const { outputs } = await cdk.deploy(app);
    const { ClusterId = '', Logs = '' } = outputs[CLUSTER] ?? {};
    await use(ClusterId, Logs);
    await cdk.destroy(app);
  }

  it('that fail leave nothing but the buckets, which destroy takes', async () => {
    const wrong = await cdk.synth({ retainData: 'false', availabilityZone: 'us-east-1d', preflight: 'warn' });
    await expect(cdk.deploy(wrong)).rejects.toThrow(/VALIDATION_ERROR: The requested instance type m3.xlarge/);
    const left = await inventory(cloud());
    expect(left.filter((each) => !each.startsWith('bucket: dedup-storage-') && !each.startsWith('stack: '))).toEqual(
      left.filter((each) => /^role: dedup-storage-/.test(each)),
    );
    expect(left).toContain('stack: dedup-cluster ROLLBACK_COMPLETE');
    await cdk.destroy(wrong);
  });

  it('are green when a step fails, and the cluster stays for the next one', async () => {
    await deployed(async (cluster, logs) => {
      await emr.untilCluster(cluster, 'WAITING');
      const [run] = await emr.steps(cluster);
      expect(run?.Status).toMatchObject({
        State: 'FAILED',
        FailureDetails: { LogFile: expect.stringContaining('stderr.gz') },
      });
      expect(await buckets.read(`${logs}${cluster}/steps/${run?.Id}/stderr.gz`)).toContain("no 'hadoop' on the PATH");
      const [next] = (await emr.add(cluster, shellStep('true'))) as [string];
      await emr.untilStep(cluster, next, 'COMPLETED');
    });
  });

  it('are destroyed while a step runs', async () => {
    let interrupted: () => Promise<unknown> = async () => undefined;
    await deployed(async (cluster) => {
      const [step] = (await emr.add(cluster, shellStep('sleep 1000'))) as [string];
      await emr.untilStep(cluster, step, 'RUNNING');
      interrupted = async () => (await emr.step(cluster, step)).Status?.State;
    });
    expect(await interrupted()).toBe('INTERRUPTED');
  });

  it('keep an output that is there when they are destroyed', async () => {
    const { outputs } = await cdk.deploy(app);
    const output = outputs[CLUSTER]?.Output as string;
    await buckets.put(`${output}part-00000`, 'a record\n');
    await expect(cdk.destroy(app)).rejects.toThrow(/not empty/);
    expect(await buckets.read(`${output}part-00000`)).toBe('a record\n');
    await buckets.empty(bucketOf(output));
    await cdk.destroy(app);
  });

  it('whose cluster has ended by idling deploy again, get a new cluster by generation, and are destroyed', async () => {
    const first = (await cdk.deploy(app)).outputs[CLUSTER]?.ClusterId as string;
    await emr.untilCluster(first, 'TERMINATED');
    expect((await cdk.deploy(app)).said.match(/\(no changes\)/g)).toHaveLength(2);
    await expect(emr.add(first, shellStep('true'))).rejects.toThrow('may not be modified');
    const second = (await cdk.deploy(nextApp)).outputs[CLUSTER]?.ClusterId as string;
    expect(second).not.toBe(first);
    await until('the new one lives', async () =>
      /WAITING|RUNNING/.test((await emr.cluster(second)).Status?.State ?? ''),
    );
    await cdk.destroy(nextApp);
    expect((await emr.cluster(second)).Status?.State).toBe('TERMINATED');
  });
});
