/** Who tries a deployment: a role that may take on the gate's. Known by name, so that neither has to be there first. */

import { Aws } from 'aws-cdk-lib';
import type { Settings } from '../settings/settings';

export interface GateCaller {
  /** Id of the account that the role is in. */
  readonly account: string;
  readonly roleName: string;
}

/** The kit's own pipeline, in the account and region of the deployment. */
export function pipelineCaller({ name }: Settings): GateCaller {
  return { account: Aws.ACCOUNT_ID, roleName: callerRoleName(name, Aws.REGION) };
}

/** IAM is global, so a region is part of the name. */
export function callerRoleName(deployment: string, region: string): string {
  return `${deployment}-${region}-pipeline`;
}

/** Of the cluster's stack, and told beforehand to whoever is to take it on. */
export function gateRoleName(stackName: string, region: string): string {
  return `${stackName}-${region}-gate`;
}

export function roleArn(account: string, roleName: string): string {
  return `arn:${Aws.PARTITION}:iam::${account}:role/${roleName}`;
}
