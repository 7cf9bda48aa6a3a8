// The work of a night: one more file is merged into the output of a full run, which it is compared with.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { dedup } from './contenders.mjs';
import { dataSet, estimatedBytes } from './generate.mjs';
import { measure } from './measure.mjs';
import { Problem } from './problem.mjs';
import { median, spread } from './statistics.mjs';
import { INCREMENT, RACES } from './works.mjs';

/**
 * @typedef {import('./contest.mjs').Pair} Pair
 * @typedef {import('./run.mjs').Bench} Bench
 */

/** The share of the lines that come later. Their keys are drawn from more keys than there are: a third of them is new. */
const LATER_SHARE = 0.01;

/**
 * @param {Bench} bench
 * @returns {import('./report.mjs').Section}
 */
export function runIncrement(bench) {
  const { data: race } = RACES.distinct;
  const lines = Math.round(race.lines * bench.scale);
  bench.scratch.requireSpace(estimatedBytes({ ...race, lines }) * 2.5, 'increment');
  const data = dataSet({ ...race, lines }, bench.scratch.dataDir);
  const later = Math.round(lines * LATER_SHARE);
  const more = dataSet({ name: 'increment', lines: later, keys: lines, weights: [1] }, bench.scratch.dataDir);
  const full = dedup(bench.product, data.files);
  const merge = dedup(bench.product, more.files, { options: ['--merge'] });
  const pairs = [];
  for (let round = 0; round <= bench.pairs; round++) {
    bench.log(round === 0 ? '  warm-up' : `  round ${round} of ${bench.pairs}`);
    bench.scratch.clear();
    const theirs = measure(bench.python, full.command(bench.scratch.output));
    const ours = measure(bench.python, merge.command(bench.scratch.output));
    bench.log(`    full run: ${theirs.wall.toFixed(2)} s, increment: ${ours.wall.toFixed(2)} s`);
    if (round > 0) pairs.push({ ours, theirs });
  }
  const merged = checksums(bench);
  bench.scratch.clear();
  measure(bench.python, dedup(bench.product, [...data.files, ...more.files]).command(bench.scratch.output));
  if (checksums(bench) !== merged) throw new Problem('the increment has not made the output of one run on all files');
  return sectionOf(pairs, later, lines);
}

/** The checksums of the parts. @param {Bench} bench @returns {string} */
function checksums({ scratch }) {
  const { output } = JSON.parse(readFileSync(path.join(scratch.output, '_dedup', 'summary.json'), 'utf8'));
  return output.parts.map((/** @type {{ crc32: number }} */ part) => part.crc32).join();
}

/**
 * @param {readonly Pair[]} pairs
 * @param {number} later
 * @param {number} lines
 * @returns {import('./report.mjs').Section}
 */
function sectionOf(pairs, later, lines) {
  const ratios = (/** @type {'wall' | 'cpu' | 'peakMemory'} */ figure) =>
    pairs.map(({ ours, theirs }) => ours[figure] / theirs[figure]);
  const ratioOfOurs = {
    wall: spread(ratios('wall')),
    cpu: spread(ratios('cpu')),
    peakMemory: spread(ratios('peakMemory')),
  };
  return {
    title: `${later / 1e6}M more lines merged into the output of ${lines / 1e6}M`,
    rows: [
      { name: 'dedup, --merge', runs: pairs.map((pair) => pair.ours) },
      { name: 'dedup, the full run', runs: pairs.map((pair) => pair.theirs), ratioOfOurs },
    ],
    verdicts: [
      { target: INCREMENT.wall, value: median(ratios('wall')) },
      { target: INCREMENT.cpu, value: median(ratios('cpu')) },
    ],
    notes: ['The merged output has the bytes of one run on all files.'],
  };
}
