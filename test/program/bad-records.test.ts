import { join } from 'node:path';
import type { Outcome } from '../support/command';
import { type Files, namesBelow, snapshot, temporaryFolder } from '../support/folder';
import { type Output, readOutput } from '../support/output';
import { dedupResident as dedup } from '../support/resident';

/** Ten lines: a blank one, six good ones of two keys, three bad ones. */
const FILES: Files = {
  'in/a': 'heat^ann^1^1\n\nheat^ann^2^2\nheat^ann\nheat^bob^1^1\n',
  'in/b': 'heat^bob^2^soon\nheat^bob^3^3\nheat^ann^3^3\nheat^ann^4^9223372036854775808\nheat^bob^2^2\n',
};

function run(home: string, ...args: string[]): Promise<Outcome> {
  return dedup(['run', 'in', '--output', 'out', ...args], { cwd: home });
}

async function outputOf(files: Files, ...args: string[]): Promise<Output & { readonly stderr: string }> {
  const home = temporaryFolder(files);
  const outcome = await run(home, '--quiet', ...args);
  expect(outcome).toMatchObject({ exitCode: 0, stdout: '' });
  expect(await dedup(['verify', 'out'], { cwd: home })).toMatchObject({ exitCode: 0 });
  return { ...readOutput(join(home, 'out')), stderr: outcome.stderr };
}

/** Good records of different keys: `count` lines of 22 bytes. */
function goodLines(count: number): string {
  return Array.from({ length: count }, (_, i) => `movie^${String(i).padStart(9, '0')}^1^123\n`).join('');
}

describe('--bad-records fail', () => {
  test('names the first bad record and changes no file', async () => {
    const home = temporaryFolder({ ...FILES, 'out/_notes': 'mine' });
    const before = snapshot(home);
    expect(await run(home)).toMatchObject({
      exitCode: 65,
      stdout: '',
      stderr:
        "dedup: bad record in 'in/a' at byte 27: 2 columns, expected 4 with '^' between them: 'heat^ann'; " +
        '--bad-records drop or keep goes on without it\n',
    });
    expect(snapshot(home)).toEqual(before);
  });

  test('leaves an earlier output as it was', async () => {
    const home = temporaryFolder({ 'in/a': 'heat^ann^1^1\n', 'worse/a': 'heat^ann^2^2\nheat\n' });
    expect(await run(home)).toMatchObject({ exitCode: 0 });
    const before = snapshot(home);
    expect(await dedup(['run', 'worse', '--output', 'out'], { cwd: home })).toMatchObject({ exitCode: 65 });
    expect(snapshot(home)).toEqual(before);
  });

  test.each([['1'], ['2'], ['4']])('names the first bad record by file and offset with %s threads', async (threads) => {
    // The later bad lines are at the start of their splits, where the threads that read those splits meet them sooner.
    const good = goodLines(150_000);
    const home = temporaryFolder({
      'in/a': good,
      'in/b': `${good}heat^ann^1^first\nheat^ann^1^second\n`,
      'in/c': `heat^ann^1^third\n${good}`,
      'in/d': `heat^ann^1^fourth\n${good}`,
    });
    const outcome = await run(home, '--threads', threads, '--memory', '64m');
    expect(outcome.exitCode).toBe(65);
    expect(outcome.stderr).toContain(
      `bad record in 'in/b' at byte ${good.length}: order column 'timestamp' is 'first'`,
    );
    expect(namesBelow(join(home, 'out'))).toEqual([]);
  });

  test('ends a run whose --delimiter is not the delimiter of the file', async () => {
    const home = temporaryFolder({ 'in/a': 'heat,ann,1,1\n' });
    const outcome = await run(home);
    expect(outcome).toMatchObject({ exitCode: 65 });
    expect(outcome.stderr).toContain("1 column, expected 4 with '^' between them: 'heat,ann,1,1'");
  });
});

