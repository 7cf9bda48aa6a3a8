/** Adds the stacks of one deployment to an app, after preflight has checked the settings. */

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

/** Facts that the app knows beside the settings. */
export interface Circumstances {
  /** Null where the CDK CLI knows no account. */
  readonly account: string | null;
  /** `2026-11-22` */
  readonly today: string;
}

/**
 * The synthesizer of the app. It uploads assets below the prefix that nodes may read, even after later deployments (see
 * lib/artifacts/artifacts.ts).
 */
export function synthesizer(): IReusableStackSynthesizer {
  // The cast is for `exactOptionalPropertyTypes`: the class declares a property that may be undefined, where the
  // interface declares an optional one.
  return new DefaultStackSynthesizer({ bucketPrefix: ARTIFACTS_PREFIX }) as IReusableStackSynthesizer;
}

/**
 * Adds the stacks to an app, or to a stage of a pipeline. Throws with exit code 64 for settings that would fail in a
 * deployment. `cdk destroy` is never refused.
 */
export function addStacks(
  scope: Construct,
  settings: Settings,
  { account, today }: Circumstances,
  gateCaller: GateCaller | null = settings.pipeline === null ? null : pipelineCaller(settings),
): void {
  const { name, region } = settings;
  const found = isForDeployment(scope) ? preflight(settings, { node: shippedNode(settings), account, today }) : [];
  refuseErrors(found);
  const env: Environment = { ...(account === null ? {} : { account }), ...(region === null ? {} : { region }) };
  // The stacks' names are explicit, because a stage would prefix them with its own name.
  const named = (stackName: string) => ({ env, stackName });
  const [storageName, clusterName] = [storageStackName(name), clusterStackName(name)];
  const storage = new StorageStack(scope, storageName, settings, named(storageName));
  const props = { ...named(clusterName), gateCaller };
  const cluster = new ClusterStack(scope, clusterName, settings, storage.places, props);
  // CDK sees no dependency where input and output are the user's own, but the storage stack always has the log bucket.
  cluster.addStackDependency(storage);
  if (!isReported(cluster)) report(cluster, found);
  for (const [key, value] of Object.entries(settings.tags)) Tags.of(scope).add(key, value);
}

/** The CDK CLI requests bundles only for commands that deploy, or that show what a deployment would change. */
function isForDeployment(scope: Construct): boolean {
  const stacks: unknown = scope.node.tryGetContext(BUNDLING_STACKS);
  return !Array.isArray(stacks) || stacks.length > 0;
}

/**
 * With a pipeline the app has the stacks twice: for `cdk deploy`, and in the pipeline's stage. Findings are reported on
 * the first ones only.
 */
function isReported(cluster: ClusterStack): boolean {
  const { root, id } = cluster.node;
  const first = root.node.tryFindChild(id);
  return first !== undefined && first !== cluster;
}

function report(stack: ClusterStack, found: readonly Finding[]): void {
  for (const { subject, severity, message } of found) {
    if (severity === 'unchecked') Annotations.of(stack).addInfo(message);
    else Annotations.of(stack).addWarningV2(`dedup:${subject}`, message);
  }
}
