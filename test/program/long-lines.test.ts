import { join } from 'node:path';
import { type Files, temporaryFolder } from '../support/folder';
import { type Output, readOutput } from '../support/output';
import { dedupResident as dedup } from '../support/resident';

const MiB = 1024 * 1024;

async function outputOf(files: Files, ...args: string[]): Promise<Output> {
  const home = temporaryFolder(files);
  const outcome = await dedup(['run', 'in', '--output', 'out', '--quiet', ...args], { cwd: home });
  expect(outcome).toMatchObject({ exitCode: 0, stdout: '' });
  expect(await dedup(['verify', 'out'], { cwd: home })).toMatchObject({ exitCode: 0 });
  return readOutput(join(home, 'out'));
}

const longest = `heat^ann^${'x'.repeat(MiB - 11)}^2`;

test('a line of exactly the longest allowed length is good, and a line of one byte more is bad', async () => {
  expect(longest).toHaveLength(MiB);
  const fine = await outputOf({ 'in/a': `heat^ann^1^1\n${longest}\r\nheat^bob^1^1\n` });
  expect(fine.records).toBe(`heat^bob^1^1\n${longest}\n`);
  const home = temporaryFolder({ 'in/a': `heat^ann^1^1\n${longest}5\n` });
  const outcome = await dedup(['run', 'in', '--output', 'out'], { cwd: home });
  expect(outcome.exitCode).toBe(65);
  expect(outcome.stderr).toContain(
    "bad record in 'in/a' at byte 13: 1048577 bytes in a line, expected at most 1048576",
  );
  expect(outcome.stderr.length).toBeLessThan(500);
});

test.each([
  ['a little longer', MiB + 100],
  ['longer than what is read at once', 1_360_000],
  ['endless', 5 * MiB],
])(
  'the reject of a line that is too long has the start of that line, wherever the line lies: %s',
  async (_, length) => {
    const long = 'x'.repeat(length);
    const starts = [0, 300_000, 900_000];
    const files = Object.fromEntries(
      starts.map((start, i) => [`in/${i}`, `${'\n'.repeat(start)}${long}\r\nheat^ann^1^1\n${long}`]),
    );
    const { rejects, records, summary } = await outputOf(files, '--bad-records', 'keep');
    const expected = { reason: 'length', line: 'x'.repeat(64 * 1024), lineBytes: length };
    expect(rejects).toEqual(
      starts.flatMap((start, i) => [
        { file: `in/${i}`, offset: start, ...expected },
        { file: `in/${i}`, offset: start + length + 2 + 13, ...expected },
      ]),
    );
    expect(records).toBe('heat^ann^1^1\n');
    expect(summary.counts).toMatchObject({ kept: 1, superseded: 2, rejected: 6, blank: 1_200_000 });
  },
);

test('the start of a line that is too long is not cut in the middle of a character', async () => {
  const { rejects } = await outputOf(
    { 'in/a': Buffer.from(`xx${'☃'.repeat(MiB / 2)}`), 'in/b': Buffer.alloc(MiB + 1, 0xff), 'in/c': 'heat^ann^1^1' },
    ...['--bad-records', 'keep'],
  );
  expect(rejects).toMatchObject([
    { file: 'in/a', line: `xx${'☃'.repeat(21_844)}`, lineBytes: 2 + (3 * MiB) / 2 },
    { file: 'in/b', lineBase64: Buffer.alloc(64 * 1024, 0xff).toString('base64'), lineBytes: MiB + 1 },
  ]);
});

test('a file without any newline is a single line', async () => {
  const one = await outputOf({ 'in/a': longest });
  expect(one.records).toBe(`${longest}\n`);
  const { rejects } = await outputOf(
    { 'in/a': 'x'.repeat(3 * MiB), 'in/b': 'heat^ann^1^1' },
    ...['--bad-records', 'keep', '--threads', '2'],
  );
  expect(rejects).toMatchObject([{ file: 'in/a', offset: 0, reason: 'length', lineBytes: 3 * MiB }]);
});

test('records of the greatest length are kept even when they do not fit the memory', async () => {
  const line = (i: number) =>
    `movie ${i % 20}^ann^${String(i)
      .repeat(MiB)
      .slice(0, MiB - 40)}^${i}\n`;
  const lines = Array.from({ length: 40 }, (_, i) => line(i));
  const { records, summary } = await outputOf(
    { 'in/a': lines.join('') },
    ...['--threads', '1', '--memory', '16m', '--parts', '3'],
  );
  expect(summary.spilledBytes).toBeGreaterThan(0);
  expect(records.split('\n').sort()).toEqual(['', ...lines.slice(20).map((each) => each.trimEnd())].sort());
});
