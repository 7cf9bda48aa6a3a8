/** Removes EMR's traces from security groups: rules that EMR added, and network interfaces that it returns late. */

import {
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  type EC2Client,
  type IpPermission,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  type SecurityGroup,
} from '@aws-sdk/client-ec2';
import type { Patience } from './patience';

/** The stack's own rules have been deleted by now, so every rule that is left is EMR's. */
export async function revokeRules(ec2: EC2Client, groupIds: readonly string[]): Promise<void> {
  const { SecurityGroups = [] } = await ec2.send(
    new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'group-id', Values: [...groupIds] }] }),
  );
  for (const group of SecurityGroups) await revokeAll(ec2, group);
}

async function revokeAll(ec2: EC2Client, group: SecurityGroup): Promise<void> {
  const { GroupId, IpPermissions = [], IpPermissionsEgress = [] } = group;
  const revocation = (permissions: IpPermission[]) => ({ GroupId, IpPermissions: permissions });
  if (IpPermissions.length > 0) await ec2.send(new RevokeSecurityGroupIngressCommand(revocation(IpPermissions)));
  if (IpPermissionsEgress.length > 0)
    await ec2.send(new RevokeSecurityGroupEgressCommand(revocation(IpPermissionsEgress)));
}

export async function awaitInterfacesGone(
  ec2: EC2Client,
  groupIds: readonly string[],
  patience: Patience,
): Promise<void> {
  await patience.until('end of network interfaces', async () => {
    const { NetworkInterfaces = [] } = await ec2.send(
      new DescribeNetworkInterfacesCommand({ Filters: [{ Name: 'group-id', Values: [...groupIds] }] }),
    );
    return NetworkInterfaces.flatMap(({ NetworkInterfaceId }) => NetworkInterfaceId ?? []);
  });
}
