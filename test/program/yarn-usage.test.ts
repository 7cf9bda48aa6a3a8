import { join } from 'node:path';
import { namesBelow, temporaryFolder } from '../support/folder';
import { dedupResident as dedup } from '../support/resident';

/** None of the inputs exists, therefore a command that looked for one would end with exit code 66. */
const YARN = ['yarn', 'no-such-input', '--output', 'out'];
/** A PATH without Hadoop. */
const NO_HADOOP = { PATH: '/nowhere', HADOOP_HOME: '', HADOOP_CONF_DIR: '' };

test('dedup yarn on a machine without Hadoop says so and touches no file', async () => {
  const home = temporaryFolder({ 'in/a': 'heat^ann^1^1\n' });
  const outcome = await dedup(['yarn', 'in', '--output', 'out'], { cwd: home, env: NO_HADOOP });
  expect(outcome).toMatchObject({
    exitCode: 69,
    stdout: '',
    stderr: "dedup: no 'hadoop' on the PATH: run this on the master node of a cluster, or set HADOOP_HOME\n",
  });
  expect(namesBelow(home)).toEqual(['in', 'in/a']);
});

test('a missing input is reported before a missing Hadoop', async () => {
  const outcome = await dedup(YARN, { cwd: temporaryFolder(), env: NO_HADOOP });
  expect(outcome).toMatchObject({ exitCode: 66, stderr: expect.stringMatching(/no such input: '.*\/no-such-input'/) });
});

test('an input without any file is a success that publishes nothing with --if-empty ok', async () => {
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

test('dedup plan needs no Hadoop and changes no file', async () => {
  const home = temporaryFolder({ 'in/a': 'heat^ann^1^1\n'.repeat(10_000), 'in/b.gz': 'x'.repeat(5000) });
  const outcome = await dedup(['plan', 'in', '--parallelism', '4'], { cwd: home, env: NO_HADOOP });
  expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
  expect(outcome.stdout).toMatch(
    /^inputs +2 files, .*1 of them packed \(never cut\)\nmaps +1 in one wave, 4 splits of .*\nreduces +1 in one wave, 4 parts/,
  );
  const json = await dedup(['plan', 'in', '--parallelism', '4', '--json'], { cwd: home, env: NO_HADOOP });
  expect(JSON.parse(json.stdout)).toMatchObject({
    inputs: { files: 2, bytes: 135_000, packedFiles: 1 },
    containers: { atATime: 1, slots: 4 },
    maps: { tasks: 1, waves: 1, splits: 4 },
    reduces: { tasks: 1, waves: 1, parts: 4, groups: 1 },
    applicationMaster: { problem: null },
  });
  const auto = await dedup(['plan', 'in/a', '--parallelism', 'auto', '--json'], { cwd: home, env: NO_HADOOP });
  expect(JSON.parse(auto.stdout)).toMatchObject({
    parallelism: 1,
    why: 'parallelism 1 (1 container): more slots would not make this input a tenth faster',
    maps: { tasks: 1 },
    reduces: { tasks: 1, parts: 16 },
  });
  expect(namesBelow(home)).toEqual(['in', 'in/a', 'in/b.gz']);
});

test('a plan that is too large for its application master names the setting to change', async () => {
  const home = temporaryFolder({ 'in/a': 'x'.repeat(40_000_000) });
  const args = ['plan', 'in', '--split-size', '1k', '--slots', '1', '--application-master-memory', '512m'];
  const outcome = await dedup(args, { cwd: home, env: NO_HADOOP });
  expect(outcome.stdout).toMatch(
    /too large +\d+ map and 16 reduce tasks need .*; give it --application-master-memory \d+m\n$/,
  );
});
