import { EXIT } from '../../../job/shared/exit';
import { Failure } from '../../../job/shared/failure';
import { causeOf } from './causes';
import { type ClusterFacts, isLive } from './cluster-facts';

/** Throws with exit code 69 where the cluster no longer accepts steps. */
export function requireLive(cluster: ClusterFacts): void {
  if (isLive(cluster)) return;
  const since = cluster.ended === null ? 'is ending' : `ended ${cluster.ended.toISOString()}`;
  const { words } = causeOf(cluster);
  throw new Failure(
    EXIT.unavailable,
    `cluster ${cluster.id} ${since}: ${words}; 'dedup submit --new-cluster' runs on a cluster of its own, ` +
      "another generation in cdk.json and 'npx cdk deploy --all' make the next one",
  );
}
