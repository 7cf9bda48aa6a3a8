/** Command lines that are refused before any file is looked at. `main` runs in this process, as the bundle calls it. */

import type { Command } from 'commander';
import { main } from '../../../job/command/program';
import { operateCommands } from '../../../lib/operate/program';
import { namesBelow, temporaryFolder } from '../../support/folder';

/** None of the inputs exists, therefore a command that looked for one would end with exit code 66. */
const RUN = ['run', 'no-such-input', '--output', 'out'];

const COLUMNS = 'movie, user, rating, timestamp';
const tooManyColumns = Array.from({ length: 4001 }, (_, i) => `c${i}`).join(',');
const YARN = ['yarn', 'no-such-input', '--output', 'out'];
const PLAN = ['plan', 'no-such-input'];

/** Runs a command line in a folder, and returns its exit code and its output. */
async function runIn(folder: string, args: readonly string[]) {
  const started = process.cwd();
  const lines: string[] = [];
  const bundle = { addCommands: (root: Command) => operateCommands(root, () => '') };
  process.chdir(folder);
  try {
    return { exitCode: await main(args, bundle, (line) => lines.push(line)), lines };
  } finally {
    process.chdir(started);
  }
}

// jest gives each test file its own copy of the environment variables
process.env.DEBUG = '';

