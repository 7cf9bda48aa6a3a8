/** The commands that Hadoop Streaming starts in containers, with the frames of its shuffle between them. */

import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MapBooks, ReduceToken, YarnJob } from '../../job/runner/yarn/contract';
import { encodeKey } from '../../job/runner/yarn/shuffle-key';
import { type Around, dedup, type Outcome, ROOT, startDedup } from '../support/command';
import { type Files, temporaryFolder, writeFiles } from '../support/folder';
import { readOutput } from '../support/output';
import { Random } from '../support/random';
import { bytesOf, framesOf, RUN, shuffle } from '../support/shuffle';
import { smallDisk, whyNoSmallDisk } from '../support/small-disk';

const MiB = 1024 * 1024;
const JOB = join(ROOT, 'dist', 'job.js');
const PARTS = 3;

const SPEC: YarnJob['spec'] = {
  columns: ['movie', 'user', 'rating', 'timestamp'],
  keyColumns: [0, 1],
  orderColumn: 3,
  orderType: 'int',
  delimiter: 94,
};

interface Home {
  readonly folder: string;
  readonly files: readonly string[];
  /** The manifest's line for a file, whole. */
  line(map: number): string;
  start(command: 'map' | 'reduce', attempt: string, around: Around): ReturnType<typeof startDedup>;
}

/** A folder with input files, and a container's folder in it. */
function homeOf(inputs: Files, more: Partial<YarnJob> = {}): Home {
  const folder = temporaryFolder(inputs);
  const files = Object.keys(inputs).sort();
  const container = join(folder, 'container');
  mkdirSync(container);
  const job: YarnJob = {
    run: RUN,
    output: join(folder, 'out'),
    spec: SPEC,
    header: null,
    badRecords: 'keep',
    compress: 'none',
    maps: files.length,
    parts: PARTS,
    groups: 2,
    memoryBytes: 32 * MiB,
    ...more,
  };
  writeFileSync(join(container, 'job.json'), JSON.stringify(job));
  return {
    folder,
    files,
    line(map) {
      const file = join(folder, files[map] as string);
      const { size, mtimeMs } = statSync(file);
      const segment = { file: { path: file, sizeBytes: size, version: String(mtimeMs), own: false } };
      return `${JSON.stringify({ map, segments: [{ ...segment, index: map, start: 0, end: size }] })}\n`;
    },
    start(command, attempt, around) {
      const env = { mapreduce_task_attempt_id: attempt, ...around.env };
      return startDedup([command], { cwd: container, program: JOB, ...around, env });
    },
  };
}

const mapAttempt = (map: number, attempt = 0) => `attempt_1700000000000_0001_m_00000${map}_${attempt}`;
const reduceAttempt = (part: number, attempt = 0) => `attempt_1700000000000_0001_r_00000${part}_${attempt}`;

function map(home: Home, number: number): Promise<Outcome> {
  return home.start('map', mapAttempt(number), { stdin: Buffer.from(home.line(number)) }).ended;
}

function reduce(home: Home, part: number, stdin: Buffer, attempt = 0): Promise<Outcome> {
  const env = { mapreduce_task_partition: String(part) };
  return home.start('reduce', reduceAttempt(part, attempt), { stdin, env }).ended;
}

function staged(home: Home, name: string): string | null {
  const file = join(home.folder, 'out', '_temporary', RUN, name);
  return existsSync(file) ? readFileSync(file, 'latin1') : null;
}

function lastWords(home: Home, attempt: string) {
  return JSON.parse(staged(home, `last-words/${attempt}.json`) as string);
}

/** Lines with tabs, carriage returns, zeros, invalid UTF-8, bad ones, and one of a mebibyte. */
function nastyFiles(): Files {
  const random = new Random(77);
  const fields = ['', 'a', 'tab\there', '\r', 'x\ry', '\0', '\xff\xfe', '\xc3', '\u0085', 'heat'];
  const files = [0, 1, 2].map((file) => {
    const lines = Array.from({ length: 400 }, (_, i) =>
      random.chance(0.05) ? 'bad' : `${random.pick(fields)}^${random.pick(fields)}^${random.pick(fields)}^${i % 7}`,
    );
    return [`in/${file}`, `${lines.join('\n')}\nlong^${file % 2}^${'x'.repeat(MiB - 20)}^1\n`];
  });
  return Object.fromEntries(files);
}

