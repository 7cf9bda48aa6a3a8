import { refuseEnded } from '../../../../lib/cluster/sweep/refuse-ended';
import { answering } from './aws';

const BEFORE = { VpcId: 'vpc-1', InPlace: '{"tags":[]}', Replacing: '{"Name":"dedup-1"}', Generation: '1' };
const CHANGED = { ...BEFORE, InPlace: '{"tags":[{"Key":"team"}]}' };

function refused(State: string, StackStatus: string, now: typeof BEFORE) {
  const aws = answering({
    DescribeStacks: () => ({ Stacks: [{ StackStatus }] }),
    DescribeStackResource: () => ({ StackResourceDetail: { PhysicalResourceId: 'j-1' } }),
    DescribeCluster: () => ({ Cluster: { Status: { State } } }),
  });
  return { made: aws.made, done: refuseEnded(aws, 'stack', now, BEFORE) };
}

test.each(['TERMINATED', 'TERMINATED_WITH_ERRORS', 'TERMINATING'])(
  'a change of a cluster that is %s is refused',
  async (state) => {
    const { made, done } = refused(state, 'UPDATE_IN_PROGRESS', CHANGED);
    await expect(done).rejects.toThrow(
      'cluster j-1 has ended, and EMR changes neither tags nor idleMinutes of one that has: deploy with -c generation=2 ' +
        'for another cluster, or leave tags and idleMinutes as they were',
    );
    expect(made).toContain('DescribeStackResource {"StackName":"stack","LogicalResourceId":"Cluster"}');
  },
);

test('a change of a running cluster is allowed', async () => {
  await expect(refused('WAITING', 'UPDATE_IN_PROGRESS', CHANGED).done).resolves.toBeUndefined();
});

test('a rollback of CloudFormation is allowed', async () => {
  await expect(refused('TERMINATED', 'UPDATE_ROLLBACK_IN_PROGRESS', CHANGED).done).resolves.toBeUndefined();
});

test.each([
  ['another cluster comes', { ...CHANGED, Replacing: '{"Name":"dedup-2"}' }],
  ['nothing of it changes', { ...BEFORE, Generation: '2' }],
])('EMR is not asked when %s', async (_, now) => {
  const { made, done } = refused('TERMINATED', 'UPDATE_IN_PROGRESS', now);
  await expect(done).resolves.toBeUndefined();
  expect(made).toEqual([]);
});
