import { clusterName } from '../cluster/definition';
import { clusterStackName } from '../deployment/outputs';
import { EMR_TAG, STACK_TAG } from '../deployment/tags';
import type { Settings } from '../settings/settings';
import type { Answers, Cluster } from './answers';
import { judged, type Line, lines } from './line';

const { ok, fix, warn } = lines('cluster');

/** Checks that the deployed cluster can still be changed: EMR refuses to change a cluster that has ended. */
export function checkCluster(settings: Settings, { cluster }: Answers): readonly Line[] {
  return judged('cluster', cluster, (found) => {
    // Nothing is deployed, or the deployment replaces this cluster anyway.
    if (found === null || found.name !== clusterName(settings)) return [];
    const what = `${found.id} of ${clusterStackName(settings.name)}`;
    if (!found.state.startsWith('TERMINAT')) return ok(`${what} is ${found.state}`);
    const advice = `-c generation=${settings.generation + 1} makes another cluster`;
    if (!hasTags(found, settings)) {
      return fix(`${what} has ended, and its tags cannot be changed any more; ${advice}`);
    }
    return warn(`${what} has ended, and a deployment with other tags or idleMinutes fails; ${advice}`);
  });
}

function hasTags({ tags: theirs }: Cluster, { tags: ours }: Settings): boolean {
  const names = Object.keys(theirs).filter((name) => name !== EMR_TAG && name !== STACK_TAG);
  return names.length === Object.keys(ours).length && names.every((name) => theirs[name] === ours[name]);
}
