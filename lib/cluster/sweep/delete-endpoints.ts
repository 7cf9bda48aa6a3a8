/**
 * Deletes the endpoint that EMR makes in a VPC for clusters of EMR 8. The endpoint belongs to no stack, and the VPC
 * cannot be deleted before it is gone.
 */

import { DeleteVpcEndpointsCommand, DescribeVpcEndpointsCommand, type EC2Client } from '@aws-sdk/client-ec2';
import type { Patience } from './patience';

/** Service names such as `aws.api.<region>.emr-service-cell01` (AWS's page emr-clusters-in-a-vpc). */
const SERVICES_OF_EMR = /^aws\.api\.[^.]+\.emr-service-/;

export async function deleteEndpoints(ec2: EC2Client, vpcId: string, patience: Patience): Promise<void> {
  const VpcEndpointIds = await endpointsOfEmr(ec2, vpcId);
  if (VpcEndpointIds.length === 0) return;
  const { Unsuccessful = [] } = await ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds }));
  const [first] = Unsuccessful;
  if (first !== undefined) throw new Error(`cannot delete endpoint ${first.ResourceId}: ${first.Error?.Message}`);
  await patience.until('end of endpoints', () => endpointsOfEmr(ec2, vpcId));
}

async function endpointsOfEmr(ec2: EC2Client, vpcId: string): Promise<string[]> {
  const Filters = [{ Name: 'vpc-id', Values: [vpcId] }];
  const { VpcEndpoints = [] } = await ec2.send(new DescribeVpcEndpointsCommand({ Filters }));
  // The name is compared here rather than in a filter of the request: if EC2 ignored that filter, the stack's own
  // endpoints would be deleted too.
  const found = VpcEndpoints.filter(({ ServiceName = '' }) => SERVICES_OF_EMR.test(ServiceName));
  return found.flatMap(({ VpcEndpointId, State }) =>
    VpcEndpointId === undefined || State?.toLowerCase() === 'deleted' ? [] : VpcEndpointId,
  );
}
