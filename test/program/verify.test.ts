import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Summary } from '../../job/summary/summary';
import { folderOfFile, snapshot, temporaryFolder, writeFiles } from '../support/folder';
import { readSummary, visibleNames } from '../support/output';
import { dedupResident as dedup } from '../support/resident';
import { sampleSummary } from '../support/sample-summary';

const LINES = Array.from({ length: 40 }, (_, i) => `movie ${i}^user^${i % 5}^${i}\n`);

/** An output of three parts that a test may damage. */
interface Damaged {
  readonly folder: string;
  readonly names: readonly string[];
  linesOf(part: number): string[];
  /** Replaces the lines of a part, and adapts its checksum, size and number of lines in the summary. */
  rewrite(part: number, lines: readonly string[]): void;
  changeSummary(change: (summary: Summary) => unknown): void;
}

/** Outputs by the arguments of their runs. */
const outputs = new Map<string, string>();

/** The output is made once, and then copied. */
async function outputOf(...args: string[]): Promise<Damaged> {
  const name = args.join(' ');
  let made = outputs.get(name);
  if (made === undefined) {
    made = join(folderOfFile(), 'out');
    const input = temporaryFolder({ a: LINES.join('') });
    const outcome = await dedup(['run', input, '--output', made, '--parts', '3', ...args]);
    expect(outcome).toMatchObject({ exitCode: 0 });
    outputs.set(name, made);
  }
  const folder = join(temporaryFolder(), 'out');
  cpSync(made, folder, { recursive: true, preserveTimestamps: true });
  const names = visibleNames(folder);
  const changeSummary: Damaged['changeSummary'] = (change) => {
    const summary = readSummary(folder);
    writeFiles(folder, { '_dedup/summary.json': JSON.stringify(change(summary)) });
  };
  return {
    folder,
    names,
    linesOf: (part) => readFileSync(join(folder, names[part] as string), 'latin1').split(/(?<=\n)/),
    rewrite(part, lines) {
      const bytes = Buffer.from(lines.join(''), 'latin1');
      writeFileSync(join(folder, names[part] as string), bytes);
      changeSummary((summary) => {
        const changed = {
          ...summary.output.parts[part],
          bytes: bytes.length,
          lines: lines.length,
          crc32: crc32(bytes),
        };
        const parts = summary.output.parts.map((each, i) => (i === part ? changed : each));
        const kept = parts.reduce((sum, each) => sum + (each.lines as number), 0);
        const counts = { ...summary.counts, kept, lines: kept };
        return { ...summary, counts, output: { ...summary.output, parts } };
      });
    },
    changeSummary,
  };
}

interface Found {
  readonly file: string;
  readonly offset: number | null;
  readonly problem: string;
}

/** Returns the problems that verify finds. Requires that it prints the same ones in words and changes no file. */
async function verify({ folder }: Damaged): Promise<Found[]> {
  const before = snapshot(folder);
  const outcome = await dedup(['verify', folder, '--json']);
  const found = JSON.parse(outcome.stdout);
  expect(found).toMatchObject({ output: folder, run: expect.stringMatching(/^\d{8}t\d{6}z-/) });
  const words = await dedup(['verify', folder]);
  if (found.problems.length === 0) {
    expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
    expect(words).toMatchObject({ exitCode: 0, stderr: '', stdout: expect.stringMatching(/ all right\n$/) });
  } else {
    const count = found.problems.length === 1 ? '1 problem' : `${found.problems.length} problems`;
    const stderr = `dedup: '${folder}' has ${count}\n`;
    expect(outcome).toMatchObject({ exitCode: 65, stderr });
    const said = found.problems.map(
      ({ file, offset, problem }: Found) => `${file}${offset === null ? '' : ` at byte ${offset}`}: ${problem}\n`,
    );
    expect(words).toMatchObject({ exitCode: 65, stderr, stdout: said.join('') });
  }
  expect(snapshot(folder)).toEqual(before);
  return found.problems;
}

const text = (matching: RegExp) => expect.stringMatching(matching);

test.each([[[]], [['--compress', 'gzip']], [['--order-by', 'timestamp:text', '--key', 'timestamp,movie']]])(
  'a good output has no problems: %j',
  async (args) => {
    const output = await outputOf(...args);
    expect(await verify(output)).toEqual([]);
    expect((await dedup(['verify', output.folder])).stdout).toBe(
      `${output.folder}: 40 records in 3 parts, all right\n`,
    );
  },
);