test('map and reduce tasks write what a run writes', async () => {
  const home = homeOf(nastyFiles());
  const args = ['run', 'in', '--output', 'expected', '--bad-records', 'keep', '--parts', String(PARTS), '--quiet'];
  expect(await dedup(args, { cwd: home.folder })).toMatchObject({ exitCode: 0 });
  const expected = readOutput(join(home.folder, 'expected'));

  const mapped = await Promise.all(home.files.map((_, i) => map(home, i)));
  for (const { exitCode } of mapped) expect(exitCode).toBe(0);
  const streams = shuffle(
    mapped.map(({ stdout }) => Buffer.from(stdout, 'latin1')),
    PARTS,
    new Random(1),
  );
  const reduced = await Promise.all(streams.map((stream, part) => reduce(home, part, stream)));
  const tokens = reduced.map(({ exitCode, stdout }) => {
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^[^\r\n]+\n$/);
    return JSON.parse(stdout) as ReduceToken;
  });

  expect(tokens.map(({ partition }) => partition)).toEqual([0, 1, 2]);
  const stagedParts = tokens.map(({ parts: [written] }, part) => {
    expect(written?.part).toMatchObject({ name: `part-0000${part}-${RUN}` });
    return staged(home, `${reduceAttempt(part)}/${written?.staged.name}`);
  });
  expect(stagedParts.map((text) => text === expected.parts[stagedParts.indexOf(text)])).toEqual([true, true, true]);
  const rejects = tokens.flatMap((token) =>
    token.rejects.map(({ map: from, written }) => {
      expect(written.staged.name).toBe(`_rejected/part-0000${from}-${RUN}.jsonl`);
      return staged(home, `${reduceAttempt(token.partition)}/${written.staged.name}`);
    }),
  );
  const offsets = rejects.flatMap((text) => [...(text ?? '').matchAll(/"offset":(\d+)/g)].map(([, at]) => Number(at)));
  expect(offsets).toEqual(expected.rejects.map(({ offset }) => offset));
  expectSameCounters([...mapped, ...reduced], tokens, expected.summary.counts);
});

function expectSameCounters(outcomes: readonly Outcome[], tokens: readonly ReduceToken[], counts: object): void {
  const counters: Record<string, number> = {};
  for (const { stderr } of outcomes) {
    for (const line of stderr.split('\n').filter(Boolean)) {
      const [, name, amount] = /^reporter:counter:dedup,([a-z-]+),(\d+)$/.exec(line) ?? [line, line, Number.NaN];
      counters[name as string] = (counters[name as string] ?? 0) + Number(amount);
    }
  }
  const { 'bytes-read': bytesRead, ...rest } = counters;
  expect(rest).toEqual(counts);
  expect(bytesRead).toBeGreaterThan(3 * MiB);
  const books = tokens.flatMap((token) => token.books);
  expect(books.reduce((sum: number, { lines }: MapBooks) => sum + lines, 0)).toBe(rest.lines);
}

test('two attempts of a task do not meet', async () => {
  const home = homeOf({ 'in/a': 'heat^ann^4^1\nbad\nheat^bob^4^2\n' }, { parts: 1 });
  const { stdout } = await map(home, 0);
  const [stream] = shuffle([Buffer.from(stdout, 'latin1')], 1, new Random(3)) as [Buffer];
  const outcomes = await Promise.all([0, 1].map((attempt) => reduce(home, 0, stream, attempt)));
  const tokens = outcomes.map((outcome) => JSON.parse(outcome.stdout) as ReduceToken);
  for (const [attempt, token] of tokens.entries()) {
    const name = reduceAttempt(0, attempt);
    expect(token.parts[0]?.staged).toMatchObject({ attempt: name, sizeBytes: 26 });
    expect(token.rejects[0]?.written.staged).toMatchObject({ attempt: name });
    expect(staged(home, `${name}/part-00000-${RUN}`)).toHaveLength(26);
  }
  expect(tokens[0]?.parts[0]?.part).toEqual(tokens[1]?.parts[0]?.part);
});

