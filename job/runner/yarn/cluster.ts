/** The cluster that this machine's Hadoop is configured for, and the removal of what dead runs have left on it. */

import os from 'node:os';
import type { Free } from './auto';
import { ClusterFiles } from './cluster-files';
import {
  directFileSystem,
  type HadoopProperties,
  isVirtualMemoryChecked,
  jobHistoryUrl,
  largestContainer,
  resourceManagerUrl,
  runsInstalledHadoop,
  usualQueue,
} from './configuration';
import { DISK, type DirectFiles } from './direct-files';
import { killAll } from './follow';
import { findHadoop, Hadoop } from './hadoop';
import { YarnRest } from './rest';
import { hasLeftFiles, removeLeftFiles } from './shipped';
import { outputDigest, outputTag, workFolders } from './submission';
import { webHdfs } from './web-hdfs';

export interface Cluster {
  readonly hadoop: Hadoop;
  readonly files: ClusterFiles;
  readonly rest: YarnRest;
  readonly isVirtualMemoryChecked: boolean;
  readonly runsInstalledHadoop: boolean;
  /** The queue of jobs that name none. */
  readonly usualQueue: string;
  readonly largestContainer: Free;
}

/**
 * `given` are properties `name=value`, which override the site files. Throws with exit code 69 where there is no
 * Hadoop.
 */
export function findCluster(given: readonly string[], env: NodeJS.ProcessEnv): Cluster {
  const hadoop = new Hadoop(findHadoop(env), given, env);
  const properties = hadoop.properties();
  const rest = new YarnRest(resourceManagerUrl(properties), jobHistoryUrl(properties));
  const files = new ClusterFiles(directFiles(properties, env), hadoop);
  return {
    hadoop,
    files,
    rest,
    isVirtualMemoryChecked: isVirtualMemoryChecked(properties),
    runsInstalledHadoop: runsInstalledHadoop(properties),
    usualQueue: usualQueue(properties),
    largestContainer: largestContainer(properties),
  };
}

/** The way to the default file system without a command; null where there is none. */
export function directFiles(properties: HadoopProperties, env: NodeJS.ProcessEnv): DirectFiles | null {
  const found = directFileSystem(properties);
  if (found === null) return null;
  if (found === 'disk') return DISK;
  const user = userName(env);
  return user === null ? null : webHdfs(found.nameNode, user);
}

/**
 * Hadoop's user where there is no Kerberos; null where one user acts for another one, or the system has no name for the
 * user of this process.
 */
function userName({ HADOOP_USER_NAME, HADOOP_PROXY_USER }: NodeJS.ProcessEnv): string | null {
  if (HADOOP_PROXY_USER) return null;
  if (HADOOP_USER_NAME) return HADOOP_USER_NAME;
  try {
    return os.userInfo().username;
  } catch {
    return null;
  }
}

/**
 * Ends all applications that still work on an output, and removes the files of dead runs. Only the holder of the lease
 * may call this. `wasTakenOver` says that the lease was taken over from a dead run, which may have left files on the
 * cluster. Throws with exit code 69 where YARN does not answer, or an application cannot be killed.
 */
export async function endDead(
  { rest, hadoop, files }: Cluster,
  location: string,
  wasTakenOver: boolean,
): Promise<void> {
  const output = outputDigest(location);
  const killed = await killAll(rest, hadoop, outputTag(output));
  if (killed > 0 || wasTakenOver) await files.remove(workFolders(output));
  removeLeftFiles(output);
}

/** The same for a command that works without YARN: only where a driver died on this machine, and as far as possible. */
export async function endDeadOnThisMachine(location: string, env: NodeJS.ProcessEnv): Promise<void> {
  const output = outputDigest(location);
  if (!hasLeftFiles(output)) return;
  try {
    await endDead(findCluster([], env), location, true);
  } catch {
    // an application that goes on can stage files, which the next run on the output removes, but cannot publish them
    removeLeftFiles(output);
  }
}
