/** The kit's stacks for one deployment, or what is wrong with it. */

import { Annotations, type App, type Environment, Tags } from 'aws-cdk-lib';
import { BUNDLING_STACKS } from 'aws-cdk-lib/cx-api';
import { shippedNode } from './artifacts/node-release';
import { ClusterStack } from './cluster-stack';
import { clusterStackName, storageStackName } from './outputs';
import { type Finding, refuseErrors } from './preflight/finding';
import { preflight } from './preflight/preflight';
import type { Settings } from './settings';
import { StorageStack } from './storage-stack';

/** What the app is told beside the settings. */
export interface Circumstances {
  /** Null where the CDK CLI knows none. */
  readonly account: string | null;
  /** `2026-11-22` */
  readonly today: string;
}

/** Throws with exit code 64 for what would fail once it is deployed; `cdk destroy` is never refused. */
export function addStacks(app: App, settings: Settings, { account, today }: Circumstances): void {
  const { name, region } = settings;
  const found = isForDeployment(app) ? preflight(settings, { node: shippedNode(settings), today }) : [];
  refuseErrors(found);
  const env: Environment = { ...(account === null ? {} : { account }), ...(region === null ? {} : { region }) };
  const storage = new StorageStack(app, storageStackName(name), settings, { env });
  const cluster = new ClusterStack(app, clusterStackName(name), settings, storage.places, { env });
  // also where input and output are the user's own, and nothing but the logs is the storage's
  cluster.addStackDependency(storage);
  say(cluster, found);
  for (const [key, value] of Object.entries(settings.tags)) Tags.of(app).add(key, value);
}

/** The CDK CLI has assets made for commands that deploy, or show what they would. */
function isForDeployment(app: App): boolean {
  const stacks: unknown = app.node.tryGetContext(BUNDLING_STACKS);
  return !Array.isArray(stacks) || stacks.length > 0;
}

function say(stack: ClusterStack, found: readonly Finding[]): void {
  for (const { subject, severity, message } of found) {
    if (severity === 'unchecked') Annotations.of(stack).addInfo(message);
    else Annotations.of(stack).addWarningV2(`dedup:${subject}`, message);
  }
}