test('a bad record ends a map task in fail mode, and the driver is told which', async () => {
  const home = homeOf({ 'in/a': 'heat^ann^4^1\nbad\nworse\n' }, { badRecords: 'fail' });
  const outcome = await map(home, 0);
  expect(outcome).toMatchObject({ exitCode: 65, stdout: '' });
  expect(outcome.stderr).toMatch(/^dedup: bad record in '.*in\/a' at byte 13: 1 columns, expected 4 with [^\n]*\n$/);
  expect(JSON.parse(staged(home, `findings/${mapAttempt(0)}.json`) as string)).toEqual({
    map: 0,
    example: expect.objectContaining({ offset: 13, reason: 'columns', line: 'bad' }),
  });
  expect(readdirSync(join(home.folder, 'out', '_temporary', RUN))).toEqual(['findings']);
});

test('a task that fails says why to the driver too', async () => {
  const home = homeOf({ 'in/a': 'heat^ann^4^1\n' });
  const line = home.line(0);
  writeFileSync(join(home.folder, 'in/a'), 'heat^ann^4^1\nheat^bob^4^1\n');
  const outcome = await home.start('map', mapAttempt(0), { stdin: Buffer.from(line) }).ended;
  const message = expect.stringMatching(/^'.*in\/a' changed while it was read; run again .*$/);
  expect(outcome).toMatchObject({ exitCode: 74, stdout: '' });
  expect(lastWords(home, mapAttempt(0))).toEqual({ attempt: mapAttempt(0), exitCode: 74, message });
  expect(outcome.stderr).toBe(`dedup: ${lastWords(home, mapAttempt(0)).message}\n`);
});

test('a map task ends where nobody reads its frames', async () => {
  const line = (i: number) => `movie-${i}^ann^4^1\n`;
  const home = homeOf({ 'in/a': Array.from({ length: 200_000 }, (_, i) => line(i)).join('') });
  const running = home.start('map', mapAttempt(0), { stdin: Buffer.from(home.line(0)), isDeaf: true });
  expect(await running.ended).toMatchObject({
    exitCode: 74,
    stderr: "dedup: cannot write to the task's Java process: EPIPE; it ended first, its own log says why\n",
  });
});

const why = whyNoSmallDisk();
if (why !== null) process.stderr.write(`SKIPPED a full disk of a node: none can be made here: ${why}\n`);

(why === null ? test : test.skip)('a full disk of a node is told of, with what to do', async () => {
  const line = (i: number) => `movie-${i}^ann^${'5'.repeat(60)}^1\n`;
  const inputs = { 'in/a': Array.from({ length: 200_000 }, (_, i) => line(i)).join('') };
  const home = homeOf(inputs, { memoryBytes: 16 * MiB });
  const disk = smallDisk(MiB);
  writeFiles(disk, { 'job.json': readFileSync(join(home.folder, 'container', 'job.json')) });
  const outcome = await home.start('map', mapAttempt(0), { stdin: Buffer.from(home.line(0)), cwd: disk }).ended;
  const message =
    `cannot use a temporary file in '${disk}': ENOSPC; free some space there, ` +
    'or give the tasks more memory, or the nodes more disk';
  expect(outcome).toMatchObject({ exitCode: 74, stderr: `dedup: ${message}\n` });
  expect(lastWords(home, mapAttempt(0))).toEqual({ attempt: mapAttempt(0), exitCode: 74, message });
  expect(readdirSync(disk)).toEqual(['job.json']);
});

