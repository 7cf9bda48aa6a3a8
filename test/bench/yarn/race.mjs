// The naive job, `dedup yarn` and, for comparison, `dedup run`, in turns on the same data. Our runs use S3 too.
import { Agreement } from '../agreement.mjs';
import { dedup } from '../contenders.mjs';
import { dataSet, estimatedBytes } from '../generate.mjs';
import { measure } from './measure.mjs';
import { naiveJob } from './naive-job.mjs';

/**
 * @typedef {object} Size
 * @property {string} name
 * @property {number} lines
 * @property {boolean} isLarge whether it shows the cost of a gigabyte; the first round of the other size warms up, and is not counted
 *
 * @typedef {import('../contenders.mjs').Contender} Contender
 * @typedef {import('./measure.mjs').Figures} Figures
 *
 * @typedef {object} Outcome
 * @property {import('../generate.mjs').DataSet} data
 * @property {number} records that all kept
 * @property {Record<'local' | 'ours' | 'naive', Entry> & Partial<Record<'localS3' | 'oursS3', Entry>>} contenders
 *
 * @typedef {{ name: string, runs: Figures[] }} Entry
 */

export const PARALLELISM = 16;
export const SLOTS = 4;
const THREADS = 2;
/** The space for the larger input, the output and the map outputs on the nodes, as a multiple of the input. */
const DISK = 4;
/** The same with S3, which has another input and output, and of which the output is copied. */
const DISK_WITH_S3 = 6;

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
export async function race({ name, lines, isLarge }, bench) {
  const { s3, scratch, pairs, scale, log } = bench;
  const spec = specOf(isLarge ? Math.round(lines * scale) : lines);
  scratch.requireSpace(estimatedBytes(spec) * (s3 ? DISK_WITH_S3 : DISK), name);
  const data = dataSet(spec, scratch.dataDir);
  scratch.clear();
  const agreement = new Agreement(data);
  const contenders = await entered(data, bench);
  for (let round = isLarge ? 1 : 0; round <= pairs; round++) {
    log(round === 0 ? '  warm-up' : `  round ${round} of ${pairs}`);
    for (const { contender, place, runs } of Object.values(contenders)) {
      await s3?.clear();
      scratch.clear();
      const figures = await measure(contender.command(place.s3?.output ?? scratch.output), place);
      log(`    ${contender.name}: ${figures.wall.toFixed(1)} s, CPU ${figures.cpu.toFixed(1)} s`);
      await place.s3?.download(scratch.output);
      agreement.check(contender.name, scratch.output);
      if (contender !== contenders.naive.contender) agreement.checkInputs(scratch.output);
      if (round > 0) runs.push(figures);
    }
  }
  const named = Object.entries(contenders).map(([key, { contender, runs }]) => [key, { name: contender.name, runs }]);
  return { data, records: agreement.records, contenders: Object.fromEntries(named) };
}

/**
 * In the order in which they run.
 * @param {import('../generate.mjs').DataSet} data
 * @param {import('./run.mjs').Bench} bench
 */
async function entered({ files }, { product, client, cluster, s3, scratch }) {
  const nowhere = { daemons: [], environment: {}, s3: null };
  const onCluster = { ...cluster, s3: null };
  const entries = {
    local: entry(dedup(product, files, { threads: THREADS }), nowhere),
    ours: entry(dedupYarn(product, files, client), onCluster),
    naive: entry(naiveJob(files, PARALLELISM, scratch.dataDir), onCluster),
  };
  if (!s3) return entries;
  const objects = await s3.upload(files);
  return {
    local: entries.local,
    localS3: entry(inS3(dedup(product, objects, { threads: THREADS })), {
      ...nowhere,
      environment: s3.environment,
      s3,
    }),
    ours: entries.ours,
    oursS3: entry(inS3(dedupYarn(product, objects, client)), {
      ...cluster,
      environment: { ...cluster.environment, ...s3.environment },
      s3,
    }),
    naive: entries.naive,
  };
}

/** @param {Contender} contender @param {import('./measure.mjs').Place} place */
function entry(contender, place) {
  return { contender, place, runs: /** @type {Figures[]} */ ([]) };
}

/** @param {Contender} contender @returns {Contender} */
function inS3({ name, command }) {
  return { name: `${name}, S3`, command };
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
  const fixed = ['--parallelism', String(PARALLELISM), '--slots', String(SLOTS), '--quiet', ...options];
  return {
    name: `dedup yarn, ${PARALLELISM / SLOTS} containers of ${SLOTS} slots`,
    command: (output) => [...product, 'yarn', ...inputs, '--output', output, ...fixed],
  };
}
