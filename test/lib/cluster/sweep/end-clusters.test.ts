import { endClusters } from '../../../../lib/cluster/sweep/end-clusters';
import { Patience } from '../../../../lib/cluster/sweep/patience';
import { answering } from './aws';

const GROUPS = ['sg-master', 'sg-core', 'sg-service'];

/** An EMR with these clusters: their group, and their state, which ends some looks after it was told to. */
function emrWith(clusters: Record<string, { readonly group: string; state: string; looks?: number }>) {
  const aws = answering({
    ListClusters: ({ ClusterStates, Marker }) => {
      for (const cluster of Object.values(clusters).filter(({ state }) => state === 'TERMINATING')) {
        cluster.looks = (cluster.looks ?? 1) - 1;
        if (cluster.looks < 0) cluster.state = 'TERMINATED';
      }
      const listed = Object.entries(clusters).filter(([, { state }]) => ClusterStates.includes(state));
      const page = Marker === undefined ? listed.slice(0, 1) : listed.slice(1);
      return { Clusters: page.map(([Id]) => ({ Id })), ...(Marker === undefined ? { Marker: 'more' } : {}) };
    },
    DescribeCluster: ({ ClusterId }) => ({
      Cluster: { Ec2InstanceAttributes: { EmrManagedMasterSecurityGroup: clusters[ClusterId]?.group } },
    }),
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

test('ends the clusters of the groups, protected or not, and waits', async () => {
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

test('of one that is ending it only waits for the end', async () => {
  const { emr, changes } = emrWith({ 'j-1': { group: 'sg-master', state: 'TERMINATING', looks: 5 } });
  const waiting = patience(10);
  await endClusters(emr, GROUPS, waiting.patience);
  expect(changes()).toEqual([]);
  expect(waiting.pauses.length).toBeGreaterThan(0);
});

test.each([
  ['has ended by itself meanwhile', 'TERMINATED', 'resolves'],
  ['lives on', 'WAITING', 'rejects'],
] as const)('a refusal to end one that %s', async (_, State, fate) => {
  const { emr } = answering({
    ListClusters: ({ ClusterStates }) => ({ Clusters: ClusterStates.length === 4 ? [{ Id: 'j-1' }] : [] }),
    DescribeCluster: () => ({
      Cluster: { Status: { State }, Ec2InstanceAttributes: { EmrManagedMasterSecurityGroup: 'sg-master' } },
    }),
    SetTerminationProtection: () => {
      throw new Error('may not be modified');
    },
  });
  const ended = endClusters(emr, GROUPS, patience(3).patience);
  if (fate === 'resolves') await expect(ended).resolves.toBeUndefined();
  else await expect(ended).rejects.toThrow('may not be modified');
});

test('says which one it gave up on', async () => {
  const { emr } = emrWith({ 'j-1': { group: 'sg-master', state: 'RUNNING', looks: 1000 } });
  await expect(endClusters(emr, GROUPS, patience(3).patience)).rejects.toThrow(
    'still waiting for the end of clusters: j-1; delete the stack again in some minutes',
  );
});
