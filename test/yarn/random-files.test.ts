/** Random files in random dialects have the same answer on YARN as on one machine, and as by Python's csv module. */

import { randomJsonCase } from '../support/json-records';
import { readSummary } from '../support/output';
import { onPython } from '../support/python';
import { type QuotedCase, quotedAnswers, randomQuotedCase, recordsIn } from '../support/quoted-records';
import { Random } from '../support/random';
import { type Cluster, onYarn } from '../support/yarn';
import { answerOfRun, smallTasks, startYarn } from '../support/yarn-job';
import { inFolder } from '../support/yarn-places';

const SEEDS = [1701, 1702, 1703, 1704, 1705, 1706];
const MOST_LINES = 600;
const PARTS = 4;

jest.setTimeout(600_000);

/** Runs on YARN with small splits, and requires the bytes and counts of `dedup run`. */
async function expectSameAsRun(cluster: Cluster, files: readonly Buffer[], options: readonly string[]) {
  const place = await inFolder(Object.fromEntries(files.map((bytes, i) => [`in/${i}`, bytes])));
  const all = [...options, '--bad-records', 'keep', '--allow-empty'];
  const tasks = [...smallTasks(3, 2), '--parts', String(PARTS), '--split-size', '4k'];
  const run = startYarn(cluster, [place.input, '--output', place.output, ...all, ...tasks]);
  expect(await run.ended).toMatchObject({ exitCode: 0, stdout: '' });
  const { inputs, ...answer } = await place.answer();
  const { inputs: expectedInputs, ...expected } = await answerOfRun([place.input, ...all], PARTS);
  expect(answer).toEqual(expected);
  // the cuts differ, and with them the files that were cut within quotes
  expect({ ...inputs, uncut: [] }).toEqual({ ...expectedInputs, uncut: [] });
  return { answer, yarn: readSummary(place.output).yarn };
}

const escaped = (text: string) =>
  [...text].map((byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');

function optionsOf({ spec, dialect }: QuotedCase): string[] {
  const name = (column: number) => `c${column}`;
  return [
    ...['--columns', Array.from({ length: spec.columns }, (_, i) => name(i)).join(',')],
    ...['--key', spec.keyColumns.map(name).join(',')],
    ...['--order-by', name(spec.orderColumn)],
    ...['--delimiter', escaped(spec.delimiter)],
    ...['--quote', escaped(dialect.quote as string)],
    ...['--escape', escaped(dialect.escape as string)],
  ];
}

onYarn('random files', (cluster) => {
  onPython('with quotes', () => {
    it.each(SEEDS)('have the answer of dedup run and of the csv module (seed %i)', async (seed) => {
      const each = randomQuotedCase(new Random(seed), MOST_LINES);
      const [expected] = quotedAnswers([each]);
      const files = each.files.map(({ text }) => Buffer.from(text, 'latin1'));
      const { answer, yarn } = await expectSameAsRun(cluster, files, optionsOf(each));
      const kept = recordsIn(Buffer.from(answer.parts.join(''), 'latin1'), each);
      const { columns, order } = answer.rejected.byReason;
      expect({ kept, rejected: { columns, order } }).toEqual(expected);
      expect(yarn?.reduces).toBeGreaterThan(1);
    });
  });

  it.each(SEEDS)('of JSON Lines have the answer of dedup run (seed %i)', async (seed) => {
    const { args, files } = randomJsonCase(new Random(seed), MOST_LINES);
    await expectSameAsRun(cluster, files, args);
  });
});
