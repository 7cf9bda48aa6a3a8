/** Lines of JSON in buffers: their ends, blanks, marks and lengths, and scans that end early. */

import { MAX_LINE_BYTES } from '../../../../job/shared/limits';
import { keepLatestOf } from '../../../support/in-process';
import { JsonKernel } from '../../../support/json-kernel';
import { Random } from '../../../support/random';
import { randomSplits } from '../../../support/random-splits';
import { resolveSpec } from '../../../support/record-options';

const dialect = resolveSpec({ format: 'json', key: 'k', orderBy: 'n' });
const fresh = () => new JsonKernel({ key: 'k', orderBy: 'n' });
const GOOD = '{"k":"x","n":1}';

describe('blank lines', () => {
  it.each(['', ' ', '\t \r', '\r', '  \r\r', ' '.repeat(200)])('are those of JSON blanks alone: %j', (line) => {
    const json = fresh();
    expect(json.judge([line, GOOD, line])).toEqual([null, null, null]);
    const { lines, blank, records } = json.kernel.counts;
    expect([lines, blank, records]).toEqual([3, 2, 1]);
  });

  it.each(['\v', '\f', '\0', '\u00a0', ' \x1f'])('are none with other characters: %j', (line) => {
    expect(fresh().judgeOne(line)).toBe('json');
  });
});

it('records come out as they came in, without the ending of the line', async () => {
  const lines = [' {"k":"a","n":1} ', '\t{ "k":"b" , "n":1}\r', '{"k":"c","n":1}\r\r', '{"\\u006b":"d","n":1}'];
  const { records, counts } = await keepLatestOf([Buffer.from(lines.join('\n'))], { dialect });
  const expected = [lines[0], '\t{ "k":"b" , "n":1}', '{"k":"c","n":1}\r', lines[3]];
  expect(records.toString().split('\n').sort()).toEqual(['', ...expected].sort());
  expect([counts.lines, counts.kept]).toEqual([4, 4]);
});

describe('a byte order mark', () => {
  it('at the start of a line makes it bad, and is counted', () => {
    const json = fresh();
    expect(json.judge([GOOD, `\ufeff${GOOD}`, '\ufeff', `\ufeff${GOOD}`])).toEqual([null, 'json', 'json', 'json']);
    expect(json.kernel.oddities['byte-order-mark'].count).toBe(3);
  });

  it('at the start of a file is no data', async () => {
    const { counts, records } = await keepLatestOf([Buffer.from(`\ufeff${GOOD}\n`)], { dialect });
    expect([records.toString(), counts.lines]).toEqual([`${GOOD}\n`, 1]);
  });
});

describe('the length of a line', () => {
  const line = (bytes: number) => `{"k":"x","n":1,"v":"${'v'.repeat(bytes - 22)}"}`;

  it('is judged first', () => {
    const json = fresh();
    expect(line(MAX_LINE_BYTES)).toHaveLength(MAX_LINE_BYTES);
    expect(json.judge([line(MAX_LINE_BYTES), line(MAX_LINE_BYTES + 1)])).toEqual([null, 'length']);
    expect(json.judgeOne(`${line(MAX_LINE_BYTES)}\r`)).toBeNull();
    const bad = ['x', '{"k":"', '{"k":[],"n":"', ' '].map((start) => start.padEnd(MAX_LINE_BYTES + 1));
    expect(json.judge(bad)).toEqual(bad.map(() => 'length'));
    expect(json.judge(['x'.padEnd(MAX_LINE_BYTES), ' '.repeat(MAX_LINE_BYTES)])).toEqual(['json', null]);
  });

  it('is judged alike in whatever pieces a file arrives', async () => {
    const lines = [
      line(MAX_LINE_BYTES),
      line(MAX_LINE_BYTES + 1),
      line(3 * MAX_LINE_BYTES),
      ' '.repeat(MAX_LINE_BYTES + 1),
      GOOD,
    ];
    for (const end of ['\n', '\r\n', '']) {
      const { rejects, counts } = await keepLatestOf([Buffer.from(lines.join('\n') + end)], { dialect });
      expect(rejects.map(({ reason }) => reason)).toEqual(['length', 'length', 'length']);
      expect([counts.lines, counts.kept, counts.superseded]).toEqual([5, 1, 1]);
    }
  });
});