test('verify finds a changed byte by the checksum', async () => {
  const output = await outputOf();
  const [name] = output.names as [string];
  const bytes = readFileSync(join(output.folder, name));
  const rating = bytes.indexOf('^user^') + 6;
  bytes[rating] = (bytes[rating] as number) ^ 1;
  writeFileSync(join(output.folder, name), bytes);
  expect(await verify(output)).toEqual([
    { file: name, offset: null, problem: text(/^has checksum \d+, the summary says \d+$/) },
  ]);
});

test('verify finds lines that are out of order', async () => {
  const output = await outputOf();
  const [first, second, third, ...rest] = output.linesOf(1) as [string, string, string];
  output.rewrite(1, [first, third, second, ...rest]);
  const problem = 'the record is out of order: its key belongs before the one before it';
  expect(await verify(output)).toEqual([{ file: output.names[1], offset: first.length + third.length, problem }]);
});

test('verify finds a key that occurs twice', async () => {
  const output = await outputOf();
  const [first, ...rest] = output.linesOf(1) as [string];
  output.rewrite(1, [first, first.replace('\n', '5\n'), ...rest]);
  const problem = 'the record has the same key as the one before it';
  expect(await verify(output)).toEqual([{ file: output.names[1], offset: first.length, problem }]);
});

test('verify finds a record in the wrong part', async () => {
  const output = await outputOf();
  const stray = output.linesOf(2).at(-1) as string;
  const lines = output.linesOf(1);
  output.rewrite(2, output.linesOf(2).slice(0, -1));
  output.rewrite(1, [...lines, stray]);
  const problem = 'the record belongs to another part';
  expect(await verify(output)).toEqual([{ file: output.names[1], offset: lines.join('').length, problem }]);
});

test.each([
  ['with too few columns', 'movie^user\n', /^2 columns, expected 4/],
  ['with no integer to order by', 'movie^user^1^\n', /^order column 'timestamp' is '', expected an integer$/],
])('verify finds a line %s', async (_, line, problem) => {
  const output = await outputOf();
  const lines = output.linesOf(0);
  output.rewrite(0, [...lines, line]);
  expect(await verify(output)).toEqual([
    { file: output.names[0], offset: lines.join('').length, problem: text(problem) },
  ]);
});

test('verify shows the first of many bad lines and counts the others', async () => {
  const output = await outputOf();
  const lines = output.linesOf(0);
  output.rewrite(0, [...lines, ...Array(25).fill('bad\n')]);
  const found = await verify(output);
  expect(found).toHaveLength(11);
  expect(found.at(-1)).toEqual({ file: output.names[0], offset: null, problem: 'has 15 more bad lines' });
});

test('verify finds files that are missing, changed or of other programs', async () => {
  const output = await outputOf();
  const [first, second] = output.names as [string, string];
  rmSync(join(output.folder, first));
  rmSync(join(output.folder, '_SUCCESS'));
  writeFiles(output.folder, { [second]: 'heat^ann^1^1\n', 'deep/notes.txt': 'n', _notes: 'hidden ones may be' });
  const found = await verify(output);
  expect(found.slice(0, 4)).toEqual([
    { file: '_SUCCESS', offset: null, problem: text(/^is missing: no run ended here/) },
    { file: first, offset: null, problem: 'is missing' },
    { file: second, offset: null, problem: 'has another size than the summary says' },
    { file: 'deep/notes.txt', offset: null, problem: text(/^is no part of this output/) },
  ]);
  // the bad lines of the changed part are reported too
  expect(found.slice(4).every(({ file }) => file === second)).toBe(true);
  expect(found).toContainEqual({ file: second, offset: 0, problem: 'the record belongs to another part' });
});

test('verify finds counts that do not add up', async () => {
  const output = await outputOf();
  output.changeSummary((summary) => ({ ...summary, counts: { ...summary.counts, kept: 39 } }));
  expect(await verify(output)).toEqual([
    { file: 'summary', offset: null, problem: text(/^the counts do not balance: .*"kept":39/) },
    { file: 'summary', offset: null, problem: '39 kept, but 40 in parts' },
  ]);
});

