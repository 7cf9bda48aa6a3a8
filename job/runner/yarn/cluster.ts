/** A cluster, as this machine's Hadoop sees it, and what a run has on it beside its application. */

import { isVirtualMemoryChecked, jobHistoryUrl, resourceManagerUrl } from './configuration';
import { killAll } from './follow';
import { findHadoop, Hadoop } from './hadoop';
import { YarnRest } from './rest';
import { hasLeftFiles, removeLeftFiles } from './shipped';
import { outputDigest, outputTag, workFolders } from './submission';

export interface Cluster {
  readonly hadoop: Hadoop;
  readonly rest: YarnRest;
  readonly isVirtualMemoryChecked: boolean;
}

/** `given` are properties `name=value` that win over the site files'. Throws with exit code 69 where there is no Hadoop. */
export function findCluster(given: readonly string[], env: NodeJS.ProcessEnv): Cluster {
  const hadoop = new Hadoop(findHadoop(env), given, env);
  const properties = hadoop.properties();
  const rest = new YarnRest(resourceManagerUrl(properties), jobHistoryUrl(properties));
  return { hadoop, rest, isVirtualMemoryChecked: isVirtualMemoryChecked(properties) };
}

/**
 * Ends whatever is still at work on an output, for the holder of its lease, and removes the files of dead runs. Whether the
 * lease was a dead run's says that there may be some on the cluster. Throws with exit code 69 where that cannot be done.
 */
export async function endDead({ rest, hadoop }: Cluster, location: string, wasTakenOver: boolean): Promise<void> {
  const output = outputDigest(location);
  const killed = await killAll(rest, hadoop, outputTag(output));
  if (killed > 0 || wasTakenOver) await hadoop.remove(workFolders(output));
  removeLeftFiles(output);
}

/** The same for a command that does without YARN: where a driver died on this machine, and as far as it can be done. */
export async function endDeadOfHere(location: string, env: NodeJS.ProcessEnv): Promise<void> {
  const output = outputDigest(location);
  if (!hasLeftFiles(output)) return;
  try {
    await endDead(findCluster([], env), location, true);
  } catch {
    // its application can stage files, which the next run on that output removes, but publish none
    removeLeftFiles(output);
  }
}
