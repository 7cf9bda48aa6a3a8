/** The kit's stacks for one deployment, or what is wrong with it. */

import {
  Annotations,
  DefaultStackSynthesizer,
  type Environment,
  type IReusableStackSynthesizer,
  Tags,
} from 'aws-cdk-lib';
import { BUNDLING_STACKS } from 'aws-cdk-lib/cx-api';
import type { Construct } from 'constructs';
import { ARTIFACTS_PREFIX } from '../artifacts/artifacts';
import { shippedNode } from '../artifacts/node-release';
import { type GateCaller, pipelineCaller } from '../cluster/gate-caller';
import { clusterStackName, storageStackName } from '../deployment/outputs';
import { type Finding, refuseErrors } from '../preflight/finding';
import { preflight } from '../preflight/preflight';
import type { Settings } from '../settings/settings';
import { ClusterStack } from './cluster-stack';
import { StorageStack } from './storage-stack';

/** What the app is told beside the settings. */
export interface Circumstances {
  /** Null where the CDK CLI knows none. */
  readonly account: string | null;
  /** `2026-11-22` */
  readonly today: string;
}

/** Of an app: puts what is uploaded where nodes may read it after another deployment too (lib/artifacts/artifacts.ts). */
export function synthesizer(): IReusableStackSynthesizer {
  // its class has a property that may be undefined where its interface has an optional one, which this compiler tells apart
  return new DefaultStackSynthesizer({ bucketPrefix: ARTIFACTS_PREFIX }) as IReusableStackSynthesizer;
}

/**
 * Into an app, or into a stage of a pipeline. Throws with exit code 64 for what would fail once it is deployed; `cdk
 * destroy` is never refused.
 */
export function addStacks(
  scope: Construct,
  settings: Settings,
  { account, today }: Circumstances,
  gateCaller: GateCaller | null = settings.pipeline === null ? null : pipelineCaller(settings),
): void {
  const { name, region } = settings;
  const found = isForDeployment(scope) ? preflight(settings, { node: shippedNode(settings), today }) : [];
  refuseErrors(found);
  const env: Environment = { ...(account === null ? {} : { account }), ...(region === null ? {} : { region }) };
  // said, since a stage would put its own name before it
  const named = (stackName: string) => ({ env, stackName });
  const [storageName, clusterName] = [storageStackName(name), clusterStackName(name)];
  const storage = new StorageStack(scope, storageName, settings, named(storageName));
  const props = { ...named(clusterName), gateCaller };
  const cluster = new ClusterStack(scope, clusterName, settings, storage.places, props);
  // also where input and output are the user's own, and nothing but the logs is the storage's
  cluster.addStackDependency(storage);
  if (!isSaid(cluster)) say(cluster, found);
  for (const [key, value] of Object.entries(settings.tags)) Tags.of(scope).add(key, value);
}

/** The CDK CLI has assets made for commands that deploy, or show what they would. */
function isForDeployment(scope: Construct): boolean {
  const stacks: unknown = scope.node.tryGetContext(BUNDLING_STACKS);
  return !Array.isArray(stacks) || stacks.length > 0;
}

/** The kit's pipeline has the stacks in a stage of its own beside those that `cdk deploy` takes. */
function isSaid(cluster: ClusterStack): boolean {
  const { root, id } = cluster.node;
  const first = root.node.tryFindChild(id);
  return first !== undefined && first !== cluster;
}

function say(stack: ClusterStack, found: readonly Finding[]): void {
  for (const { subject, severity, message } of found) {
    if (severity === 'unchecked') Annotations.of(stack).addInfo(message);
    else Annotations.of(stack).addWarningV2(`dedup:${subject}`, message);
  }
}
