// The folder of one running cluster, in the system's temporary folder: `dedup-yarn-<supervisor's pid>-<token>`.
import { mkdirSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { endCluster, isRunning } from './processes.mjs';

export const SUPERVISOR = path.join(import.meta.dirname, 'supervisor.mjs');
/** The supervisor of any clone, because all clones share the temporary folder. */
const SUPERVISOR_NAME = path.basename(SUPERVISOR);
const NAME = /^dedup-yarn-(\d+)-([0-9a-f]+)$/;

/**
 * The folder of the calling supervisor, whose command line has the token.
 * @param {string} token
 */
export function makeRunFolder(token) {
  const folder = path.join(temporary(), `dedup-yarn-${process.pid}-${token}`);
  mkdirSync(folder, { mode: 0o700 });
  return folder;
}

/**
 * Removes the folder of a cluster, after ending the processes that run in it.
 * @param {string} folder
 */
export async function removeRunFolder(folder) {
  await endCluster(folder);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Ends the processes and removes the folders that killed supervisors of this user left. */
export async function removeStaleRuns() {
  for (const name of readdirSync(temporary())) {
    const [, pid, token = ''] = NAME.exec(name) ?? [];
    if (pid === undefined || isRunning(Number(pid), [SUPERVISOR_NAME, token])) continue;
    const folder = path.join(temporary(), name);
    if (isOurs(folder)) await removeRunFolder(folder);
  }
}

/** @param {string} folder */
function isOurs(folder) {
  return statSync(folder, { throwIfNoEntry: false })?.uid === process.getuid?.();
}

/** The temporary folder as processes name it in their working folder: on macOS it is behind a symbolic link. */
function temporary() {
  return realpathSync(os.tmpdir());
}
