/** Tells Amazon EMR that the cluster is at work. An edge: a file, and a clock. */

import fs from 'node:fs/promises';

/**
 * EMR takes a cluster without a YARN application to be idle, even while a step runs, unless this file was touched
 * lately (EMR's page emr-auto-termination-policy). A run has no application while it waits for its output, plans or
 * publishes.
 */
const BUSY_FILE = '/emr/metricscollector/isbusy';
/** EMR looks at the file every minute, and ends an idle cluster after one minute at the earliest. */
const TOUCH_EVERY_MS = 30_000;

/**
 * Touches the file until the returned function is called. Where its folder, which only EMR has, is missing, it does
 * nothing.
 */
export function keepBusy(warn: (message: string) => void, file = BUSY_FILE, everyMs = TOUCH_EVERY_MS): () => void {
  let isStopped = false;
  const stop = () => {
    isStopped = true;
    clearInterval(timer);
  };
  const touchOrStop = () =>
    touch(file).catch((error: NodeJS.ErrnoException) => {
      // another touch was under way at the same time, and has already warned
      if (isStopped) return;
      stop();
      if (error.code === 'ENOENT') return;
      warn(
        `cannot touch '${file}': ${error.code}; EMR may take the cluster for idle while this run has no application`,
      );
    });
  const timer = setInterval(touchOrStop, everyMs).unref();
  touchOrStop();
  return stop;
}

async function touch(file: string): Promise<void> {
  const now = new Date();
  try {
    await fs.utimes(file, now, now);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await fs.writeFile(file, '', { flag: 'a' });
  }
}
