// The figures as Markdown tables.
import { spread } from './statistics.mjs';

/**
 * @typedef {import('./measure.mjs').Figures} Figures
 * @typedef {import('./statistics.mjs').Spread} Spread
 *
 * @typedef {object} Row
 * @property {string} name
 * @property {readonly Figures[]} runs
 * @property {Record<'wall' | 'cpu' | 'peakMemory', Spread>} [ratioOfOurs] ours by theirs, pair by pair
 *
 * @typedef {object} Section a work that was measured
 * @property {string} title
 * @property {readonly Row[]} rows
 * @property {readonly { target: import('./works.mjs').Target, value: number }[]} verdicts
 * @property {readonly string[]} notes
 */

const MIB = 2 ** 20;
/** In seconds. In a shorter run, most work of other processes is the start of the launcher. */
const LONG_ENOUGH = 0.5;

/** @param {Section} section */
export function figuresOf({ title, rows, notes }) {
  const head = ['', 'runs', 'wall s', 'CPU s', 'peak MiB', 'dedup / it: wall', 'CPU', 'peak'];
  const body = rows.map(({ name, runs, ratioOfOurs }) => [
    name,
    String(runs.length),
    show(spread(runs.map((run) => run.wall)), 2),
    show(spread(runs.map((run) => run.cpu)), 2),
    show(spread(runs.map((run) => run.peakMemory / MIB)), 0),
    ...(ratioOfOurs
      ? [show(ratioOfOurs.wall, 2), show(ratioOfOurs.cpu, 2), show(ratioOfOurs.peakMemory, 2)]
      : ['', '', '']),
  ]);
  // The last three columns would be empty where there is no peer.
  const width = rows.some((row) => row.ratioOfOurs) ? head.length : head.length - 3;
  const cut = [head, ...body].map((cells) => cells.slice(0, width));
  const allNotes = [...notes, ...disturbanceOf(rows)];
  return [`### ${title}`, '', ...table(cut), '', ...allNotes.map((note) => `- ${note}`)].join('\n').trimEnd();
}

/** How far to trust the figures. @param {readonly Row[]} rows */
function disturbanceOf(rows) {
  const runs = rows.flatMap((row) => row.runs).filter((run) => run.wall >= LONG_ENOUGH);
  if (runs.length === 0) return [];
  const { median, max } = spread(runs.map((run) => run.disturbance * 100));
  return [`Other programs used ${median.toFixed(0)} % of the machine's CPU meanwhile, ${max.toFixed(0)} % at worst.`];
}

/** The targets and the measured figures. @param {readonly Section[]} sections */
export function verdictsOf(sections) {
  const head = ['work', 'measure', 'measured', 'must', '', 'aim', ''];
  const body = sections.flatMap(({ title, verdicts }) =>
    verdicts.map(({ target, value }) => [
      title,
      target.measure,
      target.show(value),
      ...judge(target, value, target.must),
      ...judge(target, value, target.aim),
    ]),
  );
  return ['### Must and aim', '', ...table([head, ...body])].join('\n');
}

/**
 * @param {import('./works.mjs').Target} target
 * @param {number} value
 * @param {number | undefined} bound
 */
function judge({ relation, show: text }, value, bound) {
  if (bound === undefined) return ['', ''];
  const met = { 'at most': value <= bound, 'less than': value < bound, 'at least': value >= bound }[relation];
  return [`${relation} ${text(bound)}`, met ? 'met' : 'NOT met'];
}

/** @param {Spread} spread @param {number} digits */
export function show({ median, min, max }, digits) {
  return `${median.toFixed(digits)} (${min.toFixed(digits)}–${max.toFixed(digits)})`;
}

/** @param {readonly string[][]} rows the head first */
export function table(rows) {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(3, ...rows.map((cells) => cells[column]?.length ?? 0)));
  const lines = rows.map((cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [lines[0], rule, ...lines.slice(1)];
}
