// A work on generated data: this kit against its peers.
import { Agreement } from './agreement.mjs';
import { copy, dedup, duckdb, polars } from './contenders.mjs';
import { holdContest } from './contest.mjs';
import { dataSet, estimatedBytes } from './generate.mjs';
import { nodeWithZstd, requireTool, unpackZstd } from './packed.mjs';
import { median, spread } from './statistics.mjs';

/**
 * @typedef {import('./contest.mjs').Pair} Pair
 * @typedef {import('./report.mjs').Row} Row
 * @typedef {import('./report.mjs').Section} Section
 */

/** A run of the large work takes minutes. It has few pairs, and its only warm-up is the copy, which reads the input. */
const LARGE_PAIRS = 2;
/** The size of input, output and spilled records, as a multiple of the input. DuckDB spills 5 GB of the large work. */
const DISK = { plain: 2.5, limited: 4 };

/**
 * @param {import('./works.mjs').Race} race
 * @param {import('./run.mjs').Bench} bench
 * @returns {Section}
 */
export function runRace(race, bench) {
  const spec = { ...race.data, lines: Math.round(race.data.lines * bench.scale) };
  const disk = race.limited ? DISK.limited : DISK.plain;
  bench.scratch.requireSpace(estimatedBytes(spec) * disk, spec.name);
  if (spec.packed !== undefined) requireTool(spec.packed);
  const data = dataSet(spec, bench.scratch.dataDir);
  const agreement = new Agreement(data);
  const contest = contestOf(race, data, bench, agreement);
  const outcome = holdContest(contest, bench);
  return {
    title: titleOf(data, agreement.records),
    rows: [
      ...[...outcome.floors].map(([floor, runs]) => ({ name: floor.name, runs })),
      { name: contest.ours.name, runs: [...outcome.pairs.values()].flat().map((pair) => pair.ours) },
      ...[...outcome.pairs].map(([rival, pairs]) => rivalRow(rival.name, pairs)),
    ],
    verdicts: verdictsOf(race.targets, [...outcome.pairs.values()]),
    notes: ['All kept the same records.'],
  };
}

/**
 * @param {import('./works.mjs').Race} race
 * @param {import('./generate.mjs').DataSet} data
 * @param {import('./run.mjs').Bench} bench
 * @param {Agreement} agreement
 * @returns {import('./contest.mjs').Contest}
 */
function contestOf(race, { folder, files, format }, { root, product, peers, pairs, scratch }, agreement) {
  const { limited, polarsRating, packs } = race;
  const name = race.data.format ?? 'plain';
  const options = [...format.options, ...(packs ? ['--compress', 'zstd'] : [])];
  const { temp } = scratch;
  const command = packs ? [nodeWithZstd(root), ...product.slice(1)] : product;
  const ours = dedup(
    command,
    race.data.hasFileEach ? [folder] : files,
    limited ? { options, memory: '1g', temp } : { options },
  );
  const floor = copy(files);
  return {
    ours,
    rivals: [
      duckdb(peers, files, name, { temp, packs, ...(limited ? { memoryLimit: '2GB' } : {}) }),
      ...(polarsRating === null ? [] : [polars(peers, files, name, polarsRating, packs)]),
    ],
    floors: [floor],
    rounds: limited ? Math.min(pairs, LARGE_PAIRS) : pairs,
    warmUp: !limited,
    inspect: (contender) => {
      if (contender === floor) return;
      if (contender === ours) agreement.checkInputs(scratch.output);
      agreement.check(contender.name, () => (packs ? unpackZstd(scratch.output, scratch.unpacked) : scratch.output));
    },
  };
}

/**
 * @param {string} name
 * @param {readonly Pair[]} pairs
 * @returns {Row}
 */
function rivalRow(name, pairs) {
  const ratio = (/** @type {'wall' | 'cpu' | 'peakMemory'} */ figure) => spread(ratios(pairs, figure));
  const ratioOfOurs = { wall: ratio('wall'), cpu: ratio('cpu'), peakMemory: ratio('peakMemory') };
  return { name, runs: pairs.map((pair) => pair.theirs), ratioOfOurs };
}

/**
 * @param {import('./works.mjs').Race['targets']} targets
 * @param {readonly Pair[][]} rivals
 * @returns {Section['verdicts']}
 */
function verdictsOf({ wall, cpu, memoryRatio, memory }, rivals) {
  const fastest = fasterRival(rivals);
  return [
    { target: wall, value: median(ratios(fastest, 'wall')) },
    ...(cpu ? [{ target: cpu, value: median(ratios(fastest, 'cpu')) }] : []),
    ...(memoryRatio ? [{ target: memoryRatio, value: median(ratios(fastest, 'peakMemory')) }] : []),
    // This is the largest peak and not the median, because a limit must hold for every run.
    ...(memory ? [{ target: memory, value: spread(fastest.map((pair) => pair.ours.peakMemory)).max }] : []),
  ];
}

/** @param {readonly Pair[][]} rivals */
function fasterRival(rivals) {
  const wall = (/** @type {Pair[]} */ pairs) => median(pairs.map((pair) => pair.theirs.wall));
  return rivals.reduce((fastest, pairs) => (wall(pairs) < wall(fastest) ? pairs : fastest));
}

/** @param {readonly Pair[]} pairs @param {'wall' | 'cpu' | 'peakMemory'} figure */
function ratios(pairs, figure) {
  return pairs.map(({ ours, theirs }) => ours[figure] / theirs[figure]);
}

/** @param {import('./generate.mjs').DataSet} data @param {number} keys */
function titleOf(data, keys) {
  const count = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });
  const size = `${(data.bytes / 1e6).toFixed(0)} MB`;
  const { title } = data.format;
  const kinds = [...(title ? [title] : []), ...(data.packed === undefined ? [] : [`packed by ${data.packed}`])];
  const uneven = data.files.length === data.lines ? '' : 'uneven ';
  const files = [`${data.files.length} ${uneven}files`, ...kinds].join(', ');
  return `${count.format(data.lines)} lines, ${size}, ${count.format(keys)} keys, ${files}`;
}
