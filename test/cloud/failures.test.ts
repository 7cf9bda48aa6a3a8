/** Deployments that fail, are ended, or are destroyed at an inconvenient moment. Their steps need no YARN. */

import { PutAutoTerminationPolicyCommand } from '@aws-sdk/client-emr';
import { inOrder, onCloud } from '../support/cloud';
import { Cdk } from '../support/cloud-cdk';
import { Emr, shellStep } from '../support/cloud-emr';
import { inventory } from '../support/cloud-inventory';
import { Buckets, bucketOf } from '../support/cloud-s3';
import { until } from '../support/until';

jest.setTimeout(600_000);

const CLUSTER = 'dedup-cluster';

onCloud('deployments', { hasYarn: false, idleSpeed: 300 }, (cloud) => {
  let cdk: Cdk;
  let emr: Emr;
  let buckets: Buckets;
  /** The app, whose data buckets are deleted with it if they are empty. */
  let app: string;
  /** The same with other tags, which EMR changes only while the cluster has not ended. */
  let taggedApp: string;
  /** The app with these tags and another generation. */
  let nextApp: string;
  /** An app for a zone that does not offer the instance type. */
  let wrongApp: string;

  beforeAll(async () => {
    cdk = new Cdk(cloud());
    emr = new Emr(cloud());
    buckets = new Buckets(cloud());
    await cdk.bootstrap();
    // half an hour of idle time at this speed, which no step on a busy machine takes
    const settings = { retainData: 'false', idleMinutes: '9000' };
    [app, taggedApp, nextApp, wrongApp] = await cdk.synthAll(
      settings,
      { ...settings, tags: 'team=data' },
      { ...settings, tags: 'team=data', generation: '2' },
      { retainData: 'false', availabilityZone: 'us-east-1d', preflight: 'warn' },
    );
  });

  const then = inOrder();
  let cluster: string;
  let input: string;
  let output: string;

  then('that fail leave only buckets, which cdk destroy removes', async () => {
    await expect(cdk.deploy(wrongApp)).rejects.toThrow(/VALIDATION_ERROR: The requested instance type m3.xlarge/);
    const left = (await inventory(cloud())).filter((each) => !each.includes('dedup-storage'));
    expect(left).toEqual(['stack: dedup-cluster ROLLBACK_COMPLETE']);
    await cdk.destroy(wrongApp);
    expect(await inventory(cloud())).toEqual([]);
  });

  then('succeed although a step fails, and the cluster stays for the next step', async () => {
    const storage = await cdk.deploy(app, 'dedup-storage');
    input = storage.outputs['dedup-storage']?.Input as string;
    await buckets.put(`${input}a.txt`, 'heat^ann^4.0^1600000000\n');
    const { outputs } = await cdk.deploy(app);
    cluster = outputs[CLUSTER]?.ClusterId as string;
    output = outputs[CLUSTER]?.Output as string;
    await emr.untilCluster(cluster, 'WAITING');
    const [run] = await emr.steps(cluster);
    const log = `${outputs[CLUSTER]?.Logs}${cluster}/steps/${run?.Id}/stderr.gz`;
    expect(run?.Status).toMatchObject({ State: 'FAILED', FailureDetails: { LogFile: log } });
    expect(await buckets.read(log)).toContain("no 'hadoop' on the PATH");
    const [next] = (await emr.add(cluster, shellStep('true'))) as [string];
    await emr.untilStep(cluster, next, 'COMPLETED');
  });

  then('keep an existing output when they are destroyed while a step runs', async () => {
    await buckets.put(`${output}part-00000`, 'a record\n');
    const [step] = (await emr.add(cluster, shellStep('sleep 1000'))) as [string];
    await emr.untilStep(cluster, step, 'RUNNING');
    await expect(cdk.destroy(app)).rejects.toThrow(/not empty/);
    expect((await emr.step(cluster, step)).Status?.State).toBe('INTERRUPTED');
    expect(await buckets.read(`${output}part-00000`)).toBe('a record\n');
    for (const url of [input, output]) await buckets.empty(bucketOf(url));
    await cdk.destroy(app);
    expect(await inventory(cloud())).toEqual([]);
  });

  then(
    'whose idle cluster has ended are deployed again, get a new cluster by another generation, and are destroyed',
    async () => {
      const first = (await cdk.deploy(app)).outputs[CLUSTER]?.ClusterId as string;
      // a shorter idle time than that of its own policy
      const AutoTerminationPolicy = { IdleTimeout: 60 };
      await emr.client.send(new PutAutoTerminationPolicyCommand({ ClusterId: first, AutoTerminationPolicy }));
      await emr.untilCluster(first, 'TERMINATED');
      expect((await cdk.deploy(app)).said.match(/\(no changes\)/g)).toHaveLength(2);
      await expect(emr.add(first, shellStep('true'))).rejects.toThrow('may not be modified');
      // the refusal comes before anything is changed, so nothing has to be rolled back
      await expect(cdk.deploy(taggedApp)).rejects.toThrow(
        `cluster ${first} has ended, and EMR changes neither tags nor idleMinutes of one that has: deploy with -c generation=2`,
      );
      expect(await inventory(cloud())).toContain('stack: dedup-cluster UPDATE_ROLLBACK_COMPLETE');
      const second = (await cdk.deploy(nextApp)).outputs[CLUSTER]?.ClusterId as string;
      expect(second).not.toBe(first);
      await until('the new cluster is up', async () =>
        /WAITING|RUNNING/.test((await emr.cluster(second)).Status?.State ?? ''),
      );
      await cdk.destroy(nextApp);
      expect((await emr.cluster(second)).Status?.State).toBe('TERMINATED');
      expect(await inventory(cloud())).toEqual([]);
    },
  );
});
