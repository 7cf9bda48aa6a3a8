// The YARN of this machine (test/yarn), which runs as long as the bench.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Problem } from '../problem.mjs';

const LAUNCHER = fileURLToPath(new URL('../../yarn/launch.mjs', import.meta.url));

/** @typedef {import('../../yarn/cluster.mjs').Description & { stop: () => Promise<void> }} Cluster */

/** @returns {Promise<Cluster>} */
export async function startCluster() {
  const launcher = spawn(process.execPath, [LAUNCHER, '--json'], { stdio: ['pipe', 'pipe', 'inherit'] });
  // The cluster may have ended already.
  launcher.stdin.on('error', () => undefined);
  const ended = once(launcher, 'close');
  const first = await createInterface({ input: launcher.stdout })[Symbol.asyncIterator]().next();
  if (first.done) throw new Problem('there is no YARN to measure on');
  const stop = async () => {
    launcher.stdin.end();
    await ended;
  };
  return { ...JSON.parse(first.value), stop };
}
