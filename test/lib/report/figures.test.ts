import {
  bytes,
  byteUnit,
  compact,
  count,
  counted,
  duration,
  memory,
  share,
  timeUnit,
} from '../../../lib/report/markup/units';
import { headline, outcomeWords } from '../../../lib/report/sections/headline';
import { job } from '../../../lib/report/sections/job';
import { spreadWords } from '../../../lib/report/sections/parts';
import { sampleSummary } from '../../support/sample-summary';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

test.each([
  [0, '0 ms'],
  [0.25, '0.25 ms'],
  [818, '818 ms'],
  [999.4, '999 ms'],
  [999.6, '1 s'],
  [12_345, '12.3 s'],
  [59_949, '59.9 s'],
  [59_960, '1 min 00 s'],
  [252_000, '4 min 12 s'],
  [3_599_700, '1 h 00 min'],
  [7_500_000, '2 h 05 min'],
])('%d ms is written as %s', (ms, words) => {
  expect(plain(duration(ms))).toBe(words);
});

test.each([
  [0, '0 B', '0 B'],
  [1, '1 B', '1 B'],
  [999, '999 B', '999 B'],
  [1000, '1 kB', '1000 B'],
  [1023, '1.02 kB', '1023 B'],
  [15_980_000, '16.0 MB', '15.2 MiB'],
  [376_416_214, '376 MB', '359 MiB'],
  [999_700_000, '1 GB', '953 MiB'],
  [4 * 1024 ** 3, '4.29 GB', '4 GiB'],
  [1e18, '1000 PB', '909495 TiB'],
])('%d bytes are written as %s, or as %s of memory', (n, decimal, binary) => {
  expect([plain(bytes(n)), plain(memory(n))]).toEqual([decimal, binary]);
});

test.each([
  [0, 0, '0%'],
  [0, 7, '0%'],
  [7, 7, '100%'],
  [1, 10_000_000, '<0.1%'],
  [9_999_999, 10_000_000, '>99.9%'],
  [694, 1000, '69.4%'],
])('%d of %d is written as %s', (n, total, words) => {
  expect(share(n, total)).toBe(words);
});

test('counts have separators of thousands, rates are short, and nouns agree in number', () => {
  expect([count(6_938_338), compact(12_224_938), compact(48.9)]).toEqual(['6,938,338', '12.2M', '48.9']);
  expect([counted(1, 'line'), counted(0, 'line'), counted(2, 'box', 'boxes')]).toEqual([
    '1 line',
    '0 lines',
    '2 boxes',
  ]);
});

test('the unit of an axis is that of its last value', () => {
  expect([byteUnit(0), byteUnit(999), byteUnit(26_900)].map(({ name }) => name)).toEqual(['B', 'B', 'kB']);
  expect([0, 1200, 1500, 89_000, 90_000, 5_400_000].map((ms) => timeUnit(ms).name)).toEqual([
    ...['ms', 'ms', 's', 's', 'min', 'h'],
  ]);
});

test.each([
  [6_938_338, 10_000_000, '6,938,338 latest records kept of 10,000,000 lines'],
  [1, 1, '1 latest record kept of 1 line'],
  [0, 3, 'No records kept of 3 lines'],
  [0, 0, 'Nothing to keep: the inputs have no lines'],
])('%d kept of %d lines is told as: %s', (kept, lines, words) => {
  expect(outcomeWords({ ...sampleSummary().counts, lines, kept, superseded: lines - kept })).toBe(words);
});

test('the spread of the sizes of parts is described', () => {
  const parts = (...sizes: number[]) => sizes.map((size) => ({ name: 'part', bytes: size, lines: 1, crc32: 0 }));
  expect(plain(spreadWords(parts(5, 5)))).toBe('All are 5 B.');
  expect(plain(spreadWords(parts(10, 20, 60)))).toBe(
    'Sizes from 10 B to 60 B, median 20 B; the largest is 2.00 times the mean.',
  );
  expect(plain(spreadWords(parts(60, 20)))).toBe(
    'Sizes from 20 B to 60 B, median 40 B; the largest is 1.50 times the mean.',
  );
});

test('the workers of a run are named: threads of one machine, or slots of a cluster', () => {
  const yarn = { application: 'application_1795373985558_0001', parallelism: 16, maps: 32, reduces: 16 };
  const [local, cluster] = [sampleSummary(), sampleSummary({ yarn })].map(
    (summary) => `${headline(summary).markup}${job(summary).markup}`,
  ) as [string, string];
  expect(local).toMatch(/<dt>Threads<\/dt><dd><b>2<\/b> <span>workers<\/span>/);
  expect(local).not.toContain('Slots');
  expect(cluster).toMatch(/<dt>Slots<\/dt><dd><b>16<\/b> <span>at a time, of 48 tasks<\/span>/);
  expect(cluster).toContain(`<code>${yarn.application}</code>`);
  expect(cluster).toContain('<dt>Tasks</dt><dd>32 maps, 16 reduces</dd>');
  expect(cluster).not.toContain('Threads');
  expect(cluster).not.toContain('Chosen');
  const why = 'parallelism 16 (4 containers): no more is free, though this input is worth more';
  expect(job(sampleSummary({ yarn: { ...yarn, why } })).markup).toContain(`<dt>Chosen</dt><dd>${why}</dd>`);
});
