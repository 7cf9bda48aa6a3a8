// `dedup yarn`, Flink, Spark and, for scale, `dedup run`, in turns on the same data. Our runs use S3 too.
import { Agreement } from '../agreement.mjs';
import { dedup } from '../contenders.mjs';
import { dataSet, estimatedBytes } from '../generate.mjs';
import { measure } from './measure.mjs';
import { flink } from './peers/flink.mjs';
import { spark } from './peers/spark.mjs';
import { CONTAINERS, PARALLELISM, SLOTS } from './shape.mjs';

/**
 * @typedef {import('../contenders.mjs').Contender} Contender
 * @typedef {import('./measure.mjs').Figures} Figures
 * @typedef {import('./measure.mjs').Place} Place
 *
 * @typedef {'local' | 'localS3' | 'ours' | 'oursPrepared' | 'oursS3' | 'flink' | 'spark'} Role
 * @typedef {'small' | 'large'} SizeName
 *
 * @typedef {object} PeerTraits
 * @property {Record<string, string>} environment variables of its command, besides those of the cluster
 * @property {boolean} endsEarly whether its command ends before its application
 * @typedef {Contender & PeerTraits} Peer
 *
 * @typedef {object} Outcome
 * @property {SizeName} size
 * @property {import('../generate.mjs').DataSet} data
 * @property {number} records that all kept
 * @property {Partial<Record<Role, Entry>>} entries in the order in which they ran
 *
 * @typedef {{ name: string, runs: Figures[] }} Entry
 */

/** The number of lines; the larger input can be scaled. @type {Readonly<Record<SizeName, number>>} */
export const SIZES = { small: 20_000, large: 25_000_000 };

const THREADS = 2;
/** The space for the larger input, the output and the map outputs on the nodes, as a multiple of the input. */
const DISK = 4;
/** The same with S3, which has another input and output, and of which the output is copied. */
const DISK_WITH_S3 = 6;

/** Runs all once with the small input, and counts nothing. @param {import('./run.mjs').Bench} bench */
export async function warmUp(bench) {
  bench.log('warm-up');
  await runAll(await enter('small', bench), bench);
}

/**
 * @param {SizeName} size
 * @param {import('./run.mjs').Bench} bench
 * @returns {Promise<Outcome>}
 */
export async function race(size, bench) {
  bench.log(size);
  const { data, agreement, entered } = await enter(size, bench);
  for (let round = 1; round <= bench.pairs; round++) {
    bench.log(`  round ${round} of ${bench.pairs}`);
    await runAll({ data, agreement, entered }, bench);
  }
  const entries = entered.map(({ role, contender, runs }) => [role, { name: contender.name, runs }]);
  return { size, data, records: agreement.records, entries: Object.fromEntries(entries) };
}

/**
 * @typedef {object} Field
 * @property {import('../generate.mjs').DataSet} data
 * @property {Agreement} agreement
 * @property {readonly Entered[]} entered
 *
 * @typedef {{ role: Role, contender: Contender, place: Place, runs: Figures[] }} Entered
 */

/** Each contender once. @param {Field} field @param {import('./run.mjs').Bench} bench */
async function runAll({ agreement, entered }, { s3, scratch, log }) {
  for (const { role, contender, place, runs } of entered) {
    await s3?.clear();
    scratch.clear();
    const figures = await measure(contender.command(place.s3?.output ?? scratch.output), place);
    log(`    ${contender.name}: ${figures.wall.toFixed(1)} s, CPU ${figures.cpu.toFixed(1)} s`);
    await place.s3?.download(scratch.output);
    agreement.check(contender.name, () => scratch.output);
    if (role !== 'flink' && role !== 'spark') agreement.checkInputs(scratch.output);
    runs.push(figures);
  }
}

/**
 * @param {SizeName} size
 * @param {import('./run.mjs').Bench} bench
 * @returns {Promise<Field>}
 */
async function enter(size, bench) {
  const { s3, scratch, scale } = bench;
  const spec = specOf(size === 'large' ? Math.round(SIZES.large * scale) : SIZES.small);
  scratch.requireSpace(estimatedBytes(spec) * (s3 ? DISK_WITH_S3 : DISK), size);
  const data = dataSet(spec, scratch.dataDir);
  const entered = [...(await ourselves(data, bench)), ...peers(data, bench)];
  return { data, agreement: new Agreement(data), entered };
}

/**
 * @param {import('../generate.mjs').DataSet} data
 * @param {import('./run.mjs').Bench} bench
 * @returns {Promise<Entered[]>}
 */
async function ourselves({ files }, { product, client, cluster, classData, s3 }) {
  const here = { daemons: [], environment: {}, awaited: null, s3: null };
  const onCluster = { ...here, daemons: cluster.daemons, environment: cluster.environment };
  const local = entry('local', dedup(product, files, { threads: THREADS }), here);
  const ours = entry('ours', dedupYarn(product, files, client), onCluster);
  const prepared = named(dedupYarn(product, files, [...client, '--class-data', classData.folder]), 'class data');
  const oursPrepared = entry('oursPrepared', prepared, onCluster);
  if (!s3) return [local, ours, oursPrepared];
  const objects = await s3.upload(files);
  /** @param {Place} place */
  const withS3 = (place) => ({ ...place, environment: { ...place.environment, ...s3.environment }, s3 });
  return [
    local,
    entry('localS3', named(dedup(product, objects, { threads: THREADS }), 'S3'), withS3(here)),
    ours,
    oursPrepared,
    entry('oursS3', named(dedupYarn(product, objects, client), 'S3'), withS3(onCluster)),
  ];
}

/**
 * @param {import('../generate.mjs').DataSet} data
 * @param {import('./run.mjs').Bench} bench
 * @returns {Entered[]}
 */
function peers({ folder }, { peers, cluster }) {
  /** @param {'flink' | 'spark'} role @param {Peer} peer */
  const peerEntry = (role, peer) => {
    const environment = { ...cluster.environment, ...peer.environment };
    const awaited = peer.endsEarly ? cluster.resourceManager : null;
    return entry(role, peer, { daemons: cluster.daemons, environment, awaited, s3: null });
  };
  return [peerEntry('flink', flink(peers, folder, cluster)), peerEntry('spark', spark(peers, folder, cluster))];
}

/** @param {Role} role @param {Contender} contender @param {Place} place @returns {Entered} */
function entry(role, contender, place) {
  return { role, contender, place, runs: [] };
}

/** @param {Contender} contender @param {string} how @returns {Contender} */
function named({ name, command }, how) {
  return { name: `${name}, ${how}`, command };
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
    name: `dedup yarn, ${CONTAINERS} containers of ${SLOTS} slots`,
    command: (output) => [...product, 'yarn', ...inputs, '--output', output, ...fixed],
  };
}