test('verify finds a part with more lines than the summary says', async () => {
  const output = await outputOf();
  output.changeSummary(({ output: written, ...summary }) => ({
    ...summary,
    output: { ...written, parts: written.parts.map((part) => ({ ...part, lines: part.lines - 1 })) },
  }));
  const lines = (part: number) => output.linesOf(part).length;
  expect(await verify(output)).toEqual([
    { file: 'summary', offset: null, problem: '40 kept, but 37 in parts' },
    ...output.names.map((file, part) => ({
      file,
      offset: null,
      problem: `has ${lines(part)} lines, the summary says ${lines(part) - 1}`,
    })),
  ]);
});

test('verify finds a compressed part that was truncated', async () => {
  const output = await outputOf('--compress', 'gzip');
  const [name] = output.names as [string];
  const { length } = readFileSync(join(output.folder, name));
  truncateSync(join(output.folder, name), length - 4);
  const problems = (await verify(output)).map(({ file, problem }) => ({ file, problem }));
  expect(problems).toContainEqual({ file: name, problem: 'has another size than the summary says' });
  expect(problems).toContainEqual({ file: name, problem: text(/^has checksum/) });
  expect(problems).toContainEqual({ file: name, problem: text(/^cannot unpack .*: unexpected end of file/) });
});

test.each<[string, (path: string) => unknown]>([
  ['FIFO', (path) => execFileSync('mkfifo', [path])],
  ['link', (path) => symlinkSync('../elsewhere', path)],
])('verify finds a part that is a %s, and does not read it', async (what, make) => {
  const output = await outputOf();
  const [first, second] = output.names as [string, string];
  renameSync(join(output.folder, first), join(output.folder, '..', 'elsewhere'));
  make(join(output.folder, first));
  // the summary says 0 bytes, which is also the size of a FIFO
  output.rewrite(1, []);
  rmSync(join(output.folder, second));
  make(join(output.folder, second));
  const problem = `is a ${what}, not a file`;
  expect((await verify(output)).map(({ file, problem }) => [file, problem])).toEqual([
    [first, problem],
    [second, problem],
  ]);
});

test('verify finds a foreign file among the rejects, and a reject that is missing', async () => {
  const home = temporaryFolder({ 'in/a': `${LINES.join('')}bad\nworse\n` });
  await dedup(['run', 'in', '--output', 'out', '--bad-records', 'keep'], { cwd: home });
  const folder = join(home, 'out');
  const name = readSummary(folder).output.rejected[0]?.name as string;
  const text = readFileSync(join(folder, name), 'latin1');
  writeFiles(folder, { [name]: text.replace('\n', ' '), '_rejected/more.jsonl': '' });
  const { exitCode, stdout } = await dedup(['verify', folder, '--json']);
  expect(exitCode).toBe(65);
  expect(JSON.parse(stdout).problems).toEqual([
    { file: '_rejected/more.jsonl', offset: null, problem: 'is no file of rejects of this output' },
    { file: name, offset: null, problem: expect.stringMatching(/^has checksum/) },
    { file: name, offset: null, problem: 'has 1 lines, the summary says 2' },
  ]);
});

test('verify finds a changed file of rejects', async () => {
  const home = temporaryFolder({ 'in/a': `${LINES.join('')}bad\n` });
  await dedup(['run', 'in', '--output', 'out', '--bad-records', 'keep'], { cwd: home });
  const folder = join(home, 'out');
  const name = readSummary(folder).output.rejected[0]?.name as string;
  const line = readFileSync(join(folder, name), 'latin1');
  writeFiles(folder, { [name]: line.replace('bad', 'dab') });
  expect(JSON.parse((await dedup(['verify', folder, '--json'])).stdout).problems).toEqual([
    { file: name, offset: null, problem: text(/^has checksum/) },
  ]);
});

/** A summary that lists a file of the user as a part. */
function strangeSummary(): Summary {
  const summary = sampleSummary();
  return { ...summary, output: { ...summary.output, parts: [{ name: 'keep.txt', bytes: 4, lines: 1, crc32: 0 }] } };
}