describe('a reduce task refuses', () => {
  let home: Home;
  let stream: Buffer;

  beforeEach(async () => {
    home = homeOf({ 'in/a': 'heat^ann^4^1\nbad\n' }, { parts: 2 });
    const { stdout } = await map(home, 0);
    stream = shuffle([Buffer.from(stdout, 'latin1')], 2, new Random(2))[0] as Buffer;
    expect(framesOf(stream).length).toBeGreaterThan(1);
  });

  const expectRefusal = async (stdin: Buffer, exitCode: number, message: RegExp) => {
    const outcome = await reduce(home, 0, stdin);
    expect(outcome).toMatchObject({ exitCode, stdout: '', stderr: expect.stringMatching(/^dedup: [^\n]+\n$/) });
    expect(outcome.stderr).toMatch(message);
    expect(lastWords(home, reduceAttempt(0))).toMatchObject({ exitCode, message: expect.stringMatching(message) });
  };

  test('a stream that was cut', async () => {
    await expectRefusal(stream.subarray(0, -1), 74, /standard input ended within a frame, at least 1 bytes too early/);
  });

  test("another task's frames", async () => {
    const outcome = await reduce(home, 1, stream);
    expect(outcome).toMatchObject({ exitCode: 70, stdout: '' });
    expect(outcome.stderr).toBe('dedup: a frame of reduce task 0 of 2 came to task 1\n');
  });

  test('frames that are not sorted', async () => {
    const frames = framesOf(stream);
    await expectRefusal(bytesOf(frames.toReversed()), 70, /frames are not sorted: 02\w+ before 01\w+/);
  });

  test('text, which no option made raw', async () => {
    await expectRefusal(
      Buffer.from('00 00 00 0c\t\n'),
      70,
      /standard input is no frame of this kit: .* raw bytes must/,
    );
  });

  test('a block that holds no record', async () => {
    const key = encodeKey({ kind: 'block', of: 0, sequence: 0 }, 0, 2);
    const block = bytesOf([{ key, value: Buffer.from('heat^ann^4^1\nno record\n') }]);
    await expectRefusal(block, 70, /a block came with a bad line at 13 \(columns\); please report this/);
  });
});

describe('outside of a Hadoop job, a task says what it lacks', () => {
  const home = () => homeOf({ 'in/a': 'heat^ann^4^1\n' });

  test.each([
    ['no line', '', '0 lines on standard input, expected one of the manifest'],
    ['two lines', '{}\n{}\n', '2 lines on standard input, expected one of the manifest'],
    ['no JSON', '1\tx\n', 'standard input is no line of the manifest: '],
  ])('%s', async (_, stdin, message) => {
    const outcome = await home().start('map', mapAttempt(0), { stdin: Buffer.from(stdin) }).ended;
    expect(outcome).toMatchObject({ exitCode: 64, stdout: '' });
    expect(outcome.stderr.startsWith(`dedup: ${message}`)).toBe(true);
  });

  test('its attempt', async () => {
    const outcome = await home().start('map', '', { stdin: Buffer.from('') }).ended;
    expect(outcome).toMatchObject({
      exitCode: 64,
      stderr: 'dedup: mapreduce_task_attempt_id is not set: only Hadoop Streaming starts this command\n',
    });
  });

  test.each(['3', '-1', 'x'])('its partition, %s', async (partition) => {
    const env = { mapreduce_task_partition: partition };
    const outcome = await home().start('reduce', reduceAttempt(0), { stdin: Buffer.from(''), env }).ended;
    expect(outcome).toMatchObject({
      exitCode: 64,
      stderr: `dedup: mapreduce_task_partition is '${partition}', expected a number from 0 to 2\n`,
    });
  });

  test('its job', async () => {
    const { folder, start } = home();
    const outcome = await start('map', mapAttempt(0), { stdin: Buffer.from(''), cwd: folder }).ended;
    expect(outcome).toMatchObject({
      exitCode: 64,
      stderr: "dedup: cannot read 'job.json' in the task's folder: ENOENT; dedup yarn puts it there\n",
    });
  });
});

test('the commands of tasks are not in the help', async () => {
  const { stdout } = await dedup(['--help'], { program: JOB });
  expect(stdout).toContain('  run ');
  expect(stdout).not.toMatch(/^ {2}(map|reduce)\b/m);
});