describe('--bad-records drop', () => {
  test('counts the dropped records by reason and shows the first ones', async () => {
    const { records, rejects, summary } = await outputOf(FILES, '--bad-records', 'drop');
    expect(records).toBe('heat^bob^3^3\nheat^ann^3^3\n');
    expect(rejects).toEqual([]);
    expect(summary.counts).toEqual({
      lines: 10,
      blank: 1,
      headers: 0,
      comments: 0,
      skipped: 0,
      kept: 2,
      superseded: 4,
      deleted: 0,
      forgotten: 0,
      rejected: 3,
    });
    expect(summary.rejects).toEqual({
      byReason: {
        columns: 1,
        order: 1,
        'order-range': 1,
        length: 0,
        quote: 0,
        'open-quote': 0,
        'open-escape': 0,
        json: 0,
        key: 0,
      },
      examples: [
        {
          file: 'in/a',
          offset: 27,
          reason: 'columns',
          detail: "2 columns, expected 4 with '^' between them",
          line: 'heat^ann',
        },
        {
          file: 'in/b',
          offset: 0,
          reason: 'order',
          detail: "order column 'timestamp' is 'soon', expected an integer",
          line: 'heat^bob^2^soon',
        },
        {
          file: 'in/b',
          offset: 42,
          reason: 'order-range',
          detail: "order column 'timestamp' is '9223372036854775808', beyond 64 bits; the type 'decimal' takes it",
          line: 'heat^ann^4^9223372036854775808',
        },
      ],
    });
  });

  test('prints the number, the places and the reasons of the dropped records', async () => {
    const home = temporaryFolder(FILES);
    const { stdout } = await run(home, '--bad-records', 'drop');
    expect(stdout).toContain('3 rejected');
    expect(stdout).toContain("rejected 'in/a' at byte 27: 2 columns");
    expect(stdout).toContain(
      "\n  rejected 1 not of 4 columns, 1 without an integer in 'timestamp', " +
        "1 with an integer beyond 64 bits in 'timestamp'\n",
    );
  });

  test('prints the number of dropped records for each reason, the commonest first, and no reason with zero records', async () => {
    const long = `heat^ann^${'x'.repeat(1024 * 1024)}^1\n`;
    const home = temporaryFolder({ 'in/a': `heat^ann^1^1\n${long}heat^ann^1^soon\nheat^bob^1^later\n` });
    const { stdout } = await run(home, '--bad-records', 'drop');
    expect(stdout).toContain("\n  rejected 2 without an integer in 'timestamp', 1 longer than 1 MiB\n");
    await dedup(['run', 'out/part-00000-*', '--output', 'clean'], { cwd: home }).then(({ stdout: clean }) =>
      expect(clean).not.toMatch(/^ {2}rejected/m),
    );
  });

  test('escapes control characters in a file name, which keeps each dropped record on one line', async () => {
    const home = temporaryFolder({ 'in/a\u001b[31m\nb': 'heat^ann^1^1\nheat^ann\n' });
    const { stdout } = await run(home, '--bad-records', 'drop', '--parts', '1');
    expect(stdout).toContain(
      "\n  rejected 'in/a\\x1b[31m\\x0ab' at byte 13: 2 columns, expected 4 with '^' between them\n",
    );
    expect(stdout).toContain('\n  output   out: 1 part, 13 B\n');
  });

  test('publishes no output when every record was dropped, unless --allow-empty is given', async () => {
    const home = temporaryFolder({ 'in/a': 'heat,ann,1,1\nheat,bob,1,1\n' });
    const outcome = await run(home, '--bad-records', 'drop');
    expect(outcome.exitCode).toBe(65);
    expect(outcome.stderr).toContain(
      "no record was kept of 2 lines (2 rejected, 0 blank, 0 headers); the first bad one is in 'in/a'",
    );
    expect(namesBelow(join(home, 'out'))).toEqual([]);
    expect(await run(home, '--bad-records', 'drop', '--allow-empty')).toMatchObject({ exitCode: 0 });
    expect(readOutput(join(home, 'out')).records).toBe('');
  });

  test('keeps a field that begins with a quote as data and warns once', async () => {
    const { records, stderr } = await outputOf({ 'in/a': '"he^"at"^2^1\n"he^"at"^1^2\n' });
    expect(records).toBe('"he^"at"^1^2\n');
    expect(stderr).toMatch(/^dedup: warning: some fields begin with a double quote.*\n$/);
  });
});

