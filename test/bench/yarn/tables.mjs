// The figures as Markdown.
import { show, table, verdictsOf } from '../report.mjs';
import { median, spread } from '../statistics.mjs';

/** @typedef {import('./race.mjs').Outcome} Outcome */
/** @typedef {import('./race.mjs').Entry} Entry */
/** @typedef {import('./measure.mjs').Figures} Figures */

const ratio = (/** @type {number} */ value) => value.toFixed(2);

/** The targets of our figures divided by those of the naive job in the same round. @type {Record<'wall' | 'cpu', import('../works.mjs').Target>} */
const TARGETS = {
  wall: { measure: "wall, by the naive job's", relation: 'at most', must: 0.6, aim: 0.4, show: ratio },
  cpu: { measure: "CPU, by the naive job's", relation: 'at most', must: 0.55, aim: 0.4, show: ratio },
};

/** @param {Outcome} outcome */
export function figures({ data, records, contenders }) {
  const { local, localS3, ours, oursS3, naive } = contenders;
  const hasS3 = localS3 !== undefined;
  /** The naive job itself, and the contenders that use S3. */
  const others = [naive, localS3, oursS3];
  const apart = hasS3 ? ['and S3'] : [];
  const head = ['', 'runs', 'wall s', 'CPU s', 'of it client', 'cluster', ...apart, 'by the naive job: wall', 'CPU'];
  const body = Object.values(contenders).map((each) => [
    each.name,
    String(each.runs.length),
    ...['wall', 'cpu', 'clientCpu', 'clusterCpu'].map((figure) =>
      show(spread(each.runs.map((run) => run[/** @type {keyof Figures} */ (figure)])), 1),
    ),
    ...(hasS3 ? [show(spread(each.runs.map((run) => run.s3Cpu)), 1)] : []),
    ...(others.includes(each)
      ? ['', '']
      : [shares(each.runs, naive.runs, 'wall'), shares(each.runs, naive.runs, 'cpu')]),
  ]);
  const disturbances = spread(
    Object.values(contenders).flatMap(({ runs }) => runs.map((run) => run.disturbance * 100)),
  );
  return [
    `### ${titleOf({ data, records })}`,
    '',
    ...table([head, ...body]),
    '',
    '- All kept the same records.',
    ...(localS3 && oursS3 ? [byFolder(local, localS3), byFolder(ours, oursS3)] : []),
    `- Other programs used ${disturbances.median.toFixed(0)} % of the machine's CPU meanwhile, ${disturbances.max.toFixed(0)} % at worst.`,
  ].join('\n');
}

/** @param {Entry} folder @param {Entry} s3 */
function byFolder(folder, s3) {
  const [wall, cpu] = [shares(s3.runs, folder.runs, 'wall'), shares(s3.runs, folder.runs, 'cpu')];
  return `- ${s3.name}, by the folder's: wall ${wall}, CPU ${cpu}.`;
}

/** The fixed cost of a run, and the cost of each gigabyte. @param {Outcome} small @param {Outcome} large */
export function costs(small, large) {
  const head = ['', 'fixed: wall s', 'CPU s', 'a GB more: wall s', 'CPU s'];
  const gigabytes = (large.data.bytes - small.data.bytes) / 1e9;
  const body = Object.entries(small.contenders).map(([key, { name, runs }]) => {
    const others = large.contenders[/** @type {keyof Outcome['contenders']} */ (key)].runs;
    const [wall, cpu] = [medianOf(runs, 'wall'), medianOf(runs, 'cpu')];
    const more = [medianOf(others, 'wall') - wall, medianOf(others, 'cpu') - cpu].map((value) => value / gigabytes);
    return [name, ...[wall, cpu, ...more].map((value) => value.toFixed(1))];
  });
  return ['### Fixed cost, and cost of a gigabyte', '', ...table([head, ...body])].join('\n');
}

/** @param {Outcome} large */
export function verdicts(large) {
  const { ours, naive } = large.contenders;
  const measured = (/** @type {'wall' | 'cpu'} */ figure) => median(ratios(ours.runs, naive.runs, figure));
  return verdictsOf([
    {
      title: titleOf(large),
      rows: [],
      notes: [],
      verdicts: [
        { target: TARGETS.cpu, value: measured('cpu') },
        { target: TARGETS.wall, value: measured('wall') },
      ],
    },
  ]);
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
