/** Records with quotes that never close or close too late are bad in the same way, whatever pieces their bytes come in. */

import { formatOf } from '../../../job/format/formats';
import { feed } from '../../../job/input/feed';
import { ALL_HASHES, uncut } from '../../../job/kernel/hash-range';
import { Kernel } from '../../../job/kernel/kernel';
import { planLayout } from '../../../job/kernel/layout';
import { compileKernel, reserveMemory } from '../../../job/kernel/module';
import { NO_FILES_NEEDS, needsOf } from '../../../job/kernel/record-format';
import { PLAIN_READING } from '../../../job/options/spec';
import { Keeper } from '../../../job/runner/keeper';
import { MAX_LINE_BYTES } from '../../../job/shared/limits';
import { dribble } from '../../support/dribble';
import { specOf } from '../../support/in-process';

const SPEC = { columns: 3, delimiter: ',', keyColumns: [0], orderColumn: 2, orderIsText: false };
const format = formatOf({ ...specOf(SPEC), quote: '"', escape: '"', reading: { ...PLAIN_READING, comment: '#' } });
const layout = planLayout(32 * 1024 * 1024, 1, needsOf(format.kernel, { ...NO_FILES_NEEDS, headerBytes: 1024 }));
const kernel = new Kernel(compileKernel(), reserveMemory(layout), layout, 0, format.kernel);
const READING = { head: null, reading: { ...PLAIN_READING, comment: '#' } };
const L = MAX_LINE_BYTES;

/** Feeds extents between the borders, in pieces of `width`. */
async function feedAll(bytes: Buffer, borders: readonly number[], width: number) {
  const keeper = new Keeper(kernel, {
    format,
    temp: { path: '/nowhere', remedy: '' },
    cut: uncut,
    handsOn: false,
    breathe: () => {},
  });
  keeper.begin(0, ALL_HASHES);
  const bad: [number, string, number][] = [];
  const firsts: (number | null)[] = [];
  const ends: number[] = [];
  const before = kernel.counts;
  let overlong = 0;
  for (const [i, start] of borders.slice(0, -1).entries()) {
    const end = borders[i + 1] as number;
    const extent = { format, start, end, columns: 3, header: null, writer: 'user' as const, ...READING };
    const fed = await feed(kernel, dribble(bytes, width, Math.max(0, start - 1)), 'some.txt', extent, {
      onFirst: (offset) => firsts.push(offset),
      makeRoom: () => keeper.makeRoom(),
      onBad: ({ offset, reason, lineBytes }) => {
        bad.push([offset, reason, lineBytes]);
      },
      onBytes: () => {},
      breathe: () => {},
    });
    overlong += fed.overlong;
    ends.push(fed.end);
  }
  const pieces: Buffer[] = [];
  await keeper.drain((lines) => {
    pieces.push(Buffer.from(lines));
  });
  const { lines, comments } = kernel.counts;
  const counts = { lines: lines - before.lines + overlong, comments: comments - before.comments };
  return { answer: { bad, kept: Buffer.concat(pieces).toString('latin1'), ...counts }, firsts, ends };
}

const fill = (bytes: number, byte = 'x') => byte.repeat(bytes);

it.each<[string, string, [bytes: number, reason: string] | null, number]>([
  ['opens on a line of the greatest length', `"${fill(L - 1)}\nz"`, [L, 'open-quote'], 4],
  ['opens on a longer line', `"${fill(L)}\nz"`, [L + 1, 'length'], 4],
  ['opens on such a line that ends with a carriage return', `"${fill(L - 1)}\r\nz"`, [L, 'length'], 4],
  ['opens at the last byte that counts', `${fill(L - 2)},"\nz\n"`, [L, 'open-quote'], 5],
  ['opens behind the last byte that counts', `"\n"${fill(L - 4)},"\nz\n`, [L + 1, 'length'], 5],
  ['closes as the last byte that counts', `"\n${fill(L - 3)}",${fill(9)}`, [L + 10, 'length'], 3],
  ['is doubled there', `"\n${fill(L - 3)}""${fill(9)}`, [1, 'open-quote'], 4],
  ['closes behind it', `"\n${fill(L - 2)}",x`, [1, 'open-quote'], 4],
  ['closes, and another one opens behind it', `"\n"${fill(L)},"\n`, [L + 5, 'length'], 4],
  ['closes within the greatest length', `"\n${fill(L - 7)}",q,1`, null, 3],
  ['is in a comment', `#"${fill(L)}`, [L + 2, 'length'], 3],
  ['is in a comment of the greatest length', `#"${fill(L - 2)}`, null, 3],
  ['never closes', `"${fill(3000)}\n${'plain,x,3\n'.repeat(200_000)}`, [3001, 'open-quote'], 200_004],
])('a quote that %s', async (_, record, expected, lines) => {
  const bytes = Buffer.from(`a,b,1\n${record}\nc,d,2`, 'latin1');
  const whole = await feedAll(bytes, [0, bytes.length], 10 * L);
  expect(whole.answer.bad[0]).toEqual(expected === null ? undefined : [6, expected[1], expected[0]]);
  expect(whole.answer.kept).toContain('a,b,1\n');
  expect(whole.answer.kept).toContain('c,d,2\n');
  expect(whole.answer.lines).toBe(lines);
  expect(whole).toMatchObject({ firsts: [0], ends: [bytes.length] });
  for (const width of [300_001, L + 7]) {
    expect([width, (await feedAll(bytes, [0, bytes.length], width)).answer]).toEqual([width, whole.answer]);
  }
  // the record is the last one of the first extent, whose end lies within it
  for (const border of [7, 5000, L]) {
    const { answer, firsts, ends } = await feedAll(bytes, [0, border, bytes.length], 300_000);
    expect(ends[0]).toBeGreaterThanOrEqual(border);
    // a guess may be wrong, and then it is found out
    if (firsts[1] === ends[0] || (firsts[1] === null && ends[0] === bytes.length)) {
      expect([border, answer]).toEqual([border, whole.answer]);
    }
  }
});

it.each([
  ['a,b,1\n"x\n', 'a,b,1\n', 2],
  ['a,b,1\n"x\nc,d,2\n', 'a,b,1\nc,d,2\n', 3],
  ['a,b,1\n"x\n\n', 'a,b,1\n', 3],
  ['a,b,1\n"x', 'a,b,1\n', 2],
])('a file in which a quote stays open up to its end has as many lines as newlines: %j', async (text, kept, lines) => {
  const bytes = Buffer.from(text);
  // a whole file has no end that is known before
  const { answer } = await feedAll(bytes, [0, Number.POSITIVE_INFINITY], 1000);
  expect(answer).toMatchObject({ bad: [[6, 'open-quote', 2]], lines });
  expect(answer.kept.split('\n').sort()).toEqual(kept.split('\n').sort());
});

it('a file of tiny extents is fed as a whole, and each extent tells where its records are', async () => {
  const bytes = Buffer.from('a,"b\nc",1\n#"x\n"d",e,2\n\nf,"g\n\n",3\nh,i,4');
  const whole = await feedAll(bytes, [0, bytes.length], 1000);
  expect(whole.answer).toMatchObject({ bad: [], lines: 6, comments: 1 });
  const borders = Array.from({ length: bytes.length + 1 }, (_, i) => i);
  const { firsts, ends } = await feedAll(bytes, borders, 3);
  const starts = firsts.filter((first) => first !== null);
  expect(starts[0]).toBe(0);
  expect(ends.at(-1)).toBe(bytes.length);
  expect(starts).toEqual(expect.arrayContaining([10, 14, 22, 23, 33]));
});
