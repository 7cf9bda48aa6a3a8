// The figures as Markdown.
import { show, table, verdictsOf } from '../report.mjs';
import { median, spread } from '../statistics.mjs';

/** @typedef {import('./race.mjs').Outcome} Outcome */
/** @typedef {import('./race.mjs').Entry} Entry */
/** @typedef {import('./measure.mjs').Figures} Figures */

/** What is asked of our figures divided by those of a peer in the same round. */
const TARGETS = {
  small: { peer: 'Flink', rival: onlyFlink, wall: { must: 0.75, aim: 0.5 }, cpu: { must: 0.6, aim: 0.4 } },
  large: { peer: 'the faster peer', rival: fasterPeer, wall: { must: 0.45, aim: 0.35 }, cpu: { must: 0.4, aim: 0.3 } },
};

/** @param {Outcome} outcome */
export function figures(outcome) {
  const { entries } = outcome;
  const ours = entryOf(outcome, 'ours');
  const rivals = [entryOf(outcome, 'flink'), entryOf(outcome, 'spark')];
  const hasS3 = entries.oursS3 !== undefined;
  const apart = hasS3 ? ['and S3'] : [];
  const head = ['', 'runs', 'wall s', 'CPU s', 'of it client', 'cluster', ...apart, 'dedup yarn / it: wall', 'CPU'];
  const body = Object.values(entries).map((each) => [
    each.name,
    String(each.runs.length),
    ...['wall', 'cpu', 'clientCpu', 'clusterCpu', ...(hasS3 ? ['s3Cpu'] : [])].map((figure) =>
      show(spread(each.runs.map((run) => run[/** @type {keyof Figures} */ (figure)])), 1),
    ),
    ...(rivals.includes(each) ? [shares(ours.runs, each.runs, 'wall'), shares(ours.runs, each.runs, 'cpu')] : ['', '']),
  ]);
  const disturbances = spread(Object.values(entries).flatMap(({ runs }) => runs.map((run) => run.disturbance * 100)));
  return [
    `### ${titleOf(outcome)}`,
    '',
    ...table([head, ...body]),
    '',
    '- All kept the same records.',
    byPeers(outcome),
    ...(hasS3 ? [byFolder(outcome, 'local', 'localS3'), byFolder(outcome, 'ours', 'oursS3')] : []),
    `- Other programs used ${disturbances.median.toFixed(0)} % of the machine's CPU meanwhile, ${disturbances.max.toFixed(0)} % at worst.`,
  ].join('\n');
}

/** Ours with class data by the peers. @param {Outcome} outcome */
function byPeers(outcome) {
  const { name, runs } = entryOf(outcome, 'oursPrepared');
  const all = /** @type {const} */ (['flink', 'spark']).map((role) => {
    const peer = entryOf(outcome, role);
    return `wall ${shares(runs, peer.runs, 'wall')} and CPU ${shares(runs, peer.runs, 'cpu')} of ${peer.name}`;
  });
  return `- ${name}: ${all.join('; ')}.`;
}

/** @param {Outcome} outcome @param {import('./race.mjs').Role} onFolder @param {import('./race.mjs').Role} inS3 */
function byFolder(outcome, onFolder, inS3) {
  const [folder, s3] = [entryOf(outcome, onFolder), entryOf(outcome, inS3)];
  const [wall, cpu] = [shares(s3.runs, folder.runs, 'wall'), shares(s3.runs, folder.runs, 'cpu')];
  return `- ${s3.name}, by the folder's: wall ${wall}, CPU ${cpu}.`;
}

/** The fixed cost of a run, and the cost of each gigabyte. @param {Outcome} small @param {Outcome} large */
export function costs(small, large) {
  const head = ['', 'fixed: wall s', 'CPU s', 'a GB more: wall s', 'CPU s'];
  const gigabytes = (large.data.bytes - small.data.bytes) / 1e9;
  const body = Object.entries(small.entries).map(([role, { name, runs }]) => {
    const others = entryOf(large, /** @type {import('./race.mjs').Role} */ (role)).runs;
    const [wall, cpu] = [medianOf(runs, 'wall'), medianOf(runs, 'cpu')];
    const more = [medianOf(others, 'wall') - wall, medianOf(others, 'cpu') - cpu].map((value) => value / gigabytes);
    return [name, ...[wall, cpu, ...more].map((value) => value.toFixed(1))];
  });
  return ['### Fixed cost, and cost of a gigabyte', '', ...table([head, ...body])].join('\n');
}

/** The ratios beside what is asked of them. @param {readonly Outcome[]} outcomes */
export function verdicts(outcomes) {
  return verdictsOf(
    outcomes.map((outcome) => {
      const { peer, rival, ...asked } = TARGETS[outcome.size];
      const [ours, theirs] = [entryOf(outcome, 'ours').runs, rival(outcome).runs];
      const all = /** @type {const} */ (['wall', 'cpu']).map((figure) => ({
        target: {
          measure: `${figure === 'wall' ? 'wall' : 'CPU'}, by that of ${peer}`,
          relation: /** @type {const} */ ('at most'),
          ...asked[figure],
          show: (/** @type {number} */ value) => value.toFixed(2),
        },
        value: median(ratios(ours, theirs, figure)),
      }));
      return { title: titleOf(outcome), rows: [], notes: [], verdicts: all };
    }),
  );
}

/** @param {Outcome} outcome */
function onlyFlink(outcome) {
  return entryOf(outcome, 'flink');
}

/** The peer with the lower median wall time. @param {Outcome} outcome */
function fasterPeer(outcome) {
  const [flink, spark] = [entryOf(outcome, 'flink'), entryOf(outcome, 'spark')];
  return medianOf(spark.runs, 'wall') < medianOf(flink.runs, 'wall') ? spark : flink;
}

/** @param {Outcome} outcome @param {import('./race.mjs').Role} role @returns {Entry} */
function entryOf({ entries }, role) {
  return /** @type {Entry} */ (entries[role]);
}

/** @param {readonly Figures[]} runs @param {keyof Figures} figure */
function medianOf(runs, figure) {
  return median(runs.map((run) => run[figure]));
}

/** @param {readonly Figures[]} runs @param {readonly Figures[]} others @param {'wall' | 'cpu'} figure */
function shares(runs, others, figure) {
  return show(spread(ratios(runs, others, figure)), 2);
}

/** @param {readonly Figures[]} runs @param {readonly Figures[]} others @param {'wall' | 'cpu'} figure */
function ratios(runs, others, figure) {
  return runs.map((run, round) => run[figure] / /** @type {Figures} */ (others[round])[figure]);
}

/** @param {Pick<Outcome, 'data' | 'records'>} outcome */
function titleOf({ data, records }) {
  const count = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });
  const size = `${(data.bytes / 1e6).toFixed(data.bytes < 1e7 ? 1 : 0)} MB`;
  return `${count.format(data.lines)} lines, ${size}, ${count.format(records)} keys, ${data.files.length} uneven files`;
}
