/** Tasks that cannot do their work: their messages, and the files that they leave for the driver. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeKey, encodeKey } from '../../job/runner/yarn/shuffle-key';
import { type Home, homeOf, lastWords, map, mapAttempt, reduce, reduceAttempt } from '../support/containers';
import { writeFiles } from '../support/folder';
import { Random } from '../support/random';
import { bytesOf, framesOf, RUN, shuffle } from '../support/shuffle';
import { smallDisk, whyNoSmallDisk } from '../support/small-disk';

const MiB = 1024 * 1024;

test('a bad record ends a map task in fail mode, and the task leaves its file and offset for the driver', async () => {
  const home = homeOf({ 'in/a': 'heat^ann^4^1\nbad\nworse\n' }, { badRecords: 'fail' });
  const outcome = await map(home, 0);
  expect(outcome).toMatchObject({ exitCode: 65, stdout: '' });
  expect(outcome.stderr).toMatch(/^dedup: bad record in '.*in\/a' at byte 13: 1 column, expected 4 with [^\n]*\n$/);
  const finding = { split: 0, example: expect.objectContaining({ offset: 13, reason: 'columns', line: 'bad' }) };
  expect(lastWords(home, mapAttempt(0))).toMatchObject({ exitCode: 65, finding });
  expect(readdirSync(join(home.folder, 'out', '_temporary', RUN))).toEqual(['last-words']);
});

test('of the bad records in the splits of a task the first one ends it', async () => {
  const inputs = { 'in/a': 'heat^ann^4^1\n', 'in/b': 'heat^ann^4^1\nbad\n', 'in/c': 'worst\n' };
  const home = homeOf(inputs, { badRecords: 'fail', memoryBytes: 64 * MiB });
  expect(await map(home, 0, 1, 2)).toMatchObject({ exitCode: 65, stdout: '' });
  const finding = { split: 1, example: expect.objectContaining({ offset: 13, line: 'bad' }), isGuessed: false };
  expect(lastWords(home, mapAttempt(0))).toMatchObject({ exitCode: 65, finding });
});

test('a task whose thread is killed ends with its reason', async () => {
  const home = homeOf({ 'in/a': 'heat^ann^4^1\n', 'in/b': 'heat^ann^4^1\n' }, { memoryBytes: 64 * MiB });
  const killer = join(home.folder, 'killer.cjs');
  // process.exit ends a thread alone, at its first look at a file of input
  writeFileSync(
    killer,
    `const { isMainThread } = require('node:worker_threads');
     const fs = require('node:fs');
     const { openSync } = fs;
     if (!isMainThread) fs.openSync = (name, ...more) => (/in.b$/.test(name) ? process.exit(9) : openSync(name, ...more));`,
  );
  const options = { stdin: Buffer.from(home.line(0, 1)), env: { NODE_OPTIONS: `--require ${killer}` } };
  const outcome = await home.start('map', mapAttempt(0), options).ended;
  expect(outcome).toMatchObject({ exitCode: 70, stderr: expect.stringMatching(/a worker thread ended with code 9/) });
  expect(lastWords(home, mapAttempt(0))).toMatchObject({
    exitCode: 70,
    message: expect.stringMatching(/a worker thread ended with code 9/),
  });
});

test('a task that fails leaves its reason for the driver', async () => {
  const home = homeOf({ 'in/a': 'heat^ann^4^1\n' });
  const line = home.line(0);
  writeFileSync(join(home.folder, 'in/a'), 'heat^ann^4^1\nheat^bob^4^1\n');
  const outcome = await home.start('map', mapAttempt(0), { stdin: Buffer.from(line) }).ended;
  const message = expect.stringMatching(/^'.*in\/a' changed while it was read; run again .*$/);
  expect(outcome).toMatchObject({ exitCode: 74, stdout: '' });
  expect(lastWords(home, mapAttempt(0))).toEqual({ attempt: mapAttempt(0), exitCode: 74, message, finding: null });
  expect(outcome.stderr).toBe(`dedup: ${lastWords(home, mapAttempt(0)).message}\n`);
});

test('a map task ends when the reader of its frames has gone', async () => {
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
    `cannot use a temporary file in '${disk}': no space left on device; free some space there, ` +
    'or give the tasks more memory, or the nodes more disk';
  expect(outcome).toMatchObject({ exitCode: 74, stderr: `dedup: ${message}\n` });
  expect(lastWords(home, mapAttempt(0))).toEqual({ attempt: mapAttempt(0), exitCode: 74, message, finding: null });
  expect(readdirSync(disk)).toEqual(['job.json']);
});

describe('a reduce task refuses', () => {
  let home: Home;
  let stream: Buffer;

  beforeEach(async () => {
    home = homeOf({ 'in/a': 'heat^ann^4^1\nbad\n' }, { parts: 2, reduces: 2 });
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

  test('a stream that was truncated', async () => {
    await expectRefusal(stream.subarray(0, -1), 74, /standard input ended within a frame, at least 1 bytes too early/);
  });

  test('frames of another task', async () => {
    const outcome = await reduce(home, 1, stream);
    expect(outcome).toMatchObject({ exitCode: 70, stdout: '' });
    expect(outcome.stderr).toBe('dedup: a frame of reduce task 0 of 2 came to task 1\n');
  });

  test('frames of a part of another task', async () => {
    const frames = framesOf(stream).map(({ key, value }) => {
      return { key: encodeKey({ ...decodeKey(key), part: 1 }, 0, 2), value };
    });
    await expectRefusal(bytesOf(frames), 70, /a frame of part 1 came to reduce task 0 of 2/);
  });

  test('frames that are not in order', async () => {
    const frames = framesOf(stream);
    await expectRefusal(bytesOf(frames.toReversed()), 70, /frames are not sorted: 04\w+ before 03\w+/);
  });

  test('plain text, which Hadoop sends when the raw-bytes option is missing', async () => {
    await expectRefusal(
      Buffer.from('00 00 00 0c\t\n'),
      70,
      /standard input is not a frame of this kit: .* the job has to set stream.reduce.input=rawbytes/,
    );
  });

  test('a block without a record', async () => {
    const key = encodeKey({ kind: 'block', number: 0, sequence: 0, part: 0 }, 0, 2);
    const block = bytesOf([{ key, value: Buffer.from('heat^ann^4^1\nno record\n') }]);
    await expectRefusal(block, 70, /a block came with a bad line at 13 \(columns\); please report this/);
  });
});

describe('a task outside of a Hadoop job names the missing part:', () => {
  const home = () => homeOf({ 'in/a': 'heat^ann^4^1\n' });

  test.each([
    ['with none on standard input', '', '0 lines on standard input, expected one of the manifest'],
    ['with two on standard input', '{}\n{}\n', '2 lines on standard input, expected one of the manifest'],
    ['with one that is not JSON', '1\tx\n', 'standard input is no line of the manifest: '],
  ])('the line of the manifest, %s', async (_, stdin, message) => {
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

  test('its tokens', async () => {
    const env = { HADOOP_TOKEN_FILE_LOCATION: 'none' };
    const outcome = await home().start('map', mapAttempt(0), { stdin: Buffer.from(''), env }).ended;
    expect(outcome).toMatchObject({
      exitCode: 74,
      stderr: expect.stringMatching(/^dedup: cannot read the container's tokens in 'none': ENOENT\n$/),
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