test.each([
  ['no folder', 'none', 66, "no output of dedup in 'none'"],
  ['an empty folder', 'empty', 66, "no output of dedup in 'empty'"],
  ['the output of another program', 'other', 66, "no output of dedup in 'other'"],
  [
    'a summary that is none',
    'broken',
    65,
    /^dedup: broken\/_dedup\/summary.json is not a summary that this program can read \(.*JSON.*\), so nothing else there can be checked: bring it back from a copy, or run again into another folder\n$/,
  ],
  ['a summary of another output', 'strange', 65, 'output.parts[0].name is "keep.txt", expected part 0 of run'],
  ['a file', 'file', 66, 'file is not a folder: give the output folder of a run'],
] as const)('verify refuses %s', async (_, output, exitCode, message) => {
  const home = temporaryFolder({
    'empty/_': '',
    'other/part-00000': 'x',
    'broken/_dedup/summary.json': '{',
    'strange/_dedup/summary.json': JSON.stringify(strangeSummary()),
    'strange/keep.txt': 'mine',
    file: 'f',
  });
  const before = snapshot(home);
  const outcome = await dedup(['verify', output], { cwd: home });
  expect(outcome).toMatchObject({ exitCode, stdout: '' });
  if (typeof message === 'string') expect(outcome.stderr).toContain(message);
  else expect(outcome.stderr).toMatch(message);
  expect(outcome.stderr).toMatch(/^dedup: .+\n$/);
  expect(snapshot(home)).toEqual(before);
});

test('verify prints a name with a line break on one line', async () => {
  const home = temporaryFolder({ 'in/a': LINES.join('') });
  expect(await dedup(['run', 'in', '--output', 'o\nut', '--quiet'], { cwd: home })).toMatchObject({ exitCode: 0 });
  expect(await dedup(['verify', 'o\nut'], { cwd: home })).toMatchObject({
    stdout: expect.stringMatching(/^o\\x0aut: 40 records in \d+ parts, all right\n$/),
  });
});

describe('a journal that another program wrote', () => {
  const RUN = '20260101t000000z-aaaaaa';
  const journal = (change: object) => ({
    version: 3,
    run: RUN,
    owner: 'somebody',
    phase: 'back',
    makes: [],
    replaces: [],
    setAside: [],
    success: null,
    documents: ['_dedup/summary.json', '_SUCCESS'],
    withdraws: [],
    ...change,
  });
  const JOURNAL = 'out/_dedup/journal.json';

  /** An output with files beside it that must not be touched. */
  async function outputAndOthers(): Promise<string> {
    const { folder } = await outputOf();
    const home = join(folder, '..');
    writeFiles(home, {
      'Documents/keep.txt': 'mine',
      'out/sub/keep.txt': 'mine too',
      'out/_temporary/0/task': 'theirs',
    });
    return home;
  }

  test.each<[string, (home: string) => unknown, number, string]>([
    [
      'that has no run',
      (home) => writeFiles(home, { [JOURNAL]: JSON.stringify(journal({ run: '' })) }),
      74,
      'run is "", expected the id of a run',
    ],
    [
      'whose run is a folder behind a link',
      (home) => {
        rmSync(join(home, 'out/_temporary'), { recursive: true });
        symlinkSync('..', join(home, 'out/_temporary'));
        writeFiles(home, { [JOURNAL]: JSON.stringify(journal({ run: 'Documents' })) });
      },
      74,
      'run is "Documents"',
    ],
    [
      'whose run is behind a link',
      (home) => {
        rmSync(join(home, 'out/_temporary'), { recursive: true });
        renameSync(join(home, 'Documents'), join(home, RUN));
        symlinkSync('..', join(home, 'out/_temporary'));
        writeFiles(home, { [JOURNAL]: JSON.stringify(journal({})) });
      },
      73,
      'out/_temporary is a link, which this program does not follow: put a folder in its place',
    ],
    [
      'that removes a file of the user',
      (home) =>
        writeFiles(home, { [JOURNAL]: JSON.stringify(journal({ replaces: ['sub/keep.txt'], phase: 'complete' })) }),
      74,
      'replaces[0] is "sub/keep.txt"',
    ],
    [
      'that is a FIFO',
      (home) => execFileSync('mkfifo', [join(home, JOURNAL)]),
      74,
      'it is a FIFO, not a file; remove it',
    ],
    ['that is a folder', (home) => mkdirSync(join(home, JOURNAL)), 74, 'it is a folder, not a file; remove it'],
  ])('%s is refused, and no file is touched', async (_, make, exitCode, reason) => {
    const home = await outputAndOthers();
    make(home);
    const before = snapshot(home);
    const outcome = await dedup(['verify', 'out'], { cwd: home });
    expect(outcome).toMatchObject({ exitCode, stdout: '', stderr: expect.stringMatching(/^dedup: .+\n$/) });
    expect(outcome.stderr).toContain(reason);
    expect(snapshot(home)).toEqual(before);
  });
});
