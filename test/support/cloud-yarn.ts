/** The YARN of the clusters of the stand-in: its requirements on this machine, and its addresses. */

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cloud } from './cloud';
import { folderOf } from './cloud-emr';
import type { Cluster } from './yarn';

const YARN = join(__dirname, '../yarn');

/** Why no YARN starts on this machine, or null. Fetches the requirements now, before a step has to wait for them. */
export function whyNoYarn(): string | null {
  const { stdout, status } = spawnSync(process.execPath, [join(YARN, 'ready.mjs')], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`looking for what YARN needs ended with ${status}`);
  return stdout.trim() || null;
}

/** The YARN of a running cluster on which a step has needed one. */
export function yarnOf(cloud: Cloud, cluster: string): Cluster {
  return JSON.parse(readFileSync(join(folderOf(cloud, cluster) as string, 'yarn.json'), 'utf8'));
}

/** The ids of the processes that a step started; none if the environment of other processes cannot be read here. */
export function processesOf(step: string): number[] {
  return namesIn('/proc').flatMap((name) =>
    /^\d+$/.test(name) && variablesOf(name).includes(step) ? Number(name) : [],
  );
}

function namesIn(folder: string): string[] {
  return process.platform === 'linux' ? readdirSync(folder) : [];
}

function variablesOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    // the process has ended, or belongs to another user
    return '';
  }
}
