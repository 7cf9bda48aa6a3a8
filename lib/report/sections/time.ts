import type { Summary, WorkerPhase } from '../../../job/summary/summary';
import { timelineHeight } from '../browser/timeline';
import { type ChartData, MAX_WORKER_ROWS } from '../markup/chart-data';
import { type Html, html } from '../markup/html';
import { figuresBehind, type Table } from '../markup/table';
import { count, counted, duration, share } from '../markup/units';
import { chart } from './chart';

/** Time by phase and by worker. */
export function time({ time }: ChartData, summary: Summary): Html {
  if (summary.phases.length === 0) return html``;
  const drawing = chart({
    id: 'timeline',
    height: timelineHeight(time),
    words: `Timeline of the run: ${phaseWords(summary)}. ${busyWords(summary)}`,
    caption: html`${legend(summary, time.totalMs)} <span class="line">${busyWords(summary)}</span>`,
  });
  const figures = figuresBehind(timeTable(summary, time.totalMs));
  return html`<section aria-labelledby="time"><h2 id="time">Time</h2>${drawing}${figures}</section>`;
}

function phaseWords({ phases }: Summary): string {
  return phases.map(({ phase, startMs, endMs }) => `${phase} ${duration(endMs - startMs)}`).join(', ');
}

function legend({ phases }: Summary, totalMs: number): Html[] {
  return phases.map(({ phase, startMs, endMs }) => {
    const took = endMs - startMs;
    return html`<span class="key ${phase}">${phase} <b>${duration(took)}</b> (${share(took, totalMs)})</span> `;
  });
}

/** Shows how evenly the work was spread: `2 workers, busy 97.1% of map and reduce`. */
function busyWords({ phases, workers }: Summary): string {
  if (workers.length === 0) return '';
  const each = new Set(workers.map(({ worker }) => worker)).size;
  const parallel = total(phases.filter(({ phase }) => phase === 'map' || phase === 'reduce'));
  if (parallel <= 0) return `${counted(each, 'worker')}.`;
  // Rounding can put the end of a worker slightly after the end of its phase.
  const busy = Math.min(total(workers), parallel * each);
  return `${counted(each, 'worker')}, busy ${share(busy, parallel * each)} of map and reduce.`;
}

function timeTable({ phases, workers }: Summary, totalMs: number): Table {
  const spans = phases.map((span) => [`Phase ${span.phase}`, ...timesOf(span, totalMs)]);
  const tasks = new Set(workers.map(({ worker }) => worker)).size > MAX_WORKER_ROWS ? longestOf(workers) : workers;
  return {
    caption:
      tasks === workers ? 'Time by phase and worker' : `Time by phase, and the ${count(tasks.length)} longest tasks`,
    columns: [
      { title: 'Phase or worker', kind: 'words' },
      { title: 'From', kind: 'figure' },
      { title: 'To', kind: 'figure' },
      { title: 'Took', kind: 'figure' },
      { title: 'Share of the run', kind: 'figure' },
    ],
    cards: true,
    rows: [...spans, ...tasks.map((work) => [`Worker ${work.worker}, ${work.phase}`, ...timesOf(work, totalMs)])],
  };
}

function timesOf({ startMs, endMs }: { readonly startMs: number; readonly endMs: number }, totalMs: number): string[] {
  return [duration(startMs), duration(endMs), duration(endMs - startMs), share(endMs - startMs, totalMs)];
}

const LONGEST = 10;

function longestOf(workers: readonly WorkerPhase[]): readonly WorkerPhase[] {
  return workers.toSorted((a, b) => b.endMs - b.startMs - (a.endMs - a.startMs)).slice(0, LONGEST);
}

function total(spans: readonly { readonly startMs: number; readonly endMs: number }[]): number {
  return spans.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
}
