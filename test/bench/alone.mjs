// The works without another program: the sample, and two threads compared with one.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Agreement, readSummary } from './agreement.mjs';
import { dedup, dedupByDefault, emptyNode } from './contenders.mjs';
import { holdContest } from './contest.mjs';
import { dataSet, estimatedBytes } from './generate.mjs';
import { Problem } from './problem.mjs';
import { median } from './statistics.mjs';
import { RACES, SAMPLE, SCALING } from './works.mjs';

/**
 * @typedef {import('./report.mjs').Section} Section
 * @typedef {import('./run.mjs').Bench} Bench
 * @typedef {import('../../job/summary/summary').Phase} Phase
 *
 * @typedef {object} Times milliseconds of one run
 * @property {number} whole
 * @property {Map<Phase, number>} phases
 */

/** A run this short is cheap to repeat, and easily disturbed. */
const SAMPLE_RUNS_PER_PAIR = 4;

/**
 * @param {Bench} bench
 * @returns {Section}
 */
export function runSample(bench) {
  const sample = path.join(bench.root, 'assets', 'sample');
  if (!existsSync(sample)) throw new Problem('there is no sample at assets/sample');
  const ours = dedupByDefault(bench.product, sample);
  const rounds = bench.pairs * SAMPLE_RUNS_PER_PAIR;
  const contest = { ours, rivals: [emptyNode()], floors: [], rounds, warmUp: true, inspect: () => {} };
  const pairs = [...holdContest(contest, bench).pairs.values()].flat();
  return {
    title: 'the sample, whole process',
    rows: [
      { name: 'node, empty program', runs: pairs.map((pair) => pair.theirs) },
      { name: ours.name, runs: pairs.map((pair) => pair.ours) },
    ],
    verdicts: [{ target: SAMPLE, value: median(pairs.map((pair) => pair.ours.wall)) }],
    notes: [],
  };
}

/**
 * @param {Bench} bench
 * @returns {Section}
 */
export function runScaling(bench) {
  const { data: race } = RACES.distinct;
  const spec = { ...race, lines: Math.round(race.lines * bench.scale) };
  bench.scratch.requireSpace(estimatedBytes(spec) * 2.5, 'scaling');
  const data = dataSet(spec, bench.scratch.dataDir);
  const one = dedup(bench.product, data.files, { threads: 1 });
  const two = dedup(bench.product, data.files, { threads: 2 });
  const agreement = new Agreement(data);
  const times = new Map([one, two].map((ours) => [ours, /** @type {Times[]} */ ([])]));
  const inspect = (/** @type {import('./contenders.mjs').Contender} */ contender) => {
    agreement.check(contender.name, () => bench.scratch.output);
    times.get(contender)?.push(readTimes(bench.scratch.output));
  };
  const contest = { ours: two, rivals: [one], floors: [], rounds: bench.pairs, warmUp: true, inspect };
  const pairs = [...holdContest(contest, bench).pairs.values()].flat();
  const [alone, together] = [one, two].map((ours) => (times.get(ours) ?? []).slice(1)); // without the warm-up
  if (!alone || !together) throw new Error('unreachable: both have run');
  return {
    title: `two threads over one, ${spec.lines / 1e6}M lines as in the first work`,
    rows: [
      { name: one.name, runs: pairs.map((pair) => pair.theirs) },
      { name: two.name, runs: pairs.map((pair) => pair.ours) },
    ],
    verdicts: [
      { target: SCALING, value: median(alone.map((time, pair) => time.whole / (together[pair]?.whole ?? 0))) },
    ],
    notes: phaseNotes(alone, together),
  };
}

/** The time from the start of the first phase to the end of the last one. @param {string} output @returns {Times} */
function readTimes(output) {
  const { phases } = readSummary(output);
  const start = Math.min(...phases.map((phase) => phase.startMs));
  const end = Math.max(...phases.map((phase) => phase.endMs));
  return { whole: end - start, phases: new Map(phases.map(({ phase, startMs, endMs }) => [phase, endMs - startMs])) };
}

/** @param {readonly Times[]} alone @param {readonly Times[]} together */
function phaseNotes(alone, together) {
  const phases = [...(alone[0]?.phases.keys() ?? [])];
  return phases.map((phase) => {
    const [one, two] = [alone, together].map((times) => median(times.map((time) => time.phases.get(phase) ?? 0)));
    return `${phase}: ${one?.toFixed(0)} ms with 1 thread, ${two?.toFixed(0)} ms with 2`;
  });
}
