/** The YARN of the stand-in's clusters: what it needs of this machine, and where it is. */

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cloud } from './cloud';
import { folderOf } from './cloud-emr';
import type { Cluster } from './yarn';

const YARN = join(__dirname, '../yarn');

/** Why no YARN starts on this machine, or null. Fetches what it needs, once, here and not while a step waits for it. */
export function whyNoYarn(): string | null {
  // jest's own modules cannot import them
  const script = `
    import { installHadoop } from ${JSON.stringify(join(YARN, 'install.mjs'))};
    import { findJava } from ${JSON.stringify(join(YARN, 'java.mjs'))};
    import { Problem } from ${JSON.stringify(join(YARN, 'problem.mjs'))};
    try {
      findJava();
      installHadoop();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      console.log(error.message);
    }`;
  const { stdout, status } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`looking for what YARN needs ended with ${status}`);
  return stdout.trim() || null;
}

/** Of a cluster that has run a step which wants one, and has not ended. */
export function yarnOf(cloud: Cloud, cluster: string): Cluster {
  return JSON.parse(readFileSync(join(folderOf(cloud, cluster) as string, 'yarn.json'), 'utf8'));
}

/** Ids of what a step of the stand-in's started on its master; none where other processes' variables cannot be read. */
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
    // it has ended, or is somebody else's
    return '';
  }
}
