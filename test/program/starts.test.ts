/** The starts of files and their encoding: lines to skip, comments, UTF-16, and carriage returns that end lines. */

import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Files, temporaryFolder } from '../support/folder';
import { readOutput } from '../support/output';
import { Random } from '../support/random';
import { dedupResident as dedup } from '../support/resident';
import { problemsOf } from '../support/verified';

const WAYS = [
  ['--threads', '1'],
  ['--threads', '2', '--parts', '3'],
  ['--threads', '7', '--memory', '112m'],
];
const HEADER = 'movie^user^rating^timestamp\n';

async function run(files: Files, ...options: readonly string[]) {
  // a text would be written in Latin-1
  const inUtf8 = Object.entries(files).map(([name, content]) => [name, Buffer.from(content as string)]);
  const home = temporaryFolder(Object.fromEntries(inUtf8));
  const outcome = await dedup(['run', 'in', '--output', 'out', '--quiet', ...options], { cwd: home });
  return { home, outcome };
}

async function read(files: Files, ...options: readonly string[]) {
  const { home, outcome } = await run(files, ...options);
  expect({ exitCode: outcome.exitCode, stderr: outcome.stderr.replace(/^dedup: warning: .*\n/gm, '') }).toEqual({
    exitCode: 0,
    stderr: '',
  });
  expect(await problemsOf(join(home, 'out'))).toEqual([]);
  return { stderr: outcome.stderr, ...readOutput(join(home, 'out')) };
}

function recordsOf(count: number, seed: number): string {
  const random = new Random(seed);
  return Array.from({ length: count }, () => {
    const movie = random.pick(['heat', 'größe', '映画', '🎬']);
    return `${movie}^${random.int(0, count)}^${'x'.repeat(random.int(0, 9))}^${random.int(0, 1000)}\n`;
  }).join('');
}

const LARGE = recordsOf(100_000, 1);
const SMALL = recordsOf(10, 2);

test('lines are skipped at the start of each file, also where they reach behind the first cuts', async () => {
  const plain = await read({ 'in/a': HEADER + LARGE, 'in/b': HEADER + SMALL }, '--header');
  // the lines to skip would be records
  const before = `${recordsOf(40_000, 3)}\n${'y'.repeat(2_000_000)}\r\n`;
  for (const way of WAYS) {
    const files = {
      'in/a': `\ufeff${before}${HEADER}${LARGE}`,
      'in/b': `${before}${HEADER}${SMALL}`,
      'in/c.gz': gzipSync(`${before}${HEADER}`),
      'in/d': 'only\none',
    };
    const { records, summary, headers } = await read(files, '--header', '--skip-lines', '40002', ...way);
    expect(records === plain.records).toBe(true);
    expect(new Set(headers)).toEqual(new Set([HEADER.trimEnd()]));
    expect(summary.counts).toMatchObject({ lines: 100_010 + 3 + 3 * 40_002 + 2, skipped: 3 * 40_002 + 2, headers: 3 });
  }
});

test('comments may stand before a header and anywhere else', async () => {
  const { summary, headers } = await read(
    { 'in/a': `one\n#1\n#2\n${HEADER}#3\nheat^ann^1^1\n#4`, 'in/b': `#1\n${HEADER}` },
    '--header',
    '--skip-lines',
    '1',
    '--comment',
    '#',
  );
  expect(summary.counts).toEqual({
    lines: 9,
    blank: 0,
    headers: 2,
    comments: 4,
    skipped: 2,
    kept: 1,
    superseded: 0,
    deleted: 0,
    forgotten: 0,
    rejected: 0,
  });
  expect(headers[0]).toBe(HEADER.trimEnd());
});

test('lines may end with a carriage return alone', async () => {
  const plain = await read({ 'in/a': HEADER + LARGE, 'in/b': HEADER + SMALL }, '--header');
  const returns = (text: string) => text.replaceAll('\n', '\r');
  const files = {
    'in/a': returns(HEADER + LARGE),
    'in/b.gz': gzipSync(returns(HEADER + SMALL)),
    'in/c': Buffer.from(returns(`\ufeff${HEADER}${SMALL}`), 'utf16le'),
  };
  for (const way of WAYS) {
    const { records } = await read(files, '--header', '--line-end', 'cr', ...way);
    expect(records === plain.records).toBe(true);
  }
  const { outcome } = await run(files, '--header', '--merge', '--line-end', 'cr');
  expect(outcome).toMatchObject({ exitCode: 0 });
});

describe('text in UTF-16', () => {
  const little = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
  const big = (text: string) => little(text).swap16();

  test('is read as UTF-8, large or small, packed or not, with one warning', async () => {
    const plain = await read({ 'in/a': LARGE, 'in/b': SMALL });
    const files = {
      'in/a': little(LARGE),
      'in/b': big(SMALL),
      'in/c.gz': gzipSync(big(LARGE)),
      'in/d': LARGE,
      'in/e': big(''),
    };
    for (const way of WAYS) {
      const { records, summary, stderr } = await read(files, ...way);
      expect(records === plain.records).toBe(true);
      expect(summary.inputs.utf16Files).toBe(4);
      expect(stderr).toBe('dedup: warning: 4 files in UTF-16 were read as UTF-8, which the output is\n');
    }
  });

  test('has its bad records at their place in UTF-8', async () => {
    const files = { 'in/a': little(`größe^ann^1^1\nbad\n${LARGE}`) };
    const { rejects } = await read(files, '--bad-records', 'keep', '--threads', '2');
    expect(rejects).toMatchObject([{ file: 'in/a', offset: 3 + 16, reason: 'columns', line: 'bad' }]);
    const { outcome } = await run({ 'in/a': big('a,b,1,2\nc,d,3,4\n') });
    expect(outcome).toMatchObject({ exitCode: 65, stderr: expect.stringContaining("give --delimiter ','") });
  });

  test('that is damaged ends the run, with the place', async () => {
    const bytes = little(`${LARGE}heat^\ud83d^1^1\n`);
    const offset = 2 + 2 * (LARGE.length + 5);
    for (const files of [{ 'in/a': bytes }, { 'in/a.gz': gzipSync(bytes) }]) {
      const { outcome } = await run(files, '--bad-records', 'drop');
      const [name] = Object.keys(files);
      expect(outcome).toMatchObject({
        exitCode: 65,
        stderr:
          `dedup: '${name}' is text in UTF-16LE and has half of a character, U+D83D alone, at byte ${offset}; ` +
          'it is damaged: write it anew, or take it out\n',
      });
    }
  });
});