test.each<[wrong: string, args: readonly string[], message: string]>([
  ['unknown command', ['frobnicate'], "unknown command 'frobnicate'"],
  ['unknown command to help with', ['help', 'frobnicate'], "unknown command 'frobnicate'; see dedup --help"],
  [
    'argument too many',
    ['status', 'dedup-cluster'],
    "too many arguments for 'status', expected 0 arguments but got 1; see dedup status --help",
  ],
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
  ['no folder for class data', ['class-data'], "missing required argument 'folder'"],
  [
    'class data in S3',
    ['class-data', 's3://bucket/x'],
    "the folder 's3://bucket/x' is in S3, expected a path of this machine",
  ],
  ['no output to verify', ['verify'], "missing required argument 'output'"],
  ['two outputs to verify', ['verify', 'a', 'b'], 'expected 1 argument but got 2'],
  [
    'no bucket of a name',
    ['run', 's3://b/x', '--output', 'o'],
    "'s3://b/x' has the bucket 'b', expected 3 to 63 lowercase",
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
    `'actor', which is not a column; the columns are ${COLUMNS}: give others with --columns`,
  ],
  ['key column in other case', [...RUN, '--key', 'Movie'], "--key names 'Movie', which is not a column"],
  ['key column twice', [...RUN, '--key', 'movie,user,movie'], "--key names 'movie' twice"],
  ['empty key', [...RUN, '--key', ''], "--key '' has an empty name"],
  [
    'alternatives for delimited text',
    [...RUN, '--key', 'movie|film'],
    `--key names 'movie|film', which is not a column; alternatives with '|' need --format json; the columns are ${COLUMNS}`,
  ],
  ['key not among own columns', [...RUN, '--columns', 'a,b'], "--key names 'movie', which is not a column"],
  ['order column unknown', [...RUN, '--order-by', 'day'], `--order-by names 'day', which is not a column`],
  ['order column unknown, typed', [...RUN, '--order-by', 'day:int'], `--order-by names 'day', which is not a column`],
  ['order type unknown', [...RUN, '--order-by', 'timestamp:date'], "asks for type 'date', expected int, text, "],
  [
    'delimiter of nine bytes',
    [...RUN, '--delimiter', '|--------'],
    "--delimiter '|--------' is 9 bytes, expected 1 to 8",
  ],
  ['no delimiter', [...RUN, '--delimiter', ''], "--delimiter '' is 0 bytes, expected 1 to 8"],
  ['newline as delimiter', [...RUN, '--delimiter', '\n'], '--delimiter holds a line ending, expected any other bytes'],
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
  // options of dedup yarn and dedup plan
  ['no output of yarn', ['yarn', 'no-such-input'], "required option '--output <folder>' not specified; see dedup yarn"],
  ['a spec that cannot be', [...YARN, '--key', 'actor'], "--key names 'actor', which is not a column"],
  ['threads', [...YARN, '--threads', '2'], "unknown option '--threads'"],
  [
    'no parallelism',
    [...YARN, '--parallelism', '0'],
    "--parallelism '0' is neither a whole number from 1 to 10000 nor auto",
  ],
  ['too much parallelism', [...PLAN, '--parallelism', '10001'], "--parallelism '10001' is neither a whole number"],
  ['another word', [...PLAN, '--parallelism', 'Auto'], "--parallelism 'Auto' is neither a whole number"],
  [
    'no number',
    [...PLAN, '--parallelism', 'auto', '--max-parallelism', 'all'],
    "--max-parallelism 'all' is not a whole number from 1 to 10000",
  ],
  [
    'more than the most',
    [...YARN, '--parallelism', '65', '--max-parallelism', '64'],
    '--parallelism 65 is more than --max-parallelism 64',
  ],
  [
    'slots for which the most has no room',
    [...YARN, '--parallelism', 'auto', '--max-parallelism', '3', '--slots', '4'],
    '--slots 4 is more than --max-parallelism 3, so no container could run; give fewer slots',
  ],
  ['no parts of yarn', [...YARN, '--parts', '0'], "--parts '0' is not a whole number from 1 to 100000"],
  ['crumbs', [...PLAN, '--split-size', '1'], "--split-size '1' is not a size from 1k to 256g"],
  [
    'a container without room for records',
    [...YARN, '--container-memory', '1g'],
    "--container-memory '1g' is not a size from 1280m to 256g, for example 2560m",
  ],
  [
    'a container beyond any machine',
    [...PLAN, '--container-memory', '257g'],
    "--container-memory '257g' is not a size from 1280m",
  ],
  [
    'no application master',
    [...YARN, '--application-master-memory', 'none'],
    "--application-master-memory 'none' is not a size from 512m to 256g",
  ],
  ['a queue that is none', [...YARN, '--queue', 'a b'], "--queue 'a b' is no name of a queue"],
  ['speculation in other words', [...YARN, '--speculative', 'yes'], "--speculative 'yes' is not one of on, off"],
  ['a name that is no run', [...YARN, '--run-id', 'nightly'], "--run-id 'nightly' is no run's name"],
  [
    'a run with capitals',
    [...YARN, '--run-id', '20261122T152504Z-a'],
    'expected a UTC time and up to 40 small letters',
  ],
  ['a run beyond its folder', [...YARN, '--run-id', '20261122t152504z-../a'], "is no run's name"],
  ['emptiness in other words', [...YARN, '--if-empty', 'skip'], "--if-empty 'skip' is not one of ok, fail"],
  ['a property without a value', [...YARN, '--hadoop', 'a.b'], "--hadoop 'a.b' is no property, expected name=value"],
  [
    'a property that a run relies on',
    [...YARN, '--hadoop', 'stream.map.output=text'],
    "--hadoop 'stream.map.output=text' cannot be set: a run sets stream.map.output itself and relies on its value",
  ],
  [
    'a secret beside a blank',
    [...YARN, '--hadoop', 'my password=sesame'],
    "--hadoop 'my password=***' is no property, expected name=value",
  ],
  ['a property without a name', [...YARN, '--hadoop', '=x'], "--hadoop '=x' is no property"],
])('%s is refused', async (_, args, message) => {
  const home = temporaryFolder();
  const { exitCode, lines } = await runIn(home, args);
  expect({ exitCode, lines }).toEqual({ exitCode: 64, lines: [expect.stringContaining(message)] });
  expect(lines[0]).toMatch(/^dedup: .+$/);
  expect(namesBelow(home)).toEqual([]);
});
