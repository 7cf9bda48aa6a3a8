/** Installs the package that `npm pack` makes with nothing but Node: no clone, no network, an empty home folder. */

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { scripts, version } from '../../package.json';
import { dedup, ROOT } from '../support/command';
import { documents } from '../support/documents';
import { folderOfFile, namesBelow, temporaryFolder } from '../support/folder';
import { readOutput } from '../support/output';

const prefix = join(folderOfFile(), 'prefix');
const home = folderOfFile();
const PROGRAM = join(prefix, 'bin/dedup');
const PACKAGE = join(prefix, 'lib/node_modules/dedup-kit');

/** The environment of npm and the command: Node with its npm, the programs of a shell, and none of npm's settings. */
const env = { HOME: home, PATH: [dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter) };

const WITHOUT_CLUSTERS = {
  ...{ PATH: '/nowhere', HADOOP_HOME: '' },
  ...{ AWS_EC2_METADATA_DISABLED: 'true', AWS_REGION: '', AWS_DEFAULT_REGION: '', AWS_PROFILE: '' },
};

/** Commands that need more than Node, each with the line that names the missing part. */
const LACKING: readonly [args: readonly string[], exitCode: number, message: RegExp][] = [
  [['doctor'], 66, /^dedup: no cdk\.json in '.*': run this in the clone of the kit that 'cdk deploy' is run in\n$/],
  [['status'], 64, /^dedup: no AWS region is set: .*\n$/],
  [['yarn', 'in', '--output', 'out'], 69, /^dedup: no 'hadoop' on the PATH: .*\n$/],
];

/** Skips the build, because `dist/` is up to date when tests run and other tests use it meanwhile. */
beforeAll(() => {
  const packed = folderOfFile();
  const cache = ['--cache', folderOfFile(), '--no-update-notifier'];
  const npm = (args: readonly string[], cwd: string) =>
    execFileSync('npm', [...args, ...cache], { cwd, env, encoding: 'utf8', stdio: 'pipe' });
  npm(['pack', '--ignore-scripts', '--pack-destination', packed], ROOT);
  expect(readdirSync(packed)).toEqual([`dedup-kit-${version}.tgz`]);
  const file = join(packed, `dedup-kit-${version}.tgz`);
  npm(['install', '--global', '--offline', '--prefix', prefix, file], folderOfFile());
});

it('is built when it is packed, and not when it is installed', () => {
  expect(scripts.prepack).toBe(scripts.build);
  expect(Object.keys(scripts).filter((name) => /install|prepare/.test(name))).toEqual([]);
});

it('holds the bundle, the manual page and the documents, and depends on no other package', () => {
  const files = namesBelow(PACKAGE).filter((name) => !statSync(join(PACKAGE, name)).isDirectory());
  const expected = [
    'LICENSE',
    'dist/dedup-program.js',
    'dist/dedup.1',
    'dist/dedup.code-cache',
    'dist/dedup.js',
    'package.json',
    ...documents(),
  ];
  expect(files).toEqual(expected.sort());
  expect(readdirSync(dirname(PACKAGE))).toEqual(['dedup-kit']);
});

it('puts a command on the PATH that prints its version', () => {
  expect(execFileSync(PROGRAM, ['--version'], { env, cwd: home, encoding: 'utf8' })).toBe(`${version}\n`);
});

it('runs the job in an empty folder, verifies the output, and leaves no file in the home folder', async () => {
  const folder = temporaryFolder({ 'in/a': 'heat^ann^1^1\nheat^ann^2^2\n' });
  const installed = { cwd: folder, env, program: PROGRAM };
  const args = ['run', 'in', '--output', 'out', '--quiet'];
  expect(await dedup(args, installed)).toEqual({ exitCode: 0, signal: null, stdout: '', stderr: '' });
  expect(readOutput(join(folder, 'out')).records).toBe('heat^ann^2^2\n');
  expect(await dedup(['verify', 'out'], installed)).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await dedup(['plan', 'in'], installed)).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await dedup(['report', 'out'], installed)).toMatchObject({ exitCode: 0, stderr: '' });
  expect(existsSync(join(folder, 'out/_dedup/report.html'))).toBe(true);
  expect(readdirSync(home)).toEqual([]);
});

it('puts the manual page where man looks for it, and prints the completion script', () => {
  expect(readFileSync(join(prefix, 'share/man/man1/dedup.1'), 'utf8')).toMatch(/^\.TH DEDUP 1 /);
  expect(execFileSync(PROGRAM, ['completion', 'bash'], { env, cwd: home, encoding: 'utf8' })).toContain('_dedup');
});

it.each(LACKING)('names the missing part when %j is run without it', async (args, exitCode, message) => {
  const cwd = temporaryFolder({ 'in/a': 'heat^ann^1^1\n' });
  const outcome = await dedup(args, { cwd, env: { ...env, ...WITHOUT_CLUSTERS }, program: PROGRAM });
  expect(outcome).toEqual({ exitCode, signal: null, stdout: '', stderr: expect.stringMatching(message) });
});

it('has a changelog with an entry for this version', () => {
  const changes = readFileSync(join(PACKAGE, 'CHANGELOG.md'), 'utf8');
  expect(/^## (\S+)/m.exec(changes)?.[1]).toBe(version);
});
