/** Files with quoted fields give one answer wherever they are cut, also where a cut is taken for the start of a record. */

import { basename } from 'node:path';
import { PLAIN_READING } from '../../../job/options/spec';
import { type InProcess, keepLatestOf } from '../../support/in-process';
import type { OracleSpec } from '../../support/oracle';
import { randomQuotedCase } from '../../support/quoted-records';
import { Random } from '../../support/random';
import type { Pieces } from '../../support/random-splits';

const SPEC: OracleSpec = { columns: 3, delimiter: ',', keyColumns: [0], orderColumn: 2, orderIsText: false };
const CSV = { quote: '"', escape: '"' };

/** One segment a split, between these offsets of each file. */
function splitsAt(cuts: readonly (readonly number[])[]): Pieces[] {
  return cuts.flatMap((offsets, file) =>
    offsets.slice(1).map((end, i) => [{ file, start: offsets[i] as number, end }]),
  );
}

const everyByte = (bytes: Buffer) => Array.from({ length: bytes.length + 1 }, (_, i) => i);

/** The answer without what depends on the cuts. */
async function answerOf(files: readonly Buffer[], how: InProcess) {
  const { records, rejects, counts, uncut } = await keepLatestOf(files, how);
  const named = rejects.map((reject) => ({ ...reject, file: basename(reject.file) }));
  return { answer: { records: records.toString('latin1'), rejects: named, counts }, uncut };
}

it('a small file is cut at every byte', async () => {
  const file = Buffer.from(
    '\ufeff"a,1\n2","x ""y""",1\r\nb,"\n\n",2\nbad\n"c"x,y,3\n\n# "comment\nd,"3",4\ne,5,6\n,"\r\n",7\n"a,1\n2",later,8\nz,"open,9\ny,x,10',
  );
  const how = {
    spec: SPEC,
    dialect: { ...CSV, reading: { ...PLAIN_READING, comment: '#' } },
  };
  const { answer } = await answerOf([file], how);
  expect(new Set(answer.rejects.map(({ reason }) => reason))).toEqual(new Set(['columns', 'quote', 'open-quote']));
  let broken = 0;
  for (let cut = 1; cut < file.length; cut++) {
    const cutOnce = await answerOf([file], { ...how, splits: splitsAt([[0, cut, file.length]]) });
    expect([cut, cutOnce.answer]).toEqual([cut, answer]);
    broken += cutOnce.uncut.length;
  }
  const cutEverywhere = await answerOf([file], { ...how, splits: splitsAt([everyByte(file)]), workers: 2 });
  expect(cutEverywhere.answer).toEqual(answer);
  // most cuts of so small a file are found, and the others are found out
  expect(broken).toBeGreaterThan(0);
  expect(broken).toBeLessThan(file.length / 4);
});

it('random files in random dialects are cut anywhere', async () => {
  let broken = 0;
  let cuts = 0;
  for (let seed = 0; seed < 60; seed++) {
    const random = new Random(seed);
    const { spec, dialect, files } = randomQuotedCase(random);
    const bytes = files.map(({ text }) => Buffer.from(text, 'latin1'));
    const how = { spec, dialect };
    const { answer } = await answerOf(bytes, how);
    const offsets = bytes.map(({ length }) => [
      ...new Set([0, ...Array.from({ length: random.int(0, 6) }, () => random.int(0, length + 1)), length]),
    ]);
    const splits = splitsAt(offsets.map((each) => each.sort((a, b) => a - b)));
    const cut = await answerOf(bytes, {
      ...how,
      splits,
      workers: random.int(1, 4),
      parts: random.int(1, 4),
      arenaBytes: random.pick([64, 8192]) * 1024,
    });
    expect([seed, cut.answer]).toEqual([seed, answer]);
    broken += cut.uncut.length;
    cuts += splits.length - bytes.length;
  }
  expect(cuts).toBeGreaterThan(200);
  expect(broken).toBeGreaterThan(0);
});

describe('a quoted field of many lines that look like records', () => {
  const lines = (count: number, order: number) =>
    Array.from({ length: count }, (_, i) => `key${i % 50},value,${order + i}\n`).join('');
  const file = Buffer.from(`${lines(100, 0)}trap,"${lines(1000, 5000)}",7\n${lines(100, 200)}`);
  const cut = file.indexOf('key17,value,5517');

  it('is taken for records, which the chain of the segments finds out', async () => {
    const { answer } = await answerOf([file], { spec: SPEC, dialect: CSV });
    expect(answer.counts).toMatchObject({ lines: 201, kept: 51, rejected: 0 });
    for (const at of [cut, cut + 3, cut + 8]) {
      const cutThere = await answerOf([file], { spec: SPEC, dialect: CSV, splits: splitsAt([[0, at, file.length]]) });
      expect(cutThere.uncut).toEqual([0]);
      expect(cutThere.answer).toEqual(answer);
    }
  });

  it('is cut anywhere in a dialect without quotes', async () => {
    const splits = splitsAt([[0, cut, file.length]]);
    const { uncut } = await keepLatestOf([file], { spec: SPEC, splits });
    expect(uncut).toEqual([]);
  });

  it('leaves other files cut, with spills and rejects', async () => {
    const other = Buffer.from(lines(1000, 9000).replace('key3,', '"key3"x,'));
    const how = { spec: SPEC, dialect: CSV, workers: 3, parts: 3, arenaBytes: 64 * 1024 };
    const { answer } = await answerOf([other, file, other], how);
    const splits = splitsAt([
      [0, 500, other.length],
      [0, 30, cut, file.length],
      [0, 5000, other.length],
    ]);
    const cutThere = await answerOf([other, file, other], { ...how, splits });
    expect(cutThere.uncut).toEqual([1]);
    expect(cutThere.answer).toEqual(answer);
    expect(answer.rejects.map(({ reason }) => reason)).toEqual(['quote', 'quote']);
  });
});

it('a quote that never closes costs its line alone, wherever the file is cut', async () => {
  const rows = (from: number) => Array.from({ length: 20 }, (_, i) => `"k${i}","a,\nb",${from + i}\n`).join('');
  const file = Buffer.from(`${rows(0)}"open,x,1\n${'plain,y,2\n'.repeat(110_000)}${rows(50)}`);
  const how = { spec: SPEC, dialect: CSV };
  const { answer } = await answerOf([file], how);
  expect(answer.rejects).toEqual([expect.objectContaining({ reason: 'open-quote', line: '"open,x,1' })]);
  expect(answer.counts).toMatchObject({ kept: 21, lines: 110_041 });
  for (const cuts of [[100], [300], [400_000], [700, 900_000, 1_050_000], [file.length - 100]]) {
    const cut = await answerOf([file], { ...how, splits: splitsAt([[0, ...cuts, file.length]]) });
    expect([cuts, cut.answer]).toEqual([cuts, answer]);
  }
});
