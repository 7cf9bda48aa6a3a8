import { PLAIN_READING } from '../../../job/options/spec';
import { keepLatestOf } from '../../support/in-process';
import type { OracleSpec } from '../../support/oracle';
import { Random } from '../../support/random';

const SPEC: OracleSpec = { columns: 3, delimiter: ',', keyColumns: [0, 1], orderColumn: 2, orderIsText: false };
const CSV = { quote: '"', escape: '"' } as const;
/** Fields as they are written. A colon is in none of them. */
const USUAL = [
  'a',
  'heat',
  '',
  '""',
  '"heat"',
  '"a"',
  '"a""b"',
  '""""',
  '"a,b"',
  '"a\nb"',
  '"\r\n"',
  `"${'x'.repeat(70)}"`,
];
const UNUSUAL = ['a"b', '"a"b', '"a" ', ' "a"', '"a"\r', '"a"b"c', '"', '"a""', 'a\r', '"a', '5" nail', '"""'];

/** Lines whose order values are all different, so that of each key one record is later than the others. */
function randomText(random: Random, unusualShare: number): string {
  const field = () => random.pick(random.chance(unusualShare) ? UNUSUAL : USUAL);
  const line = (order: number) => {
    const value = random.chance(0.3) ? `"${order}"` : String(order);
    const fields = [field(), field(), value, field()].slice(0, random.chance(0.02) ? 4 : 3);
    return random.chance(0.02) ? '' : fields.join(',');
  };
  const ends = ['\n', '\n', '\r\n'];
  return Array.from({ length: 400 }, (_, i) => `${line(i)}${random.pick(ends)}`).join('');
}

async function answerOf(text: string, delimiter: string) {
  const bytes = Buffer.from(text.replaceAll(',', delimiter), 'latin1');
  const answer = await keepLatestOf([bytes], { spec: { ...SPEC, delimiter }, dialect: CSV });
  const plain = (line: string) => line.replaceAll(delimiter, ',');
  const { lines, blank, kept, superseded } = answer.counts;
  return {
    counts: { lines, blank, kept, superseded },
    records: plain(answer.records.toString('latin1')).split('\n').sort(),
    rejects: answer.rejects.map(({ reason, line = '' }) => [reason, plain(line)]),
  };
}

/** Delimiters of two bytes are read by states throughout. */
describe.each([0, 0.01, 0.2])('bits and states read the same where the share of unusual fields is %d', (share) => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('seed %i', async (seed) => {
    const text = randomText(new Random(seed), share);
    const answer = await answerOf(text, ',');
    expect(answer).toEqual(await answerOf(text, '::'));
    expect(answer.counts.kept).toBeGreaterThan(share > 0.1 ? 5 : 50);
    expect(answer.rejects.length > 20).toBe(share > 0.1);
  });
});

it('reads a quote, a newline and a return at each place of a vector', async () => {
  for (let shift = 0; shift < 70; shift++) {
    const first = `${'s'.repeat(shift)},b,1`;
    const odd = ['"a,b","c\nd","2"', '"e""f",g,3', ',"",4', '"h","i","5"'];
    for (const end of ['\n', '\r\n']) {
      const text = [first, ...odd].map((line) => `${line}${end}`).join('');
      const { records, rejects } = await keepLatestOf([Buffer.from(text)], { spec: SPEC, dialect: CSV });
      expect(rejects).toEqual([]);
      expect(records.toString().split('\n').sort()).toEqual([first, ...odd, ''].join('\n').split('\n').sort());
    }
  }
});

it('goes on behind a comment, a byte order mark and a line that is too long', async () => {
  const long = `"${'x'.repeat(2 ** 20)}"`;
  const lines = ['"a","b",1', '#"not closed', '"a","b",2', '\u{feff}"c","d",3', `${long},b,4`, '"e","f",5'];
  const { records, rejects, counts } = await keepLatestOf([Buffer.from(`${lines.join('\n')}\n`)], {
    spec: SPEC,
    dialect: { ...CSV, reading: { ...PLAIN_READING, comment: '#' } },
  });
  expect(records.toString().split('\n').sort()).toEqual(['', '"a","b",2', '"e","f",5', '\u{feff}"c","d",3']);
  expect([counts.comments, rejects.map(({ reason }) => reason)]).toEqual([1, ['length']]);
});