describe('--bad-records keep', () => {
  test('writes each bad record with its file, offset and reason, sorted by file and offset', async () => {
    const { records, rejects, summary } = await outputOf(FILES, '--bad-records', 'keep');
    expect(records).toBe('heat^bob^3^3\nheat^ann^3^3\n');
    expect(rejects).toEqual([
      { file: 'in/a', offset: 27, reason: 'columns', line: 'heat^ann' },
      { file: 'in/b', offset: 0, reason: 'order', line: 'heat^bob^2^soon' },
      { file: 'in/b', offset: 42, reason: 'order-range', line: 'heat^ann^4^9223372036854775808' },
    ]);
    expect(summary.output.rejected.reduce((sum, part) => sum + part.lines, 0)).toBe(3);
    expect(summary.output.rejected.every((part) => /^_rejected\/part-\d{5}-.*\.jsonl$/.test(part.name))).toBe(true);
  });

  test('writes bad records of any bytes, in base64 where they are not UTF-8', async () => {
    const { rejects } = await outputOf(
      { 'in/a': 'heat^\xe9\nheat^\xc3\xa9\r\n"\\\x00\t\x7f\nheat^ann^1^1\nlast' },
      ...['--bad-records', 'keep'],
    );
    expect(rejects).toEqual([
      { file: 'in/a', offset: 0, reason: 'columns', lineBase64: Buffer.from('heat^\xe9', 'latin1').toString('base64') },
      { file: 'in/a', offset: 7, reason: 'columns', line: 'heat^é' },
      { file: 'in/a', offset: 16, reason: 'columns', line: '"\\\x00\t\x7f' },
      { file: 'in/a', offset: 35, reason: 'columns', line: 'last' },
    ]);
  });

  test('writes the same rejects in the same order with any number of threads', async () => {
    const lines = Array.from({ length: 60_000 }, (_, i) =>
      i % 50 === 7 ? `bad line ${i}\n` : `heat^${i}^1^${'0'.repeat(60)}\n`,
    );
    const files = { 'in/b': lines.join(''), 'in/a': lines.slice(0, 900).join(''), 'in/c': 'bad\nbad too\n' };
    const [one, four] = await Promise.all(
      ['1', '4'].map((threads) => outputOf(files, '--bad-records', 'keep', '--threads', threads, '--memory', '64m')),
    );
    const expected = Object.keys(files)
      .sort()
      .flatMap((file) => badLinesOf(file, files[file as keyof typeof files]));
    expect(expected).toHaveLength(1200 + 18 + 2);
    expect(one?.rejects).toEqual(expected);
    expect(four?.rejects).toEqual(expected);
    expect(four?.summary.output.rejected.length).toBeGreaterThan(1);
    expect(four?.summary.rejects).toEqual(one?.summary.rejects);
  });

  test('numbers the reject files from 0 without a gap, in the order of the input', async () => {
    const good = goodLines(60_000);
    const bad = (name: string) => `${good}bad ${name}\n${good}`;
    const { rejects, summary } = await outputOf(
      { 'in/a': good, 'in/b': bad('b'), 'in/c': good, 'in/d': bad('d'), 'in/e': good },
      ...['--bad-records', 'keep', '--threads', '3', '--memory', '64m'],
    );
    expect(rejects.map(({ line }) => line)).toEqual(['bad b', 'bad d']);
    expect(summary.output.rejected.map(({ name }) => name)).toEqual([
      `_rejected/part-00000-${summary.run}.jsonl`,
      `_rejected/part-00001-${summary.run}.jsonl`,
    ]);
  });

  test('replaces the rejects of the previous run', async () => {
    const home = temporaryFolder({ ...FILES, 'better/a': 'heat^ann^1^1\n' });
    await run(home, '--bad-records', 'keep');
    expect(readOutput(join(home, 'out')).rejects).toHaveLength(3);
    await dedup(['run', 'better', '--output', 'out', '--bad-records', 'keep'], { cwd: home });
    expect(namesBelow(join(home, 'out')).filter((name) => name.startsWith('_rejected'))).toEqual([]);
  });
});

describe('--max-bad-records', () => {
  test.each([
    ['drop', '3', 0],
    ['drop', '2', 65],
    ['keep', '0', 65],
    ['keep', '1000', 0],
    // 3 of 9 records are bad: the blank line does not count as a record
    ['drop', '33.4%', 0],
    ['drop', '33.3%', 65],
    ['keep', '100%', 0],
    ['keep', '0%', 65],
  ])('with --bad-records %s, the limit %s leads to exit code %i', async (mode, limit, exitCode) => {
    const home = temporaryFolder(FILES);
    const outcome = await run(home, '--bad-records', mode, '--max-bad-records', limit);
    expect(outcome.exitCode).toBe(exitCode);
    if (exitCode === 0) return;
    expect(outcome.stderr).toContain(
      `3 of 9 records are bad, --max-bad-records allows ${limit}; the first is in 'in/a' at byte 27: 2 columns`,
    );
    expect(namesBelow(join(home, 'out'))).toEqual([]);
  });
});

function badLinesOf(file: string, text: string) {
  let offset = 0;
  return text.split('\n').flatMap((line) => {
    const start = offset;
    offset += line.length + 1;
    return line.startsWith('bad') ? [{ file, offset: start, reason: 'columns', line }] : [];
  });
}
