// Runs the contenders in turns, so that a busy moment of the machine affects all of them.
import { measure } from './measure.mjs';

/**
 * @typedef {import('./contenders.mjs').Contender} Contender
 * @typedef {import('./measure.mjs').Figures} Figures
 *
 * @typedef {object} Contest
 * @property {Contender} ours
 * @property {readonly Contender[]} rivals each of our runs is followed by one of a rival: a pair
 * @property {readonly Contender[]} floors each is run once a round, for comparison
 * @property {number} rounds
 * @property {boolean} warmUp whether one more round comes first, whose figures do not count
 * @property {(contender: Contender) => void} inspect looks at the output of every run
 *
 * @typedef {object} Pair
 * @property {Figures} ours
 * @property {Figures} theirs
 *
 * @typedef {object} Outcome
 * @property {Map<Contender, Pair[]>} pairs by rival
 * @property {Map<Contender, Figures[]>} floors
 */

/**
 * @param {Contest} contest
 * @param {{ python: string, scratch: import('./scratch.mjs').Scratch, log: (line: string) => void }} bench
 * @returns {Outcome}
 */
export function holdContest(contest, { python, scratch, log }) {
  /** @param {Contender} contender */
  const run = (contender) => {
    scratch.clear();
    const figures = measure(python, contender.command(scratch.output));
    contest.inspect(contender);
    log(`    ${contender.name}: ${figures.wall.toFixed(2)} s`);
    return figures;
  };
  /** @type {Map<Contender, Pair[]>} */
  const pairs = new Map(contest.rivals.map((rival) => [rival, []]));
  /** @type {Map<Contender, Figures[]>} */
  const floors = new Map(contest.floors.map((floor) => [floor, []]));
  for (let round = contest.warmUp ? 0 : 1; round <= contest.rounds; round++) {
    log(round === 0 ? '  warm-up' : `  round ${round} of ${contest.rounds}`);
    for (const [floor, all] of floors) keep(all, round, run(floor));
    for (const [rival, all] of pairs) keep(all, round, { ours: run(contest.ours), theirs: run(rival) });
  }
  return { pairs, floors };
}

/** @template T @param {T[]} all @param {number} round @param {T} figures */
function keep(all, round, figures) {
  if (round > 0) all.push(figures);
}
