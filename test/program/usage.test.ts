import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../../package.json';
import { DEDUP, dedup } from '../support/command';
import { namesBelow, snapshot, temporaryFolder } from '../support/folder';

/** None of the inputs is there: a command that looked for one would end with 66. */
const RUN = ['run', 'no-such-input', '--output', 'out'];

const COLUMNS = 'movie, user, rating, timestamp';
const tooManyColumns = Array.from({ length: 4001 }, (_, i) => `c${i}`).join(',');

test.each<[wrong: string, args: readonly string[], message: string]>([
  ['unknown command', ['frobnicate'], "unknown command 'frobnicate'"],
  ['unknown command to help with', ['help', 'frobnicate'], "unknown command 'frobnicate'; see dedup --help"],
  ['unknown option', [...RUN, '--bogus'], "unknown option '--bogus'; see dedup run --help"],
  [
    'a slip for the output',
    ['run', 'in', '--outptu', 'x'],
    "unknown option '--outptu' (Did you mean --output?); see dedup run",
  ],
  [
    'the same for yarn',
    ['yarn', 'in', '--outptu', 'x'],
    "unknown option '--outptu' (Did you mean --output?); see dedup yarn",
  ],
  ['unknown option of verify', ['verify', 'out', '--bogus'], "unknown option '--bogus'"],
  ['no output to verify', ['verify'], "missing required argument 'output'"],
  ['two outputs to verify', ['verify', 'a', 'b'], 'Expected 1 argument but got 2'],
  ['no output of yarn', ['yarn', 'no-such-input'], "required option '--output <folder>' not specified; see dedup yarn"],
  [
    'no bucket of a name',
    ['run', 's3://b/x', '--output', 'o'],
    "'s3://b/x' has the bucket 'b', expected 3 to 63 lowercase",
  ],
  [
    'two columns to order by',
    [...RUN, '--order-by', 'rating,user'],
    "'rating,user', which is not a column (it takes one); the",
  ],
  ['no input', ['run', '--output', 'out'], "missing required argument 'input'"],
  ['no output', ['run', 'no-such-input'], "required option '--output <folder>' not specified"],
  ['output without a value', ['run', 'no-such-input', '--output'], "'--output <folder>' argument missing"],
  ['empty output', ['run', 'no-such-input', '--output', ''], '--output is empty, expected a folder'],
  ['empty temp', [...RUN, '--temp', ''], '--temp is empty, expected a folder'],
  ['empty column', [...RUN, '--columns', 'movie,,user'], "--columns 'movie,,user' has an empty name"],
  ['no columns', [...RUN, '--columns', ''], "--columns '' has an empty name"],
  ['column twice', [...RUN, '--columns', 'movie,user,movie,timestamp'], "--columns names 'movie' twice"],
  ['too many columns', [...RUN, '--columns', tooManyColumns], '--columns names 4001 columns, at most 4000'],
  [
    'key column unknown',
    [...RUN, '--key', 'movie,actor'],
    `'actor', which is not a column; the columns are ${COLUMNS}, and --columns names others`,
  ],
  ['key column in other case', [...RUN, '--key', 'Movie'], "--key names 'Movie', which is not a column"],
  ['key column twice', [...RUN, '--key', 'movie,user,movie'], "--key names 'movie' twice"],
  ['empty key', [...RUN, '--key', ''], "--key '' has an empty name"],
  ['key not among own columns', [...RUN, '--columns', 'a,b'], "--key names 'movie', which is not a column"],
  ['order column unknown', [...RUN, '--order-by', 'day'], `--order-by names 'day', which is not a column`],
  ['order column unknown, typed', [...RUN, '--order-by', 'day:int'], `--order-by names 'day', which is not a column`],
  ['order type unknown', [...RUN, '--order-by', 'timestamp:date'], "asks for type 'date', expected int or text"],
  ['delimiter of two bytes', [...RUN, '--delimiter', '||'], "--delimiter '||' is 2 bytes, expected one"],
  ['delimiter beyond ASCII', [...RUN, '--delimiter', '§'], "--delimiter '§' is 2 bytes, expected one"],
  ['no delimiter', [...RUN, '--delimiter', ''], "--delimiter '' is 0 bytes, expected one"],
  ['delimiter half escaped', [...RUN, '--delimiter', '\\x1'], "--delimiter '\\x1' is 3 bytes, expected one"],
  ['newline as delimiter', [...RUN, '--delimiter', '\n'], '--delimiter is a line ending, expected any other byte'],
  ['return as delimiter', [...RUN, '--delimiter', '\\x0D'], '--delimiter is a line ending, expected any other byte'],
  ['no threads', [...RUN, '--threads', '0'], "--threads '0' is not a whole number from 1 to 128"],
  ['fewer than no threads', [...RUN, '--threads', '-1'], "--threads '-1' is not a whole number from 1 to 128"],
  ['half a thread', [...RUN, '--threads', '1.5'], "--threads '1.5' is not a whole number from 1 to 128"],
  ['too many threads', [...RUN, '--threads', '129'], "--threads '129' is not a whole number from 1 to 128"],
  ['threads in words', [...RUN, '--threads', 'two'], "--threads 'two' is not a whole number from 1 to 128"],
  ['no parts', [...RUN, '--parts', '0'], "--parts '0' is not a whole number from 1 to 100000"],
  ['too many parts', [...RUN, '--parts', '100001'], "--parts '100001' is not a whole number from 1 to 100000"],
  ['parts in hex', [...RUN, '--parts', '0x10'], "--parts '0x10' is not a whole number from 1 to 100000"],
  [
    'a byte of memory',
    [...RUN, '--memory', '1', '--threads', '2'],
    "--memory '1' is not a size from 32m (16m a thread)",
  ],
  [
    'memory for one thread of two',
    [...RUN, '--memory', '31m', '--threads', '2'],
    "--memory '31m' is not a size from 32m",
  ],
  ['too much memory', [...RUN, '--memory', '5g', '--threads', '2'], "--memory '5g' is not a size from 32m"],
  ['memory in words', [...RUN, '--memory', 'lots', '--threads', '2'], 'to 4g, for example 1g'],
  ['memory below nothing', [...RUN, '--memory', '-1g', '--threads', '2'], "--memory '-1g' is not a size"],
  [
    'bad records otherwise',
    [...RUN, '--bad-records', 'ignore'],
    "--bad-records 'ignore' is not one of fail, drop, keep",
  ],
  ['limit with fail', [...RUN, '--max-bad-records', '5'], '--max-bad-records needs --bad-records drop or keep'],
  [
    'limit in words',
    [...RUN, '--bad-records', 'drop', '--max-bad-records', 'few'],
    "--max-bad-records 'few' is neither",
  ],
  ['limit below 0', [...RUN, '--bad-records', 'drop', '--max-bad-records', '-1'], "--max-bad-records '-1' is neither"],
  [
    'limit over 100%',
    [...RUN, '--bad-records', 'keep', '--max-bad-records', '101%'],
    "--max-bad-records '101%' is neither",
  ],
  ['a key twice', [...RUN, '--key', 'movie', '--key', 'user'], "--key is given twice, as 'movie' and as 'user'"],
  ['the same twice', [...RUN, '--parts=3', '--parts', '3'], "--parts is given twice, as '3' and as '3', expected once"],
  ['an order twice', [...RUN, '--order-by', 'a', '--order-by', 'b'], "--order-by is given twice, as 'a' and as 'b'"],
  ['a flag twice', [...RUN, '--header', '--header'], '--header is given twice, expected once'],
  ['another output', [...RUN, '--output', 'other'], "--output is given twice, as 'out' and as 'other'"],
  [
    'an option of yarn twice',
    ['yarn', 'in', '--output', 'o', '--queue=a', '--queue=b'],
    "--queue is given twice, as 'a'",
  ],
  ['an option of plan twice', ['plan', 'in', '--parts=1', '--parts=2'], "--parts is given twice, as '1' and as '2'"],
  ['an option of verify twice', ['verify', 'out', '--json', '--json'], '--json is given twice'],
  ['an option of wait twice', ['wait', '--poll', '1s', '--poll', '2s'], "--poll is given twice, as '1s' and as '2s'"],
  ['an option of submit twice', ['submit', '--key=a', '--key=b'], "--key is given twice, as 'a' and as 'b'"],
  [
    'an option for a value',
    ['run', 'in', '--output', '--quiet'],
    "--output has no value: '--quiet' behind it is an option",
  ],
  ['the same with =', ['run', 'in', '--output=--json'], "--output has no value: '--json' behind it is an option"],
  ['an option with a value', ['run', 'in', '--output', '--key=a'], "'--key=a' behind it is an option"],
  ['the end of options', ['run', '--output', '--', 'in'], "--output has no value: '--' behind it is an option"],
  ['an option in a list', ['yarn', 'in', '--output', 'o', '--hadoop', '--header'], '--hadoop has no value'],
  [
    'a slip for a folder',
    ['run', 'in', '--output', '--quite'],
    "--output '--quite' looks like an option, write './--quite'",
  ],
  [
    'an output of HDFS',
    ['run', 'in', '--output', 'hdfs:///data/out'],
    "--output 'hdfs:///data/out' is a place of 'hdfs:'",
  ],
  ['an input of HDFS', ['run', 'hdfs:///data/in', '--output', 'out'], "input 'hdfs:///data/in' is a place of 'hdfs:'"],
  ['the same for yarn', ['yarn', 'hdfs:///in', '--output', 'out'], "input 'hdfs:///in' is a place of 'hdfs:'"],
  [
    'the same for yarn, output',
    ['yarn', '/in', '--output', 'viewfs:///o'],
    "--output 'viewfs:///o' is a place of 'viewfs:'",
  ],
  ['the same for plan', ['plan', 'hdfs:///in'], "input 'hdfs:///in' is a place of 'hdfs:'"],
  ['the same for verify', ['verify', 'hdfs:///out'], "output 'hdfs:///out' is a place of 'hdfs:'"],
  ['the same for report', ['report', 'gs://b/out'], "output 'gs://b/out' is a place of 'gs:'"],
  ["Hadoop's S3", ['run', 's3a://bucket/in', '--output', 'out'], "write 's3://bucket/in'"],
  ['temporary files in S3', [...RUN, '--temp', 's3://bucket/tmp'], "--temp 's3://bucket/tmp' is in S3"],
  ['names without a header', [...RUN, '--header-names', 'ignore'], '--header-names ignore needs --header'],
  [
    'names of a header',
    [...RUN, '--header', '--header-names', 'no'],
    "--header-names 'no' is not one of match, ignore",
  ],
  ['compression unknown', [...RUN, '--compress', 'zip'], "--compress 'zip' is not one of none, gzip"],
])('%s is refused', async (_, args, message) => {
  const home = temporaryFolder();
  const outcome = await dedup(args, { cwd: home });
  expect(outcome).toMatchObject({ exitCode: 64, stdout: '' });
  expect(Buffer.from(outcome.stderr, 'latin1').toString()).toContain(message);
  expect(outcome.stderr).toMatch(/^dedup: .+\n$/);
  expect(namesBelow(home)).toEqual([]);
});

