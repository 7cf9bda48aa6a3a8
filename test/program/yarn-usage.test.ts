import { join } from 'node:path';
import { dedup } from '../support/command';
import { namesBelow, temporaryFolder } from '../support/folder';

/** None of the inputs is there: a command that looked for one would end with 66. */
const YARN = ['yarn', 'no-such-input', '--output', 'out'];
const PLAN = ['plan', 'no-such-input'];
/** Nobody's Hadoop. */
const NO_HADOOP = { PATH: '/nowhere', HADOOP_HOME: '', HADOOP_CONF_DIR: '' };

test.each<[wrong: string, args: readonly string[], message: string]>([
  ['no output', ['yarn', 'no-such-input'], "required option '--output <folder>' not specified"],
  ['a spec that cannot be', [...YARN, '--key', 'actor'], "--key names 'actor', which is not a column"],
  ['threads', [...YARN, '--threads', '2'], "unknown option '--threads'"],
  ['no parallelism', [...YARN, '--parallelism', '0'], "--parallelism '0' is not a whole number from 1 to 10000"],
  ['too much parallelism', [...PLAN, '--parallelism', '10001'], "--parallelism '10001' is not a whole number"],
  ['no parts', [...YARN, '--parts', '0'], "--parts '0' is not a whole number from 1 to 100000"],
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
    "--hadoop 'stream.map.output=text' is nothing to set: a run relies on what it gives stream.map.output itself",
  ],
  [
    'a secret beside a blank',
    [...YARN, '--hadoop', 'my password=sesame'],
    "--hadoop 'my password=***' is no property, expected name=value",
  ],
  ['a property without a name', [...YARN, '--hadoop', '=x'], "--hadoop '=x' is no property"],
])('%s is refused', async (_, args, message) => {
  const home = temporaryFolder();
  const outcome = await dedup(args, { cwd: home, env: NO_HADOOP });
  expect(outcome).toMatchObject({ exitCode: 64, stdout: '' });
  expect(outcome.stderr).toContain(message);
  expect(outcome.stderr).toMatch(/^dedup: .+\n$/);
  expect(namesBelow(home)).toEqual([]);
});

test('a machine without Hadoop is said to be none, and nothing is touched', async () => {
  const home = temporaryFolder({ 'in/a': 'heat^ann^1^1\n' });
  const outcome = await dedup(['yarn', 'in', '--output', 'out'], { cwd: home, env: NO_HADOOP });
  expect(outcome).toMatchObject({
    exitCode: 69,
    stdout: '',
    stderr: "dedup: no 'hadoop' on the PATH: run this on the master node of a cluster, or set HADOOP_HOME\n",
  });
  expect(namesBelow(home)).toEqual(['in', 'in/a']);
});

test('an input that is not there is told before a Hadoop that is not', async () => {
  const outcome = await dedup(YARN, { cwd: temporaryFolder(), env: NO_HADOOP });
  expect(outcome).toMatchObject({ exitCode: 66, stderr: expect.stringMatching(/no such input: '.*\/no-such-input'/) });
});

test('an input without any file is a success that publishes nothing, where that was said', async () => {
  const home = temporaryFolder({ 'in/_SUCCESS': '' });
  const args = ['yarn', 'in', '--output', 'out', '--if-empty'];
  expect(await dedup([...args, 'ok'], { cwd: home, env: NO_HADOOP })).toMatchObject({
    exitCode: 0,
    stdout: `no file in '${join(home, 'in')}': nothing was published; put files there and run again\n`,
    stderr: '',
  });
  expect(await dedup([...args, 'ok', '--json'], { cwd: home, env: NO_HADOOP })).toMatchObject({ stdout: 'null\n' });
  expect(await dedup([...args, 'fail'], { cwd: home, env: NO_HADOOP })).toMatchObject({ exitCode: 66 });
  expect(namesBelow(home)).toEqual(['in', 'in/_SUCCESS']);
});

test('a plan needs no Hadoop, and changes nothing', async () => {
  const home = temporaryFolder({ 'in/a': 'heat^ann^1^1\n'.repeat(10_000), 'in/b.gz': 'x'.repeat(5000) });
  const outcome = await dedup(['plan', 'in', '--parallelism', '4'], { cwd: home, env: NO_HADOOP });
  expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
  expect(outcome.stdout).toMatch(
    /^inputs +2 files, .*1 of them gzip \(never cut\)\nmaps +4 in one wave, .*\nreduces +4 in one wave/,
  );
  const json = await dedup(['plan', 'in', '--parallelism', '4', '--json'], { cwd: home, env: NO_HADOOP });
  expect(JSON.parse(json.stdout)).toMatchObject({
    inputs: { files: 2, bytes: 135_000, gzipFiles: 1 },
    maps: { tasks: 4, waves: 1 },
    reduces: { tasks: 4, waves: 1, groups: 1 },
    applicationMaster: { problem: null },
  });
  expect(namesBelow(home)).toEqual(['in', 'in/a', 'in/b.gz']);
});

test('a plan that outgrows its application master says which setting it needs', async () => {
  const home = temporaryFolder({ 'in/a': 'x'.repeat(40_000_000) });
  const args = ['plan', 'in', '--split-size', '1k', '--application-master-memory', '512m'];
  const outcome = await dedup(args, { cwd: home, env: NO_HADOOP });
  expect(outcome.stdout).toMatch(
    /too large +\d+ map and 16 reduce tasks need .*; give it --application-master-memory \d+m\n$/,
  );
});

test.each([
  [['yarn', '--help'], /^Usage: dedup yarn .*--output <folder>.*--parallelism <N>.*--hadoop <name=value>/s],
  [['plan', '--help'], /^Usage: dedup plan .*--container-memory <size>/s],
])('%j is no error', async (args, help) => {
  expect(await dedup(args)).toMatchObject({ exitCode: 0, stderr: '', stdout: expect.stringMatching(help) });
});
