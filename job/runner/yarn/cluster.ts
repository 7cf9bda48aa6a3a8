/** A cluster, as this machine's Hadoop sees it, and what a run has on it beside its application. */

import { isVirtualMemoryChecked, jobHistoryUrl, resourceManagerUrl } from './configuration';
import { killAll } from './follow';
import { findHadoop, Hadoop } from './hadoop';
import { YarnRest } from './rest';
import { hasLeftFiles, removeLeftFiles } from './shipped';
import { applicationTag } from './streaming';

export interface Cluster {
  readonly hadoop: Hadoop;
  readonly rest: YarnRest;
  readonly isVirtualMemoryChecked: boolean;
}

/** `given` are properties `name=value` that win over the site files'. Throws with exit code 69 where there is no Hadoop. */
export function findCluster(given: readonly string[], env: NodeJS.ProcessEnv): Cluster {
  const hadoop = new Hadoop(findHadoop(env), env);
  const properties = hadoop.properties(given);
  const rest = new YarnRest(resourceManagerUrl(properties), jobHistoryUrl(properties));
  return { hadoop, rest, isVirtualMemoryChecked: isVirtualMemoryChecked(properties) };
}

/** On the cluster's default file system. */
export function workFolder(run: string): string {
  return `/tmp/dedup-${run}`;
}

/** Ends what a dead run has left at work, and removes its files. Throws with exit code 69 where that cannot be done. */
export async function endDeadRun({ rest, hadoop }: Cluster, run: string): Promise<void> {
  await killAll(rest, hadoop, applicationTag(run));
  await hadoop.remove(workFolder(run));
  removeLeftFiles(run);
}

/** The same for a command that does without YARN: of a run whose driver died on this machine, and as far as it can be done. */
export async function endDeadRunOfHere(run: string, env: NodeJS.ProcessEnv): Promise<void> {
  if (!hasLeftFiles(run)) return;
  try {
    await endDeadRun(findCluster([], env), run);
  } catch {
    // its application can stage files, which the next run on that output removes, but publish none
    removeLeftFiles(run);
  }
}
