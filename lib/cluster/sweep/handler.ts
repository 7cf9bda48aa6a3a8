/**
 * The Lambda function behind the stack's sweeps, which on deletion, or in another VPC, make way, and behind what is asked
 * before its cluster is changed.
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

/** Of CloudFormation, to a custom resource. */
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

/** For the answer, which CloudFormation would else wait an hour for. */
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
 * Another in another VPC, which has groups of its own: CloudFormation then deletes the former resource once all else is
 * updated, and so has the former groups swept.
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
  // bytes, for which no content type is sent: the URL is signed without one
  const body = new TextEncoder().encode(JSON.stringify(said));
  const response = await fetch(event.ResponseURL, { method: 'PUT', body });
  if (!response.ok) throw new Error(`CloudFormation did not take the answer: ${response.status}`);
}
