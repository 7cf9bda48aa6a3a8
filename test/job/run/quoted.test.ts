import { keepLatestOf } from '../../support/in-process';
import { onPython } from '../../support/python';
import { quotedAnswers, randomQuotedCase, recordsIn } from '../../support/quoted-records';
import { Random } from '../../support/random';
import { randomSplits } from '../../support/random-splits';

const CASES = 300;
const SEED = 17;

onPython('the answer for files with quotes', () => {
  it(`is that of Python's csv module, for ${CASES} random inputs, seed ${SEED}`, async () => {
    const cases = Array.from({ length: CASES }, (_, i) => randomQuotedCase(new Random(SEED + i)));
    const answers = quotedAnswers(cases);
    let broken = 0;
    for (const [i, each] of cases.entries()) {
      const random = new Random(SEED + i);
      const { spec, dialect, files } = each;
      const bytes = files.map(({ text }) => Buffer.from(text, 'latin1'));
      const workers = random.int(1, 4);
      const arenaBytes = random.pick([64, 8192]) * 1024;
      const splits = randomSplits(random, bytes);
      const answer = await keepLatestOf(bytes, { spec, dialect, workers, parts: random.int(1, 4), arenaBytes, splits });
      broken += answer.uncut.length;
      const rejected = { columns: 0, order: 0 };
      for (const { reason } of answer.rejects) rejected[reason as keyof typeof rejected]++;
      expect({ case: i, kept: recordsIn(answer.records, each), rejected }).toEqual({ case: i, ...answers[i] });
    }
    // some cuts have to be wrong, or this test would not show that a wrong cut loses nothing
    expect(broken).toBeGreaterThan(0);
  });
});
