/** Text with escapes outside of quotes gives one answer wherever it is cut, and in as many workers. */

import { basename } from 'node:path';
import { PLAIN_READING } from '../../../job/options/spec';
import { MAX_LINE_BYTES } from '../../../job/shared/limits';
import { type EscapedCase, escapedAnswer, randomEscapedCase, recordsOfParts } from '../../support/escaped-records';
import { type InProcess, keepLatestOf } from '../../support/in-process';
import type { OracleSpec } from '../../support/oracle';
import { Random } from '../../support/random';
import { type Pieces, randomSplits } from '../../support/random-splits';

const SPEC: OracleSpec = { columns: 3, delimiter: '\t', keyColumns: [0], orderColumn: 2, orderIsText: false };
const BACKSLASH = { quote: null, escape: '\\', hasTrailingDelimiter: false };

async function answerOf(each: EscapedCase, how: InProcess) {
  const { spec, comment } = each;
  const dialect = { ...each.dialect, reading: { ...PLAIN_READING, comment } };
  const { records, rejects, counts, uncut } = await keepLatestOf(each.files, { spec, dialect, ...how });
  const found = rejects.map(({ file, offset, reason }) => ({ file: Number(basename(file).slice(3)), offset, reason }));
  const { blank, comments } = counts;
  return { answer: { kept: recordsOfParts(records, each), rejects: found, blank, comments }, uncut, records };
}

function byteByByte(bytes: Buffer): Pieces[] {
  return Array.from({ length: bytes.length }, (_, start) => [{ file: 0, start, end: start + 1 }]);
}

it('a small file is cut at every byte', async () => {
  const text =
    'a\\\tb\t1\t2\na\tx\t1\r\nq\\\n\\\nr\tx\\\\\t5\nbad\\\nline\nk\\\\\\\nl\tn\\\r\t6\n\n\\N\t\\\\N\t7\n' +
    'q\\\n\\\nr\ty\\\r\\\n\t9\nz\tw\\\\\\\\\t11\nlong\t\\\\\\\\\\\\\\\n\\\\\\\\\\\\\t3\nend\tx\t4\\\r\nlast\tx\\';
  const each = { spec: SPEC, dialect: BACKSLASH, comment: null, files: [Buffer.from(text, 'latin1')] };
  const [file] = each.files as [Buffer];
  const expected = escapedAnswer(each);
  expect(expected.rejects.map(({ reason }) => reason)).toEqual(['columns', 'order', 'open-escape']);
  expect((await answerOf(each, {})).answer).toEqual(expected);
  let broken = 0;
  for (let cut = 1; cut < file.length; cut++) {
    const splits = [[{ file: 0, start: 0, end: cut }], [{ file: 0, start: cut, end: file.length }]];
    const { answer, uncut } = await answerOf(each, { splits });
    expect([cut, answer]).toEqual([cut, expected]);
    broken += uncut.length;
  }
  for (const workers of [1, 2, 3]) {
    const { answer } = await answerOf(each, { splits: byteByByte(file), workers, parts: workers });
    expect(answer).toEqual(expected);
  }
  // the bytes near a cut tell where a record begins, unless it is next to an escaped newline or within a run of escapes
  expect(broken).toBeLessThan(file.length / 8);
});

describe('a record of about the greatest length', () => {
  const L = MAX_LINE_BYTES;
  const fill = (bytes: number) => 'x'.repeat(bytes);

  it.each<[title: string, record: string, reason: string | null]>([
    ['ends with a newline behind an escape, which is the last byte that counts', `${fill(L - 1)}\\`, 'open-escape'],
    ['goes on behind an escaped newline that is the last byte', `${fill(L - 2)}\\\nz`, 'length'],
    ['has an escaped newline behind the last byte', `${fill(L)}\\`, 'length'],
    ['consists of escaped newlines', '\\\n'.repeat(L / 2 + 1).slice(0, -1), 'length'],
    ['consists of escapes, an odd number', '\\'.repeat(L - 1), 'length'],
    ['consists of escapes, an even number', '\\'.repeat(L), 'columns'],
    ['has escaped newlines and is as long as possible', `${'\\\n'.repeat(L / 2 - 4)}\tabc\t12`.padStart(L, 'y'), null],
  ])('%s', async (_, record, reason) => {
    const after = 'k\tx\t5\n'.repeat(3);
    const bytes = Buffer.from(`a\tb\t1\n${record}\n${after}q\\\n\t\t7\n`, 'latin1');
    const each = { spec: SPEC, dialect: BACKSLASH, comment: null, files: [bytes] };
    const whole = (await answerOf(each, {})).answer;
    expect(whole.rejects).toEqual(reason === null ? [] : [{ file: 0, offset: 6, reason }]);
    expect(whole.kept).toEqual(expect.arrayContaining(['a\tb\t1', 'q\\\n\t\t7']));
    for (const cut of [L >> 1, L + 7]) {
      const splits = [[{ file: 0, start: 0, end: cut }], [{ file: 0, start: cut, end: bytes.length }]];
      expect([cut, (await answerOf(each, { splits })).answer]).toEqual([cut, whole]);
    }
  });
});

it('random files in random dialects are read as the oracle reads them, cut anywhere', async () => {
  let broken = 0;
  let kept = 0;
  let open = 0;
  for (let seed = 0; seed < 120; seed++) {
    const random = new Random(seed);
    const each = randomEscapedCase(random);
    const expected = escapedAnswer(each);
    const how = {
      splits: randomSplits(random, each.files),
      workers: random.int(1, 4),
      parts: random.int(1, 4),
      arenaBytes: random.pick([64, 8192]) * 1024,
    };
    const { answer, uncut } = await answerOf(each, how);
    expect([seed, answer]).toEqual([seed, expected]);
    broken += uncut.length;
    kept += expected.kept.length;
    open += expected.rejects.filter(({ reason }) => reason === 'open-escape').length;
  }
  expect(kept).toBeGreaterThan(700);
  expect(open).toBeGreaterThan(10);
  // comments and runs of escapes have to be mistaken now and then, or nothing shows that a wrong cut loses nothing
  expect(broken).toBeGreaterThan(0);
});

it('records that are spilled come back, and an output is read again as it was written', async () => {
  for (let seed = 1000; seed < 1004; seed++) {
    const random = new Random(seed);
    const first = randomEscapedCase(random, 3000);
    const how = { workers: random.int(1, 4), arenaBytes: 64 * 1024, splits: randomSplits(random, first.files) };
    const { answer, records } = await answerOf(first, { ...how, parts: 3 });
    expect([seed, answer]).toEqual([seed, escapedAnswer(first)]);
    const again = { ...first, files: [records, ...first.files] };
    const merged = await answerOf(again, { own: 'first', workers: how.workers, parts: 2 });
    expect([seed, merged.answer]).toEqual([seed, escapedAnswer(again, 1)]);
    expect([seed, merged.answer.kept]).toEqual([seed, answer.kept]);
  }
});
