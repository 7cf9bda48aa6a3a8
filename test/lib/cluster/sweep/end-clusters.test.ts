import { endClusters } from '../../../../lib/cluster/sweep/end-clusters';
import { Patience } from '../../../../lib/cluster/sweep/patience';
import { answering } from './aws';

const GROUPS = ['sg-master', 'sg-core', 'sg-service'];

/** An EMR with these clusters, which have a security group and a state. An ended cluster is gone after some requests. */
function emrWith(clusters: Record<string, { readonly group: string; state: string; looks?: number }>) {
  const aws = answering({
    ListClusters: ({ ClusterStates, Marker }) => {
      const listed = Object.entries(clusters).filter(([, { state }]) => ClusterStates.includes(state));
      const page = Marker === undefined ? listed.slice(0, 1) : listed.slice(1);
      return { Clusters: page.map(([Id]) => ({ Id })), ...(Marker === undefined ? { Marker: 'more' } : {}) };
    },
    DescribeCluster: ({ ClusterId }) => {
      const cluster = clusters[ClusterId] as (typeof clusters)[string];
      if (cluster.state === 'TERMINATING') {
        cluster.looks = (cluster.looks ?? 1) - 1;
        if (cluster.looks < 0) cluster.state = 'TERMINATED';
      }
      const { state: State, group: EmrManagedMasterSecurityGroup } = cluster;
      return { Cluster: { Status: { State }, Ec2InstanceAttributes: { EmrManagedMasterSecurityGroup } } };
    },
    TerminateJobFlows: ({ JobFlowIds: [id] }) => {
      const cluster = clusters[id];
      if (cluster) cluster.state = 'TERMINATING';
    },
  });
  const changes = () => aws.made.filter((call) => !/^(List|Describe)/.test(call));
  return { ...aws, changes };
}

function patience(times: number) {
  let left = times;
  const pauses: number[] = [];
  return {
    pauses,
    patience: new Patience(
      () => left-- * 1000,
      async (ms) => {
        pauses.push(ms);
      },
      1000,
    ),
  };
}

test('the sweep ends the clusters of the security groups, protected or not, and waits', async () => {
  const { emr, changes } = emrWith({
    'j-other': { group: 'sg-other', state: 'RUNNING' },
    'j-live': { group: 'sg-master', state: 'WAITING', looks: 3 },
    'j-scheduled': { group: 'sg-master', state: 'RUNNING', looks: 1 },
    'j-ended': { group: 'sg-master', state: 'TERMINATED' },
  });
  const waiting = patience(10);
  await endClusters(emr, GROUPS, waiting.patience);
  expect(changes()).toEqual([
    'SetTerminationProtection {"JobFlowIds":["j-live"],"TerminationProtected":false}',
    'TerminateJobFlows {"JobFlowIds":["j-live"]}',
    'SetTerminationProtection {"JobFlowIds":["j-scheduled"],"TerminationProtected":false}',
    'TerminateJobFlows {"JobFlowIds":["j-scheduled"]}',
  ]);
  expect(waiting.pauses.length).toBeGreaterThan(0);
});

test('the sweep lists all clusters of the region at its start and end, and its own clusters in between', async () => {
  const others = Object.fromEntries(
    Array.from({ length: 50 }, (_, i) => [`j-${i}`, { group: 'sg-other', state: 'WAITING' }]),
  );
  const { emr, made } = emrWith({ ...others, 'j-own': { group: 'sg-master', state: 'TERMINATING', looks: 8 } });
  await endClusters(emr, GROUPS, patience(20).patience);
  const asked = (of: string) => made.filter((call) => call === `DescribeCluster {"ClusterId":"${of}"}`).length;
  expect(asked('j-own')).toBeGreaterThan(8);
  expect(asked('j-7')).toBe(2);
});

test('the sweep ends a cluster that was started meanwhile', async () => {
  const clusters: Parameters<typeof emrWith>[0] = { 'j-1': { group: 'sg-master', state: 'TERMINATING', looks: 2 } };
  const { emr, changes } = emrWith(clusters);
  const late = new Patience(
    () => 60_000,
    async () => {
      clusters['j-2'] ??= { group: 'sg-master', state: 'STARTING' };
    },
    1000,
  );
  await endClusters(emr, GROUPS, late);
  expect(changes()).toContain('TerminateJobFlows {"JobFlowIds":["j-2"]}');
});

test('the sweep tells what to do about a cluster that it may not end', async () => {
  const { emr } = answering({
    ListClusters: () => ({ Clusters: [{ Id: 'j-1' }] }),
    DescribeCluster: () => ({
      Cluster: { Status: { State: 'WAITING' }, Ec2InstanceAttributes: { EmrManagedMasterSecurityGroup: 'sg-master' } },
    }),
    SetTerminationProtection: () => {
      throw Object.assign(new Error('no'), { name: 'AccessDeniedException' });
    },
  });
  await expect(endClusters(emr, GROUPS, patience(3).patience)).rejects.toThrow(
    "cluster j-1 lives in the stack's security groups without its tag, and so may not be ended: end it yourself, then delete the stack again",
  );
});

test('the sweep only waits for a cluster that is already ending', async () => {
  const { emr, changes } = emrWith({ 'j-1': { group: 'sg-master', state: 'TERMINATING', looks: 5 } });
  const waiting = patience(10);
  await endClusters(emr, GROUPS, waiting.patience);
  expect(changes()).toEqual([]);
  expect(waiting.pauses.length).toBeGreaterThan(0);
});

test.each([
  ['has ended by itself meanwhile', 'TERMINATED', 'resolves'],
  ['lives on', 'WAITING', 'rejects'],
] as const)('EMR refuses the sweep to end a cluster that %s', async (_, State, fate) => {
  let state: string = 'WAITING';
  const { emr } = answering({
    ListClusters: () => ({ Clusters: state === 'TERMINATED' ? [] : [{ Id: 'j-1' }] }),
    DescribeCluster: () => ({
      Cluster: { Status: { State: state }, Ec2InstanceAttributes: { EmrManagedMasterSecurityGroup: 'sg-master' } },
    }),
    SetTerminationProtection: () => {
      state = State;
      throw new Error('may not be modified');
    },
  });
  const ended = endClusters(emr, GROUPS, patience(3).patience);
  if (fate === 'resolves') await expect(ended).resolves.toBeUndefined();
  else await expect(ended).rejects.toThrow('may not be modified');
});

test('the sweep names the cluster for which it waited in vain', async () => {
  const { emr } = emrWith({ 'j-1': { group: 'sg-master', state: 'RUNNING', looks: 1000 } });
  await expect(endClusters(emr, GROUPS, patience(3).patience)).rejects.toThrow(
    'still waiting for the end of clusters: j-1; delete the stack again in some minutes',
  );
});
