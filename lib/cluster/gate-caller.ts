/**
 * The role that may assume the gate's role in order to try a deployment. Policies refer to both roles by name, so that
 * neither has to exist before the other.
 */

import { Aws } from 'aws-cdk-lib';
import type { Settings } from '../settings/settings';

export interface GateCaller {
  /** Id of the account that the role is in. */
  readonly account: string;
  readonly roleName: string;
}

/** The role of the kit's own pipeline, in the account and region of the deployment. */
export function pipelineCaller({ name }: Settings): GateCaller {
  return { account: Aws.ACCOUNT_ID, roleName: callerRoleName(name, Aws.REGION) };
}

/** IAM is global, so a region is part of the name. */
export function callerRoleName(deployment: string, region: string): string {
  return `${deployment}-${region}-pipeline`;
}

/**
 * The gate's role belongs to the cluster's stack. Its name is fixed, so that the caller's policy can name it
 * beforehand.
 */
export function gateRoleName(stackName: string, region: string): string {
  return `${stackName}-${region}-gate`;
}

export function roleArn(account: string, roleName: string): string {
  return `arn:${Aws.PARTITION}:iam::${account}:role/${roleName}`;
}
