// The YARN of this machine (test/yarn), which runs as long as the bench.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Problem } from '../problem.mjs';

const LAUNCHER = fileURLToPath(new URL('../../yarn/launch.mjs', import.meta.url));
const REAPER = fileURLToPath(new URL('reaper.py', import.meta.url));

/** @typedef {import('../../yarn/cluster.mjs').Description & { stop: () => Promise<void> }} Cluster */

/**
 * @param {string} python
 * @param {boolean} isPlain whether container JVMs and commands start without the archive of classes of test/yarn
 * @returns {Promise<Cluster>} whose daemons include the process that adopts what containers leave behind
 */
export async function startCluster(python, isPlain) {
  const launcher = [process.execPath, LAUNCHER, '--json', ...(isPlain ? ['--plain'] : [])];
  const reaper = spawn(python, [REAPER, ...launcher], { stdio: ['pipe', 'pipe', 'inherit'] });
  // The cluster may have ended already.
  reaper.stdin.on('error', () => undefined);
  const ended = once(reaper, 'close');
  const first = await createInterface({ input: reaper.stdout })[Symbol.asyncIterator]().next();
  if (first.done) throw new Problem('there is no YARN to measure on');
  const stop = async () => {
    reaper.stdin.end();
    await ended;
  };
  /** @type {import('../../yarn/cluster.mjs').Description} */
  const description = JSON.parse(first.value);
  return { ...description, daemons: [...description.daemons, { name: 'reaper', pid: reaper.pid ?? 0 }], stop };
}
