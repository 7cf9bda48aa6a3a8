import { flowNodes, flowOption } from '../../../lib/report/browser/flow';
import { type Look, TONES, type Tone } from '../../../lib/report/browser/look';
import { partsHeight, partsOption } from '../../../lib/report/browser/parts';
import { timelineHeight, timelineOption, timelineRows } from '../../../lib/report/browser/timeline';
import { chartData } from '../../../lib/report/markup/chart-data';
import { SAMPLE_REJECTS, sampleSummary } from '../../support/sample-summary';

const color = Object.fromEntries(TONES.map((tone) => [tone, '#123456'])) as Record<Tone, string>;
const look: Look = { width: 1000, font: 'sans-serif', color };

test('the flow has a node for every kind of lines that occurred, each fed by one other node', () => {
  const nodes = flowNodes(chartData(sampleSummary(SAMPLE_REJECTS)));
  expect(nodes.map(({ id, from, value }) => [id, from, value])).toEqual([
    ['lines', null, 10_000_000],
    ['rejected', 'lines', 4],
    ['reason columns', 'rejected', 3],
    ['reason order', 'rejected', 1],
    ['kept', 'lines', 6_938_338],
    ['superseded', 'lines', 3_061_658],
  ]);
});

test('the lines that flow out of a node are as many as those that flow in', () => {
  const summary = sampleSummary(SAMPLE_REJECTS);
  const counts = {
    ...summary.counts,
    lines: summary.counts.lines + 17,
    blank: 3,
    headers: 4,
    comments: 2,
    skipped: 3,
    deleted: 5,
  };
  const { series } = flowOption(chartData({ ...summary, counts }), look);
  const out = (id: string) =>
    (series.links ?? []).filter(({ source }) => source === id).reduce((sum, { value }) => sum + Number(value), 0);
  expect(out('lines')).toBe(10_000_017);
  expect(out('rejected')).toBe(4);
  expect(series.data).toHaveLength(11);
});

test('a reason with the name of another node is a node of its own', () => {
  const summary = sampleSummary({ byReason: { columns: 1 } });
  const odd = { ...chartData(summary), reasons: [{ title: 'kept', rejected: 1 }] };
  expect(new Set(flowNodes(odd).map(({ id }) => id)).size).toBe(5);
});

test('the timeline has a row for the phases and for every worker, and grows with them', () => {
  const { time } = chartData(sampleSummary({ workers: 2 }));
  const { titles, spans } = timelineRows(time);
  expect(titles).toEqual(['Phases', 'Worker 0', 'Worker 1']);
  expect(spans.map(({ row, phase }) => `${row} ${phase}`)).toEqual([
    ...['0 plan', '0 map', '0 reduce', '0 publish'],
    ...['1 map', '1 reduce', '2 map', '2 reduce'],
  ]);
  const more = chartData(sampleSummary({ workers: 3 })).time;
  expect(timelineHeight(more)).toBeGreaterThan(timelineHeight(time));
  expect(timelineHeight(chartData(sampleSummary({ workers: 4000 })).time)).toBeLessThan(400);
});

test('the time axis ends with the run, in a unit that suits its length', () => {
  const end = (endMs: number) => {
    const phases = [{ phase: 'map' as const, startMs: 0, endMs }];
    const { xAxis } = timelineOption(chartData({ ...sampleSummary(), phases, workers: [] }), look);
    return xAxis[0];
  };
  expect(end(818)).toMatchObject({ max: 818, axisLabel: { formatter: '{value} ms' } });
  expect(end(12_000)).toMatchObject({ max: 12, axisLabel: { formatter: '{value} s' } });
  expect(end(2 * 3_600_000)).toMatchObject({ max: 2, axisLabel: { formatter: '{value} h' } });
  expect(end(0)).toMatchObject({ max: 1 });
});

test('few parts are horizontal bars with names, more are vertical bars, and many share bars', () => {
  const series = (parts: number) => [partsOption(chartData(sampleSummary({ parts })), look).series].flat();
  expect(series(20).map(({ type }) => type)).toEqual(['bar']);
  expect(series(21).map(({ type }) => type)).toEqual(['bar']);
  expect(series(51).map(({ type }) => type)).toEqual(['bar', 'custom']);
  const heights = [2, 20, 21, 10_000].map((parts) => partsHeight(chartData(sampleSummary({ parts })).parts));
  expect(heights).toEqual([64, 568, 300, 300]);
});
