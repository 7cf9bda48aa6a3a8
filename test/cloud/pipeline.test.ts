/**
 * A deployment that a pipeline makes and tests, in consecutive tests: the unmodified CDK CLI, then the gate in the role
 * that it has in the pipeline. Policies are evaluated for every request.
 */

import { ListClustersCommand } from '@aws-sdk/client-emr';
import { inOrder, onCloud } from '../support/cloud';
import { Cdk, type StackOutputs } from '../support/cloud-cdk';
import { BAD, GOOD } from '../support/cloud-deployment';
import { Emr } from '../support/cloud-emr';
import { Workflow } from '../support/cloud-gate';
import { inventory } from '../support/cloud-inventory';
import { temporaryFolder } from '../support/folder';
import { until } from '../support/until';

const PIPELINE =
  'repository=acme/ratings,oidcProvider=arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com';
const MAIN = 'repo:acme/ratings:ref:refs/heads/main';
/** lifecycle.test.ts has the full size. Here are more parts than records, as with a sample of a few lines. */
const SMALL = { coreInstanceCount: '1', parallelism: '4', keepAlive: 'false', retainData: 'false' };

jest.setTimeout(600_000);

onCloud('a pipeline', { isStrict: true }, (cloud) => {
  let cdk: Cdk;
  let emr: Emr;
  let app: string;
  let outputs: StackOutputs;
  const then = inOrder();

  const output = (stack: string, name: string) => outputs[stack]?.[name] as string;
  const workflowOf = (subject: string) =>
    new Workflow(
      cloud(),
      { workflow: output('dedup-pipeline', 'DeployRole'), gate: output('dedup-cluster', 'GateRole') },
      subject,
    );
  /** The clusters that gates have started, the newest first. */
  const gateClusters = async () => {
    const { Clusters = [] } = await emr.client.send(new ListClustersCommand());
    return Clusters.filter(({ Id }) => Id !== output('dedup-cluster', 'ClusterId'));
  };

  beforeAll(() => {
    cdk = new Cdk(cloud());
    emr = new Emr(cloud());
  });

  then('deploys', async () => {
    await cdk.bootstrap();
    [app] = await cdk.synthAll({ pipeline: PIPELINE, ...SMALL });
    ({ outputs } = await cdk.deploy(app));
    // its YARN is free then for the clusters of the gates, which would else start another one
    await emr.untilCluster(output('dedup-cluster', 'ClusterId'), 'TERMINATED');
  });

  then('has a gate that passes if the deployed job gives the same output as dedup run', async () => {
    const sample = temporaryFolder({ a: GOOD, 'b/c': 'heat^carl^2.0^1500000000\n' });
    const { exitCode, stdout, stderr } = await workflowOf(MAIN).startGate(sample).ended;
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: expect.stringMatching(/\ngate: passed, the same 3 records here and there, sha256 [0-9a-f]{64}\n$/),
    });
    const [cluster] = await gateClusters();
    await emr.untilCluster(cluster?.Id as string, 'TERMINATED');
  });

  then('gives its gate no other rights, and lets no other branch assume its roles', async () => {
    const workflow = workflowOf(MAIN);
    expect(await workflow.dedup('status')).toMatchObject({
      exitCode: 69,
      stderr: expect.stringMatching(/access denied, it needs elasticmapreduce:\w+\n$/),
    });
    expect(await workflow.dedup('verify', output('dedup-cluster', 'Output'))).toMatchObject({
      exitCode: 74,
      stderr: expect.stringMatching(/access denied, it needs s3:\w+\n$/),
    });
    expect(await workflowOf('repo:acme/ratings:ref:refs/heads/other').dedup('status')).toMatchObject({
      exitCode: 69,
      stderr: expect.stringContaining('cannot assume the role of the AWS profile: Not authorized to perform sts:Ass'),
    });
  });

  then('has a gate that stops at a bad record before it starts a cluster', async () => {
    const before = await gateClusters();
    const sample = temporaryFolder({ a: GOOD, broken: BAD });
    const { exitCode, stderr } = await workflowOf(MAIN).startGate(sample).ended;
    expect(exitCode).toBe(65);
    expect(stderr).toMatch(new RegExp(`^dedup: .*in '${sample}/broken' at byte 72`, 'm'));
    expect(stderr).toMatch(
      new RegExp(`\ngate: cannot run '${sample}' here: 'dedup run' ended with 65, and says above why\n$`),
    );
    expect(await gateClusters()).toHaveLength(before.length);
  });

  then('has a gate that stops if the deployed job finds a bad record, and names the record', async () => {
    const sample = temporaryFolder({ a: GOOD, broken: BAD });
    // these settings differ from those of the deployment
    const { exitCode, stderr } = await workflowOf(MAIN).startGate(sample, 'badRecords=drop').ended;
    expect(stderr).toMatch(
      /^dedup: .*in 's3:\/\/\S+\/gate\/\S+\/input\/broken' at byte 72.* \(step s-\w+ failed; logs: s3:/m,
    );
    const [cluster] = await gateClusters();
    const id = cluster?.Id as string;
    expect(stderr).toMatch(new RegExp(`\\ngate: the run on cluster ${id} is no good: 'dedup wait' ended with 65, `));
    expect(exitCode).toBe(65);
    await emr.untilCluster(id, 'TERMINATED_WITH_ERRORS');
  });

  then('has a gate that terminates its cluster when it gets SIGTERM, and says so', async () => {
    const gate = workflowOf(MAIN).startGate(temporaryFolder({ a: GOOD }));
    await until('the gate waits for its step', () => / step s-\w+ \w+\n/.test(gate.said.stderr) || gate.hasEnded());
    gate.kill('SIGTERM');
    const { exitCode, stderr } = await gate.ended;
    const [cluster] = await gateClusters();
    const id = cluster?.Id as string;
    expect(stderr.split('\n').slice(-3)).toEqual([
      `gate: cluster ${id} is being terminated`,
      'gate: interrupted by SIGTERM',
      '',
    ]);
    expect(exitCode).toBe(143);
    const { Status } = await emr.untilCluster(id, 'TERMINATED');
    expect(Status?.StateChangeReason?.Code).toBe('USER_REQUEST');
  });

  then('is destroyed with everything that its gates have left', async () => {
    await cdk.destroy(app);
    expect(await inventory(cloud())).toEqual([]);
  });
});
