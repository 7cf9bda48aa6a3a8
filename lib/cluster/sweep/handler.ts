/**
 * The Lambda function of the stack's custom resources. When the stack is deleted or moves to another VPC, it sweeps
 * what would block the deletion. Before the cluster is updated, it refuses an update that EMR could not carry out.
 */

import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { EC2Client } from '@aws-sdk/client-ec2';
import { EMRClient } from '@aws-sdk/client-emr';
import { deleteEndpoints } from './delete-endpoints';
import { endClusters } from './end-clusters';
import { Patience } from './patience';
import type { ChangeProperties, SweepProperties } from './properties';
import { refuseEnded } from './refuse-ended';
import { awaitInterfacesGone, revokeRules } from './revoke-rules';

/** CloudFormation's request to a custom resource. */
interface Event {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: SweepProperties | ChangeProperties;
  readonly OldResourceProperties?: Partial<SweepProperties & ChangeProperties>;
}

interface Context {
  getRemainingTimeInMillis(): number;
}

/** Time to send the answer, for which CloudFormation would otherwise wait an hour. */
const RESERVED_MS = 20_000;

export async function handler(event: Event, context: Context): Promise<void> {
  try {
    await act(event, context);
    await answer(event, 'SUCCESS', '');
  } catch (error) {
    console.error(error);
    await answer(event, 'FAILED', (error as Error).message);
  }
}

async function act({ RequestType, StackId, ResourceProperties, OldResourceProperties }: Event, context: Context) {
  if (!('InPlace' in ResourceProperties)) {
    if (RequestType === 'Delete') await sweep(ResourceProperties, context);
    return;
  }
  if (RequestType !== 'Update' || OldResourceProperties === undefined) return;
  const clients = { cloudFormation: new CloudFormationClient(), emr: new EMRClient() };
  await refuseEnded(clients, StackId, ResourceProperties, OldResourceProperties);
}

async function sweep({ GroupIds, VpcId, Rules, Vpc }: SweepProperties, context: Context): Promise<void> {
  const patience = new Patience(
    () => context.getRemainingTimeInMillis() - RESERVED_MS,
    (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  );
  await endClusters(new EMRClient(), GroupIds, patience);
  if (Rules === 'keep') return;
  const ec2 = new EC2Client();
  if (Vpc === 'own') await deleteEndpoints(ec2, VpcId, patience);
  await awaitInterfacesGone(ec2, GroupIds, patience);
  await revokeRules(ec2, GroupIds);
}

/**
 * The physical id changes with the VPC, because each VPC has its own groups. After an update to another id,
 * CloudFormation deletes the former resource last, and that sweeps the former groups.
 */
function idOf(event: Event): string {
  const { RequestType, LogicalResourceId, PhysicalResourceId, ResourceProperties, OldResourceProperties } = event;
  const { VpcId } = ResourceProperties;
  const { VpcId: former = VpcId } = OldResourceProperties === undefined ? {} : OldResourceProperties;
  const stays = RequestType === 'Delete' || former === VpcId;
  return stays && PhysicalResourceId !== undefined ? PhysicalResourceId : `${LogicalResourceId}-${VpcId}`;
}

async function answer(event: Event, status: 'SUCCESS' | 'FAILED', reason: string): Promise<void> {
  const { StackId, RequestId, LogicalResourceId } = event;
  const PhysicalResourceId = idOf(event);
  const said = { Status: status, Reason: reason, PhysicalResourceId, StackId, RequestId, LogicalResourceId };
  // A body of bytes makes fetch send no content type. The URL was signed without one.
  const body = new TextEncoder().encode(JSON.stringify(said));
  const response = await fetch(event.ResponseURL, { method: 'PUT', body });
  if (!response.ok) throw new Error(`CloudFormation did not take the answer: ${response.status}`);
}