test('an output that is there stays as it is', async () => {
  const home = temporaryFolder({ 'in/a': 'heat^ann^1^1\n', 'out/part-00000': 'something\n' });
  const before = snapshot(home);
  const outcome = await dedup(['run', 'in', '--output', 'out', '--overwrite', '--threads', '0'], { cwd: home });
  expect(outcome.exitCode).toBe(64);
  expect(snapshot(home)).toEqual(before);
});

test('the working folder was removed', async () => {
  const folder = temporaryFolder();
  const { status, stderr } = spawnSync(
    'sh',
    ['-c', 'rmdir "$1"; exec "$2" "$3" run in --output out', 'sh', folder, process.execPath, DEDUP],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  );
  expect({ status, stderr }).toEqual({
    status: 64,
    stderr: 'dedup: the working folder is no longer there: change to one that is\n',
  });
});

test('a limit of addresses is named', async () => {
  const home = temporaryFolder({ 'in/a': 'heat^ann^1^1\n' });
  const before = snapshot(home);
  const { status, stderr } = spawnSync(
    'sh',
    ['-c', 'ulimit -v 7000000; exec "$1" "$2" run in --output out', 'sh', process.execPath, DEDUP],
    { cwd: home, encoding: 'utf8' },
  );
  expect({ status, stderr }).toEqual({
    status: 74,
    stderr:
      "dedup: cannot reserve memory: Node's WebAssembly takes 10 GiB of addresses, which are no memory; " +
      'raise their limit (ulimit -v)\n',
  });
  expect(snapshot(home)).toEqual(before);
});

