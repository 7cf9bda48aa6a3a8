// The folder of one running cluster, in the system's temporary folder: `dedup-yarn-<supervisor's pid>-<token>`.
import { mkdirSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { endCluster, isRunning } from './processes.mjs';

export const SUPERVISOR = path.join(import.meta.dirname, 'supervisor.mjs');
/** In whatever clone: they share the temporary folder. */
const SUPERVISOR_NAME = path.basename(SUPERVISOR);
const NAME = /^dedup-yarn-(\d+)-([0-9a-f]+)$/;

/**
 * Of the calling supervisor, whose command line has the token.
 * @param {string} token
 */
export function makeRunFolder(token) {
  const folder = path.join(temporary(), `dedup-yarn-${process.pid}-${token}`);
  mkdirSync(folder, { mode: 0o700 });
  return folder;
}

/**
 * Ends what runs in it first.
 * @param {string} folder
 */
export async function removeRunFolder(folder) {
  await endCluster(folder);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Ends and removes what a supervisor left that was killed: ours only. */
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

/** As processes name their working folder: on macOS the temporary folder is behind a symbolic link. */
function temporary() {
  return realpathSync(os.tmpdir());
}
