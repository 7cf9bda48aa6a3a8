/** The locations of a cluster's logs in S3. Pure. */

import type { ClusterFacts, StepFacts } from '../cluster/cluster-facts';

/** EMR delivers logs every five minutes. The extra minute is for the delivery itself. */
export const LOGS_WITHIN_MS = 6 * 60_000;

/** `s3://logs/j-1/steps/s-1/`; null where the cluster keeps no logs. */
export function stepPlace({ id, logs }: ClusterFacts, step: Pick<StepFacts, 'id'>): string | null {
  return logs === null ? null : `${logs}${id}/steps/${step.id}/`;
}

/**
 * `s3://logs/j-1/containers/application_1_0001/`, or the folder of all applications; null where the cluster keeps no
 * logs.
 */
export function containerPlace({ id, logs }: ClusterFacts, application: string | null): string | null {
  if (logs === null) return null;
  return `${logs}${id}/containers/${application === null ? '' : `${application}/`}`;
}

/** The id of a run's YARN application, from the driver's log. */
export function applicationIn(stderr: string | null): string | null {
  return /\bapplication_\d+_\d+\b/.exec(stderr ?? '')?.[0] ?? null;
}

/** `container_1_0001_01_000002` of `…/application_1_0001/container_1_0001_01_000002/stderr.gz`. */
export function containerOf(key: string): string | null {
  return /\bcontainer_(?:e\d+_)?\d+_\d+_\d+_\d+\b/.exec(key)?.[0] ?? null;
}
