// What ResourceManager says of the application that a command has started.
import { setTimeout as delay } from 'node:timers/promises';
import { Problem } from '../problem.mjs';

/**
 * @typedef {{ id: string, state: string, finalStatus: string, finishedTime: number, diagnostics: string }} Application
 * @typedef {{ apps: { app: Application[] } | null }} Apps
 */

const PAUSE_MS = 100;

/**
 * Waits for the end of the application that was started since.
 *
 * @param {string} resourceManager address of its REST
 * @param {number} since milliseconds of the clock
 * @returns {Promise<number>} when it ended, in milliseconds of the clock
 */
export async function endOfApplication(resourceManager, since) {
  for (;;) {
    const { apps } = /** @type {Apps} */ (await ask(`${resourceManager}/ws/v1/cluster/apps?startedTimeBegin=${since}`));
    const [application] = apps?.app ?? [];
    if (!application) throw new Problem('the command has ended, but it has not started an application');
    const { id, state, finalStatus, finishedTime, diagnostics } = application;
    if (['FINISHED', 'FAILED', 'KILLED'].includes(state)) {
      if (finalStatus === 'SUCCEEDED') return finishedTime;
      throw new Problem(`${id} ended as ${finalStatus}: ${diagnostics.trim()}`);
    }
    await delay(PAUSE_MS);
  }
}

/** @param {string} url */
async function ask(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Problem(`ResourceManager answers ${response.status} to ${url}`);
  return response.json();
}
