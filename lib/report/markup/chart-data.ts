import type { Counts } from '../../../job/summary/books';
import {
  type Phase,
  type Summary,
  type SummaryPart,
  totalTimeMs,
  type WorkerPhase,
} from '../../../job/summary/summary';
import { reasonWords } from './reasons';

/** The data of the charts. Its size is bounded, however many parts and workers the run had. */
export interface ChartData {
  readonly counts: Counts;
  /** The reasons that occurred. */
  readonly reasons: readonly { readonly title: string; readonly rejected: number }[];
  readonly time: TimeData;
  readonly parts: PartsData;
}

export interface TimeData {
  readonly totalMs: number;
  readonly phases: readonly { readonly phase: Phase; readonly startMs: number; readonly endMs: number }[];
  /** One row per worker. There are none where the run had too many workers: then `busy` is set instead. */
  readonly workers: readonly { readonly worker: number; readonly work: readonly WorkerPhase[] }[];
  readonly busy: BusyWorkers | null;
}

/** The average number of busy workers in each of many equal stretches of time. */
export interface BusyWorkers {
  readonly stretchMs: number;
  readonly map: readonly number[];
  readonly reduce: readonly number[];
}

export interface PartsData {
  readonly total: number;
  /** The number of parts in a bar. It is more than 1 where there are too many parts for a bar each. */
  readonly perBar: number;
  readonly bars: readonly PartBar[];
}

export interface PartBar {
  readonly title: string;
  /** Mean, smallest and largest size of the bar's parts. All three are equal for a single part. */
  readonly bytes: number;
  readonly smallest: number;
  readonly largest: number;
  readonly lines: number;
}

export const MAX_WORKER_ROWS = 40;
export const MAX_PART_BARS = 50;
const STRETCHES = 100;

/** The figures of the charts. */
export function chartData(summary: Summary): ChartData {
  return {
    counts: summary.counts,
    reasons: reasonWords(summary).filter(({ rejected }) => rejected > 0),
    time: timeData(summary),
    parts: partsData(summary.output.parts),
  };
}

/** The run's time by phase and worker. */
export function timeData({ phases, workers }: Summary): TimeData {
  const totalMs = totalTimeMs({ phases, workers });
  const byWorker = new Map<number, WorkerPhase[]>();
  for (const work of workers) byWorker.set(work.worker, [...(byWorker.get(work.worker) ?? []), work]);
  if (byWorker.size > MAX_WORKER_ROWS) return { totalMs, phases, workers: [], busy: busyWorkers(workers, totalMs) };
  const rows = [...byWorker].sort(([a], [b]) => a - b).map(([worker, work]) => ({ worker, work }));
  return { totalMs, phases, workers: rows, busy: null };
}

function busyWorkers(workers: readonly WorkerPhase[], totalMs: number): BusyWorkers {
  const stretchMs = Math.max(totalMs, 1) / STRETCHES;
  const busy = { map: new Array<number>(STRETCHES).fill(0), reduce: new Array<number>(STRETCHES).fill(0) };
  for (const { phase, startMs, endMs } of workers) {
    const last = Math.min(STRETCHES - 1, Math.floor(endMs / stretchMs));
    for (let i = Math.max(0, Math.floor(startMs / stretchMs)); i <= last; i++) {
      const within = Math.min(endMs, (i + 1) * stretchMs) - Math.max(startMs, i * stretchMs);
      busy[phase][i] = (busy[phase][i] ?? 0) + Math.max(0, within) / stretchMs;
    }
  }
  const rounded = (values: readonly number[]) => values.map((value) => Math.round(value * 100) / 100);
  return { stretchMs, map: rounded(busy.map), reduce: rounded(busy.reduce) };
}

/** One bar for each part, or one bar for every `perBar` consecutive parts. */
export function partsData(parts: readonly SummaryPart[]): PartsData {
  const perBar = partsPerBar(parts.length);
  const bars: PartBar[] = [];
  for (let first = 0; first < parts.length; first += perBar) {
    bars.push(barOf(parts.slice(first, first + perBar)));
  }
  return { total: parts.length, perBar, bars };
}

/** The smallest of 1, 2, 5, 10, 20, 50, … that needs at most MAX_PART_BARS bars. */
function partsPerBar(parts: number): number {
  for (let ten = 1; ; ten *= 10) {
    const perBar = [ten, 2 * ten, 5 * ten].find((n) => Math.ceil(parts / n) <= MAX_PART_BARS);
    if (perBar) return perBar;
  }
}

function barOf(parts: readonly SummaryPart[]): PartBar {
  const sizes = parts.map(({ bytes }) => bytes);
  const titles = [parts[0], parts.at(-1)].map((part) => shortName(part?.name ?? ''));
  return {
    title: parts.length === 1 ? (titles[0] ?? '') : titles.join(' to '),
    bytes: sum(sizes) / Math.max(parts.length, 1),
    smallest: Math.min(...sizes),
    largest: Math.max(...sizes),
    lines: sum(parts.map(({ lines }) => lines)),
  };
}

/** `part-00003` for `part-00003-20261122t152504z-3f9a1c.gz`. The page names the run elsewhere. */
export function shortName(name: string): string {
  return /^part-\d+/.exec(name)?.[0] ?? name;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
