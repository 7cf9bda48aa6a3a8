/** The process in which tests run many command lines: no run sees anything of another, and each is as in its own process. */

import { readFileSync } from 'node:fs';
import { dedup } from '../support/command';
import { snapshot, temporaryFolder } from '../support/folder';
import { readOutput } from '../support/output';
import { dedupResident } from '../support/resident';

const INPUT = { 'in/a': 'heat^ann^1^1\nheat^ann^2^2\nheat^bob^1^1\n', 'bad/a': 'heat\n' };
const RUN = ['run', 'in', '--output', 'out', '--run-id', '20261122t152504z-nightly', '--parts', '2'];

test.each([
  ['a success', RUN],
  ['bad data', ['run', 'bad', '--output', 'out']],
  ['a message of the parser', ['run', 'in', '--no-such-option']],
  ['a text', ['--version']],
  ['a warning', ['run', 'bad', '--output', 'out', '--bad-records', 'drop', '--quiet']],
])('a run has the exit code, the output and the files of one in a process of its own: %s', async (_, args) => {
  const [ours, theirs] = [temporaryFolder(INPUT), temporaryFolder(INPUT)];
  const resident = await dedupResident(args, { cwd: ours });
  const alone = await dedup(args, { cwd: theirs });
  // figures of time, which no two runs share
  const timeless = ({ stdout, ...rest }: typeof alone) => ({ ...rest, stdout: stdout.replace(/ in .*lines\/s\)/, '') });
  expect(timeless(resident)).toEqual(timeless(alone));
  const parts = (home: string) => Object.entries(snapshot(home)).filter(([name]) => !/_dedup/.test(name));
  const nameless = (home: string) => parts(home).map(([name, text]) => [name.replace(/-\d{8}t\d{6}z-\w+/, ''), text]);
  expect(nameless(ours)).toEqual(nameless(theirs));
});

test('command lines that are given at once run one after the other, each in its own folder', async () => {
  const homes = Array.from({ length: 5 }, (_, i) => temporaryFolder({ 'in/a': `heat^ann^1^${i}\n` }));
  const outcomes = await Promise.all(
    homes.map((cwd) => dedupResident(['run', 'in', '--output', 'out', '--quiet'], { cwd })),
  );
  expect(outcomes).toEqual(homes.map(() => ({ exitCode: 0, signal: null, stdout: '', stderr: '' })));
  expect(homes.map((home) => readOutput(`${home}/out`).records)).toEqual(homes.map((_, i) => `heat^ann^1^${i}\n`));
});

test('a run has variables of its own, in the program and in what it stands on, and the next one has not', async () => {
  const home = temporaryFolder({ config: '[profile mine]\nregion = nowhere-1\n' });
  const env = {
    AWS_CONFIG_FILE: `${home}/config`,
    AWS_SHARED_CREDENTIALS_FILE: `${home}/none`,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    AWS_REGION: undefined,
    AWS_DEFAULT_REGION: undefined,
  };
  const refusal = async (more: NodeJS.ProcessEnv) =>
    (await dedupResident(['run', 's3://bucket-a/in', '--output', 'out'], { cwd: home, env: { ...env, ...more } }))
      .stderr;
  expect(await refusal({})).toContain('no AWS region is set');
  expect(await refusal({ AWS_PROFILE: 'mine' })).toContain("profile 'mine', which AWS_PROFILE names");
  expect(await refusal({})).toContain('no AWS region is set');
});

test('a run that fails leaves nothing behind that the next one would find', async () => {
  const home = temporaryFolder(INPUT);
  for (let i = 0; i < 3; i++) {
    const failed = await dedupResident(['run', 'bad', '--output', 'out'], { cwd: home });
    expect(failed).toMatchObject({ exitCode: 65, stdout: '' });
    expect(failed.stderr.match(/^dedup: /gm)).toHaveLength(1);
    expect(await dedupResident([...RUN, '--quiet'], { cwd: home })).toMatchObject({ exitCode: 0 });
  }
});

test('a run is known to be over only when its files are written', async () => {
  const home = temporaryFolder({ 'in/a': Array.from({ length: 50_000 }, (_, i) => `heat^u${i}^1^1\n`).join('') });
  const { stdout } = await dedupResident(['run', 'in', '--output', 'out', '--json'], { cwd: home });
  expect(JSON.parse(stdout)).toEqual(JSON.parse(readFileSync(`${home}/out/_dedup/summary.json`, 'utf8')));
  expect(await dedupResident(['verify', 'out'], { cwd: home })).toMatchObject({ exitCode: 0, stderr: '' });
});

test('more command lines than one process runs are all answered', async () => {
  for (let i = 0; i < 45; i++) expect(await dedupResident(['--version'])).toMatchObject({ exitCode: 0 });
});
