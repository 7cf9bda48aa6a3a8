// The naive job, `dedup yarn` and, for scale, `dedup run`, in turns on the same data.
import { Agreement } from '../agreement.mjs';
import { dedup } from '../contenders.mjs';
import { dataSet, estimatedBytes } from '../generate.mjs';
import { measure } from './measure.mjs';
import { naiveJob } from './naive-job.mjs';

/**
 * @typedef {object} Size
 * @property {string} name
 * @property {number} lines
 * @property {boolean} isLarge what a job costs beyond its start is seen in it; of the other one round is not counted
 *
 * @typedef {import('../contenders.mjs').Contender} Contender
 * @typedef {import('./measure.mjs').Figures} Figures
 *
 * @typedef {object} Outcome
 * @property {import('../generate.mjs').DataSet} data
 * @property {number} records that all kept
 * @property {Record<'local' | 'ours' | 'naive', { name: string, runs: Figures[] }>} contenders
 */

export const PARALLELISM = 16;
const THREADS = 2;
/** The larger input, the result, and what lies on nodes between map and reduce. */
const DISK = 4;

/** @type {readonly Size[]} */
export const SIZES = [
  { name: 'small', lines: 20_000, isLarge: false },
  { name: 'large', lines: 25_000_000, isLarge: true },
];

/**
 * @param {Size} size
 * @param {import('./run.mjs').Bench} bench
 * @returns {Promise<Outcome>}
 */
export async function race({ name, lines, isLarge }, { product, client, cluster, scratch, pairs, scale, log }) {
  const spec = specOf(isLarge ? Math.round(lines * scale) : lines);
  scratch.requireSpace(estimatedBytes(spec) * DISK, name);
  const data = dataSet(spec, scratch.dataDir);
  scratch.clear();
  const agreement = new Agreement(data);
  const contenders = {
    local: { contender: dedup(product, data.files, { threads: THREADS }), place: NOWHERE, runs: runs() },
    ours: { contender: dedupYarn(product, data.files, client), place: cluster, runs: runs() },
    naive: { contender: naiveJob(data.files, PARALLELISM, scratch.dataDir), place: cluster, runs: runs() },
  };
  for (let round = isLarge ? 1 : 0; round <= pairs; round++) {
    log(round === 0 ? '  warm-up' : `  round ${round} of ${pairs}`);
    for (const { contender, place, runs } of Object.values(contenders)) {
      scratch.clear();
      const figures = await measure(contender.command(scratch.output), place);
      log(`    ${contender.name}: ${figures.wall.toFixed(1)} s, CPU ${figures.cpu.toFixed(1)} s`);
      agreement.check(contender.name, scratch.output);
      if (contender !== contenders.naive.contender) agreement.checkInputs(scratch.output);
      if (round > 0) runs.push(figures);
    }
  }
  const named = Object.entries(contenders).map(([key, { contender, runs }]) => [key, { name: contender.name, runs }]);
  return { data, records: agreement.records, contenders: Object.fromEntries(named) };
}

/** Of what does not run on the cluster. */
const NOWHERE = { daemons: [], environment: {} };

/** @returns {Figures[]} */
function runs() {
  return [];
}

/** @param {number} lines @returns {import('../generate.mjs').DataSpec} */
function specOf(lines) {
  return { name: 'yarn', lines, keys: 10_000_000, users: 5000, weights: [1, 2, 3, 5, 8, 4, 1] };
}

/**
 * @param {readonly string[]} product
 * @param {readonly string[]} inputs
 * @param {readonly string[]} options
 * @returns {Contender}
 */
function dedupYarn(product, inputs, options) {
  const fixed = ['--parallelism', String(PARALLELISM), '--quiet', ...options];
  return {
    name: `dedup yarn, ${PARALLELISM} containers`,
    command: (output) => [...product, 'yarn', ...inputs, '--output', output, ...fixed],
  };
}
