import {
  chartData,
  MAX_PART_BARS,
  MAX_WORKER_ROWS,
  partsData,
  shortName,
  timeData,
} from '../../../lib/report/markup/chart-data';
import { RUN, SAMPLE_REJECTS, sampleSummary } from '../../support/sample-summary';

test.each([
  [0, 1, 0],
  [1, 1, 1],
  [MAX_PART_BARS, 1, MAX_PART_BARS],
  [MAX_PART_BARS + 1, 2, 26],
  [1000, 20, 50],
  [10_000, 200, 50],
  [100_000, 2000, 50],
])('%i parts are drawn with %i parts a bar, in %i bars', (parts, perBar, bars) => {
  const data = partsData(sampleSummary({ parts }).output.parts);
  expect([data.total, data.perBar, data.bars.length]).toEqual([parts, perBar, bars]);
});

test('a bar of several parts has their mean size, their extremes and the sum of their records', () => {
  const parts = Array.from({ length: 51 }, (_, i) => ({ name: `part-${i}`, bytes: 10 * i, lines: i, crc32: 0 }));
  const { bars } = partsData(parts);
  expect(bars[1]).toEqual({ title: 'part-2 to part-3', bytes: 25, smallest: 20, largest: 30, lines: 5 });
  expect(bars.at(-1)).toEqual({ title: 'part-50', bytes: 500, smallest: 500, largest: 500, lines: 50 });
});

test('every worker has one row with all its phases, and the rows are in order', () => {
  const { workers, busy, totalMs } = timeData(sampleSummary({ workers: 3 }));
  expect(workers.map(({ worker, work }) => [worker, work.map(({ phase }) => phase)])).toEqual([
    [0, ['map', 'reduce']],
    [1, ['map', 'reduce']],
    [2, ['map', 'reduce']],
  ]);
  expect([busy, totalMs]).toEqual([null, 980]);
});

test('if there are more workers than rows, the number of busy workers is drawn instead', () => {
  const each = MAX_WORKER_ROWS + 1;
  const workers = Array.from({ length: each }, (_, worker) => {
    return { worker, phase: 'map' as const, startMs: 0, endMs: worker === 0 ? 1000 : 500 };
  });
  const phases = [{ phase: 'map' as const, startMs: 0, endMs: 1000 }];
  const { busy, workers: rows } = timeData({ ...sampleSummary(), workers, phases });
  expect(rows).toEqual([]);
  expect(busy?.stretchMs).toBe(10);
  expect([busy?.map[0], busy?.map[49], busy?.map[50], busy?.map[99]]).toEqual([each, each, 1, 1]);
  expect(busy?.reduce.every((n) => n === 0)).toBe(true);
});

test('the sum of the busy time of all workers is preserved', () => {
  const summary = sampleSummary({ workers: 400 });
  const { busy } = timeData(summary);
  const drawn = [...(busy?.map ?? []), ...(busy?.reduce ?? [])].reduce((sum, n) => sum + n, 0) * (busy?.stretchMs ?? 0);
  const worked = summary.workers.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  expect(drawn / worked).toBeCloseTo(1, 3);
});

test('a run of zero time causes no division by zero', () => {
  const workers = Array.from({ length: 99 }, (_, worker) => ({ worker, phase: 'map' as const, startMs: 0, endMs: 0 }));
  const { busy } = timeData({ ...sampleSummary(), phases: [], workers });
  expect(busy?.map.every((n) => n === 0)).toBe(true);
});

test('reasons that did not occur are left out, and the commonest reason comes first', () => {
  const byReason = { order: 1, length: 5 };
  expect(chartData(sampleSummary({ byReason })).reasons.map(({ title }) => title)).toEqual(['length', 'order']);
  expect(chartData(sampleSummary(SAMPLE_REJECTS)).counts.rejected).toBe(4);
});

test('a part is labelled by its number, and any other file by its name', () => {
  expect(shortName(`part-00003-${RUN}.gz`)).toBe('part-00003');
  expect(shortName('other')).toBe('other');
});
