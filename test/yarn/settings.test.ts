/** Clusters and environments with other settings than the cluster that the other tests share. */

import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { ClusterFiles } from '../../job/runner/yarn/cluster-files';
import { findHadoop, Hadoop } from '../../job/runner/yarn/hadoop';
import { webHdfs } from '../../job/runner/yarn/web-hdfs';
import { dedup } from '../support/command';
import { snapshot, temporaryFolder } from '../support/folder';
import { startHdfs } from '../support/hdfs';
import { readOutput, readSummary } from '../support/output';
import { Gates } from '../support/task-gates';
import { type Cluster, onYarn, startCluster } from '../support/yarn';
import { applications, environmentOfAStep, smallTasks, startYarn, whatIsLeft } from '../support/yarn-job';

const RECORD = 'heat^ann^1^1\n';
const ONE_NODE = ['--nodes', '1', '--memory', '6144'];
const SUCCESS = { exitCode: 0, signal: null, stdout: '', stderr: '' };

jest.setTimeout(600_000);

onYarn('a job', (cluster) => {
  function input() {
    const folder = temporaryFolder({ 'in/a': RECORD });
    const output = join(folder, 'out');
    return { output, args: [join(folder, 'in'), '--output', output, ...smallTasks(1)] };
  }

  it('that Hadoop refuses is reported, also in a step on EMR', async () => {
    const { output, args } = input();
    const env = environmentOfAStep(cluster);
    expect(() => execFileSync('hadoop-streaming', { env: { ...process.env, ...env } })).toThrow('ENOENT');
    const refused = startYarn(cluster, [...args, '--hadoop', 'mapreduce.framework.name=nowhere'], { env });
    expect(await refused.ended).toMatchObject({
      exitCode: 69,
      stdout: '',
      stderr: expect.stringMatching(/^dedup: hadoop-streaming ended .*mapreduce.framework.name.*\n$/),
    });
    expect(await whatIsLeft(cluster, refused.run, output)).toEqual([]);
  });

  it('stays within the limit of virtual memory, beyond which a job fails and changes no file, and uses HDFS for its manifest and tokens, on a cluster with these settings', async () => {
    const { address: hdfs, web, namesIn } = await startHdfs(cluster);
    const checked = ['--set', 'yarn-site:yarn.nodemanager.vmem-check-enabled=true'];
    const other = await startCluster(...ONE_NODE, ...checked, '--set', `core-site:fs.defaultFS=${hdfs}`);
    const gates = new Gates().shut(/end/);
    const folder = temporaryFolder({ 'in/a': RECORD, 'in/b': `${RECORD}heat\n` });
    const output = join(folder, 'out');
    const args = [join(folder, 'in'), '--output', output, '--bad-records', 'keep', ...smallTasks(1, 2)];
    const rest = ['--hadoop', `dfs.namenode.http-address=${web}`];
    const run = startYarn(other, [...args, ...rest, ...gates.options], { env: withoutCommandForFiles(other) });
    await gates.untilReached(/m_.*_0.end/);
    await expectCheckOfVirtualMemory(other);
    gates.shut(/r_.*end/);
    await gates.untilReached(/r_.*end/);
    const isWork = (name: string) => name.startsWith(`/tmp/dedup-${run.run}-`);
    const [work = ''] = (await namesIn('/tmp')).filter(isWork);
    expect(await namesIn(work)).toEqual([`${work}/manifest`, `${work}/tokens`]);
    gates.open();
    expect(await run.ended).toEqual(SUCCESS);
    expect(gates.reached(/end/).filter((passage) => !passage.includes('_0.end'))).toEqual([]);
    expect(readOutput(output).records).toBe(RECORD);
    expect(readSummary(output).counts).toMatchObject({ lines: 3, rejected: 1 });
    expect((await namesIn('/tmp')).filter(isWork)).toEqual([]);
    expect(await applications(other, run.run)).toHaveLength(1);
    expect(await whatIsLeft(other, run.run, output)).toEqual([]);
    await expectFilesByCommand(hdfs, other);
  });

  /** The environment of a run whose `hadoop fs` fails. */
  function withoutCommandForFiles({ environment }: Cluster) {
    const env = { ...process.env, ...environment };
    const { hadoop } = findHadoop(env);
    const bin = temporaryFolder({ hadoop: `#!/bin/sh\n[ "$1" = fs ] && exit 1\nexec '${hadoop}' "$@"\n` });
    chmodSync(join(bin, 'hadoop'), 0o755);
    return { ...environment, PATH: `${bin}:${env.PATH}` };
  }

  /** Files of HDFS where its REST service cannot be reached. */
  async function expectFilesByCommand(hdfs: string, { environment }: Cluster) {
    const env = { ...process.env, ...environment };
    const hadoop = new Hadoop(findHadoop(env), [`fs.defaultFS=${hdfs}`], env);
    const { signal } = new AbortController();
    const files = new ClusterFiles(webHdfs('http://127.0.0.1:1', 'nobody'), hadoop);
    const folder = temporaryFolder({ 'from/manifest': 'line\n' });
    await files.put(join(folder, 'from'), '/tmp/by-command', signal);
    expect(String(await files.read('/tmp/by-command/mani*', signal))).toBe('line\n');
  }

  /**
   * The check kills tasks that reserve as much address space as Node does by default. The cluster has one node, therefore
   * the check has covered all tasks once it has killed this one.
   */
  async function expectCheckOfVirtualMemory(other: Cluster) {
    const { args, output } = input();
    expect(await dedup(['run', ...args.slice(0, 3), '--quiet'])).toEqual(SUCCESS);
    const before = snapshot(output);
    const unaware = ['yarn.nodemanager.vmem-check-enabled=false', 'mapreduce.map.maxattempts=1'];
    const gates = new Gates().shut(/end/);
    const run = startYarn(other, [...args, ...unaware.flatMap((one) => ['--hadoop', one]), ...gates.options]);
    expect(await run.ended).toMatchObject({
      exitCode: 69,
      stderr: expect.stringContaining('set yarn.nodemanager.vmem-check-enabled to false'),
    });
    expect(snapshot(output)).toEqual(before);
    expect(await whatIsLeft(other, run.run, output)).toEqual([]);
  }
});
