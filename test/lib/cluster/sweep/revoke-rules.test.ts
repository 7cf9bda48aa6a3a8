import { Patience } from '../../../../lib/cluster/sweep/patience';
import { awaitInterfacesGone, revokeRules } from '../../../../lib/cluster/sweep/revoke-rules';
import { answering } from './aws';

const GROUPS = ['sg-master', 'sg-core'];

test('the sweep revokes every remaining rule, in both directions', async () => {
  const fromCore = { IpProtocol: 'tcp', FromPort: 0, ToPort: 65535, UserIdGroupPairs: [{ GroupId: 'sg-core' }] };
  const toAnywhere = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
  const { ec2, made } = answering({
    DescribeSecurityGroups: () => ({
      SecurityGroups: [
        { GroupId: 'sg-master', IpPermissions: [fromCore], IpPermissionsEgress: [toAnywhere] },
        { GroupId: 'sg-core', IpPermissions: [], IpPermissionsEgress: [] },
      ],
    }),
  });
  await revokeRules(ec2, GROUPS);
  expect(made).toEqual([
    `DescribeSecurityGroups ${JSON.stringify({ Filters: [{ Name: 'group-id', Values: GROUPS }] })}`,
    `RevokeSecurityGroupIngress ${JSON.stringify({ GroupId: 'sg-master', IpPermissions: [fromCore] })}`,
    `RevokeSecurityGroupEgress ${JSON.stringify({ GroupId: 'sg-master', IpPermissions: [toAnywhere] })}`,
  ]);
});

test('the sweep waits until no network interface uses the groups', async () => {
  const left = [['eni-1', 'eni-2'], ['eni-2'], []];
  const { ec2, made } = answering({
    DescribeNetworkInterfaces: () => ({
      NetworkInterfaces: left.shift()?.map((NetworkInterfaceId) => ({ NetworkInterfaceId })),
    }),
  });
  await awaitInterfacesGone(
    ec2,
    GROUPS,
    new Patience(
      () => 10_000,
      async () => {},
      1000,
    ),
  );
  expect(made).toHaveLength(3);
});

test('the sweep names the network interface that stays', async () => {
  const { ec2 } = answering({
    DescribeNetworkInterfaces: () => ({ NetworkInterfaces: [{ NetworkInterfaceId: 'eni-1' }] }),
  });
  await expect(
    awaitInterfacesGone(
      ec2,
      GROUPS,
      new Patience(
        () => 0,
        async () => {},
        1000,
      ),
    ),
  ).rejects.toThrow('still waiting for the end of network interfaces: eni-1; delete the stack again in some minutes');
});
