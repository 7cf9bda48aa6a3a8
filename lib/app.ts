/** The kit's stacks for one deployment. */

import { type App, type Environment, Tags } from 'aws-cdk-lib';
import { ClusterStack } from './cluster-stack';
import { clusterStackName, storageStackName } from './outputs';
import type { Settings } from './settings';
import { StorageStack } from './storage-stack';

/** `account` is null where the CDK CLI knows none. */
export function addStacks(app: App, settings: Settings, account: string | null): void {
  const { name, region } = settings;
  const env: Environment = { ...(account === null ? {} : { account }), ...(region === null ? {} : { region }) };
  const storage = new StorageStack(app, storageStackName(name), settings, { env });
  const cluster = new ClusterStack(app, clusterStackName(name), settings, storage.places, { env });
  // also where both buckets are the user's own, and nothing but the logs is the storage's
  cluster.addStackDependency(storage);
  for (const [key, value] of Object.entries(settings.tags)) Tags.of(app).add(key, value);
}
