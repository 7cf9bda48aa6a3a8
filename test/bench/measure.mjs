// One run of one command: wall time, CPU time and peak memory.
import { spawnSync } from 'node:child_process';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { Problem } from './problem.mjs';

/**
 * @typedef {object} Figures
 * @property {number} wall seconds
 * @property {number} cpu seconds, user and system, children included
 * @property {number} peakMemory bytes, of the largest process
 * @property {number} disturbance share of the machine's CPU that others used meanwhile, the launcher included
 */

/** Commands get only these variables, because others take time: NODE_EXTRA_CA_CERTS delays each Node by 0.05 s. */
export const ENVIRONMENT = Object.fromEntries(
  ['PATH', 'HOME', 'TMPDIR', 'LANG'].flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
);

const LAUNCHER = fileURLToPath(new URL('measure.py', import.meta.url));

/**
 * @param {string} python
 * @param {readonly string[]} command
 * @returns {Figures}
 */
export function measure(python, command) {
  const before = busySeconds();
  const launched = spawnSync(python, [LAUNCHER, ...command], {
    encoding: 'utf8',
    env: ENVIRONMENT,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  if (launched.error) throw new Problem(`cannot start ${python}: ${launched.error.message}`);
  if (launched.status !== 0) throw new Problem(launched.stderr.trim());
  const { exitCode, ...figures } = JSON.parse(launched.output[3] ?? '');
  if (exitCode !== 0) {
    throw new Problem(`exit code ${exitCode} of: ${command.join(' ')}\n${launched.stderr.trim()}`);
  }
  const byOthers = Math.max(0, busySeconds() - before - figures.cpu);
  return { ...figures, disturbance: byOthers / (figures.wall * os.cpus().length) };
}

/** The time that all cores together have worked since the start of the machine. */
export function busySeconds() {
  const milliseconds = os.cpus().map(({ times }) => times.user + times.nice + times.sys + times.irq);
  return milliseconds.reduce((sum, busy) => sum + busy, 0) / 1000;
}