describe('a scan', () => {
  const LINES = [GOOD, '{"k":"y","n":', ' ', '{"k":"é","n":2,"v":["\\"",{}]}', '{"n":1}', '{"k":1,"n":"x"}', ''];
  const bytes = Buffer.from(`${LINES.join('\n')}\n`);

  it('leaves the last line that has no end', () => {
    for (let to = 0; to <= bytes.length; to++) {
      const { end } = fresh().scanBytes(bytes.subarray(0, to));
      expect(end).toBe(bytes.subarray(0, to).lastIndexOf(10) + 1);
    }
  });

  it('gives the same in two pieces, wherever the bytes are cut', () => {
    const whole = fresh().scanBytes(bytes);
    expect(whole.bad.map(({ reason }) => reason)).toEqual(['json', 'key', 'order']);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const json = fresh();
      const first = json.scanBytes(bytes.subarray(0, cut));
      const second = json.scanBytes(bytes.subarray(first.end));
      const bad = [...first.bad, ...second.bad.map((line) => ({ ...line, at: line.at + first.end }))];
      expect(bad).toEqual(whole.bad);
      expect(json.kernel.counts).toMatchObject({ lines: 7, blank: 2, records: 2 });
    }
  });

  it('goes on where there was no room for more bad lines', () => {
    const json = fresh();
    const marked = '\ufeff{}';
    const lines = Array.from({ length: 5000 }, (_, i) => (i % 2 ? marked : i % 3 ? 'x' : GOOD));
    const reasons = json.judge(lines);
    expect(reasons).toEqual(lines.map((line) => (line === GOOD ? null : 'json')));
    const { counts, oddities } = json.kernel;
    expect([counts.lines, counts.records, oddities['byte-order-mark'].count]).toEqual([5000, 834, 2500]);
  });

  it('goes on where there was no room for more records', () => {
    const json = new JsonKernel({ key: 'k', orderBy: 'n:text' });
    json.kernel.limitArena(64 * 1024);
    const lines = Array.from({ length: 5000 }, (_, i) => `{"k":"key-${i}","n":"${i % 5 ? i : 'NA'}"}`);
    const { statuses, bad, end } = json.scanBytes(Buffer.from(`${lines.join('\n')}\n`));
    expect(new Set(statuses)).toEqual(new Set(['all-read', 'no-room']));
    expect([bad, end]).toEqual([[], lines.join('\n').length + 1]);
    expect([json.kernel.counts.records, json.kernel.counts.lines]).toEqual([5000, 5000]);
    expect(json.kernel.oddities['no-order'].count).toBe(1000);
  });
});

it('the latest lines are the same for any splits, workers, spills and parts', async () => {
  const random = new Random(17);
  const word = () => random.pick(['"a"', '"\\u0061"', '1', '1.0', '1e0', '"1"', 'true', 'null', '"é"', '{}', '[']);
  const line = () =>
    `${random.pick(['', ' '])}{"k":${word()},"v":"${'v'.repeat(random.int(0, 300))}","n":${random.int(-9, 9)},"u":{"id":${random.int(0, 300)}}}`;
  const files = Array.from({ length: 3 }, () => Buffer.from(Array.from({ length: 1500 }, line).join('\n')));
  const several = resolveSpec({ format: 'json', key: 'u.id,k', orderBy: 'n' });
  const whole = await keepLatestOf(files, { dialect: several });
  expect(whole.records.length).toBeGreaterThan(100_000);
  expect(whole.counts.rejected).toBeGreaterThan(500);
  for (const workers of [1, 2, 3]) {
    const splits = randomSplits(random, files);
    const answer = await keepLatestOf(files, {
      dialect: several,
      workers,
      splits,
      arenaBytes: 48 * 1024,
      parts: workers,
    });
    expect(answer.records.equals(whole.records)).toBe(true);
    expect(answer.spilledBytes).toBeGreaterThan(0);
    expect(answer.counts).toEqual(whole.counts);
  }
});
