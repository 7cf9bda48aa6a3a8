// Work that several processes would do at the same time with the same result is done by one of them, and the others wait.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const PAUSE_MS = 100;

/**
 * Does the work while no other process does work under the same lock. The lock of a process that has ended does not count.
 * If two processes find such a lock at the same moment, both may work, which must do no harm.
 * @param {string} lock file, which holds the id of the process
 * @param {() => Promise<void>} work which looks first whether another process did it meanwhile
 */
export async function oneAtATime(lock, work) {
  while (!takes(lock)) {
    if (!isRunning(holderOf(lock))) rmSync(lock, { force: true });
    else await delay(PAUSE_MS);
  }
  const release = () => rmSync(lock, { force: true });
  process.once('exit', release);
  try {
    await work();
  } finally {
    release();
    process.off('exit', release);
  }
}

/** @param {string} lock */
function takes(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/** The process id in a lock, or 0 if the lock was released meanwhile. @param {string} lock */
function holderOf(lock) {
  try {
    return Number(readFileSync(lock, 'utf8'));
  } catch {
    return 0;
  }
}

/** @param {number} pid */
function isRunning(pid) {
  if (pid === 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