test('no command at all shows the help', async () => {
  const outcome = await dedup([]);
  expect(outcome).toMatchObject({ exitCode: 64, stdout: '' });
  expect(outcome.stderr).toMatch(/^Usage: dedup /);
});

test('the version is that of the package', async () => {
  expect(await dedup(['--version'])).toMatchObject({ exitCode: 0, stderr: '', stdout: `${version}\n` });
});

test.each([
  [['--help'], /^Usage: dedup .*run .*verify /s],
  [['run', '--help'], /^Usage: dedup run .*--output <folder>.*--bad-records <mode>.*--memory <size>/s],
  [['verify', '--help'], /^Usage: dedup verify /],
  [['help'], /^Usage: dedup .*run .*verify /s],
  [['help', 'run'], /^Usage: dedup run /],
  [['version'], /^\d+\.\d+\.\d+\n$/],
])('%j is no error', async (args, help) => {
  expect(await dedup(args)).toMatchObject({ exitCode: 0, stderr: '', stdout: expect.stringMatching(help) });
});

test.each([['--help'], ['run', '--help'], ['--version']])('%j onto a full disk is one line', (...args) => {
  const full = openSync('/dev/full', 'w');
  const { status, stderr } = spawnSync(process.execPath, [DEDUP, ...args], {
    stdio: ['ignore', full, 'pipe'],
    encoding: 'utf8',
  });
  closeSync(full);
  expect({ status, stderr }).toEqual({ status: 74, stderr: 'dedup: cannot write to standard output: ENOSPC\n' });
});

test('a stack trace comes with DEBUG alone', async () => {
  const args = ['run', join(temporaryFolder(), 'no-such-input'), '--output', 'out'];
  expect((await dedup(args)).stderr).not.toMatch(/^\s+at /m);
  const outcome = await dedup(args, { env: { DEBUG: '1' } });
  expect(outcome.exitCode).toBe(66);
  expect(outcome.stderr).toMatch(/^\s+at /m);
});

test('a message is one line, whatever it quotes', async () => {
  const home = temporaryFolder({ 'in/two\nlines': 'heat^ann^1^so\x1b[31mon\n' });
  const outcome = await dedup(['run', 'in', '--output', 'out'], { cwd: home });
  expect(outcome.exitCode).toBe(65);
  expect(outcome.stderr).toMatch(/^dedup: bad record in 'in\/two\\x0alines' at byte 0: .*'so\\x1b\[31mon'.*\n$/);
});
