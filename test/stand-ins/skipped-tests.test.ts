/**
 * `npm test` on a machine without Python, Java or Maven, in a copy of the repository that has nothing installed yet, with
 * a PATH that lacks these programs; and the priorities of its tests.
 */

import { execFile } from 'node:child_process';
import { chmodSync, cpSync, symlinkSync } from 'node:fs';
import { getPriority } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../support/command';
import { temporaryFolder, writeFiles } from '../support/folder';

const JEST = join(ROOT, 'node_modules/jest/bin/jest.js');

/** Tests as they stand in the kit, of one project each. */
const TESTS = {
  'test/one.s3.test.ts': "require('./support/s3-tests').onS3('on S3', () => it('runs', () => undefined));",
  'test/yarn/one.test.ts': "require('../support/yarn').onYarn('on YARN', () => it('runs', () => undefined));",
  'test/cloud/one.test.ts':
    "require('../support/cloud').onCloud('in the cloud', {}, () => it('runs', () => undefined));",
};

/** An S3 of somebody else's, which nobody asks for anything. */
const OTHER_S3 = { TEST_S3_ENDPOINT: 'http://127.0.0.1:9' };

const NO_PYTHON = 'it needs Python 3.10 or newer: spawnSync python3 ENOENT';
const NO_JAVA = 'no Java in the PATH, which Hadoop needs: install Java 17 or set JAVA_HOME';
const NO_MAVEN = "no Maven (mvn) in the PATH, which fetches Hadoop's jars: install it";

/** What it is asked for, as a Java 17 answers. */
const JAVA = `#!/bin/sh
printf '    java.home = /nowhere\\n    java.runtime.version = 17.0.1+1\\n    java.specification.version = 17\\n' >&2
`;

/** A copy as of a fresh clone, but for what Node alone makes. */
function clone(): string {
  const folder = temporaryFolder();
  const isLeftOut = /[/](\.venv|\.hadoop[^/]*|__pycache__|[^/]*\.test\.ts)$/;
  for (const name of ['jest.config.js', 'package.json', 'job', 'test/support', 'test/aws', 'test/yarn']) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true, filter: (each) => !isLeftOut.test(each) });
  }
  for (const name of ['node_modules', 'dist']) symlinkSync(join(ROOT, name), join(folder, name));
  writeFiles(folder, TESTS);
  return folder;
}

/** Runs the tests of these projects, with nothing on the PATH but what the folder's `bin/` holds. */
function npmTest(
  folder: string,
  projects: readonly string[],
  more: NodeJS.ProcessEnv = {},
): Promise<{ code: number; said: string }> {
  const args = [JEST, ...projects.map((each) => `--selectProjects=${each}`), `--cacheDirectory=${folder}/cache`];
  const { PYTHON: _, JAVA_HOME: __, TEST_S3_ENDPOINT: ___, ...environment } = process.env;
  const env = { ...environment, PATH: join(folder, 'bin'), NODE_OPTIONS: '', CI: '', ...more };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: folder, env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), said: stdout + stderr });
    });
  });
}

test('a missing program is named, and the tests that need it are skipped', async () => {
  const { code, said } = await npmTest(clone(), ['s3', 'yarn', 'cloud']);
  expect(said).toContain(`SKIPPED on S3: no S3 starts here: ${NO_PYTHON}\n`);
  expect(said).toContain(`SKIPPED on YARN: ${NO_JAVA}\n`);
  expect(said).toContain(`SKIPPED in the cloud: ${NO_PYTHON}\n`);
  expect(said).toMatch(/^Tests: +3 skipped, 3 total$/m);
  expect(code).toBe(0);
});

test.each([
  ['s3', {}, `no S3 for the tests: ${NO_PYTHON}`],
  ['yarn', OTHER_S3, NO_JAVA],
  ['cloud', {}, `no cloud for the tests: ${NO_PYTHON}`],
])('with CI=true the tests of %s fail for it', async (project, more, why) => {
  const { code, said } = await npmTest(clone(), [project], { CI: 'true', ...more });
  expect(said).toContain(why);
  expect(said).not.toMatch(/^SKIPPED/m);
  expect(code).toBe(1);
});

test.each([
  ['Java', {}, NO_JAVA],
  ['Maven', { 'bin/java': JAVA }, NO_MAVEN],
])('a machine that lacks %s alone has no YARN, and no cloud', async (_, programs, why) => {
  const folder = clone();
  writeFiles(folder, programs);
  if ('bin/java' in programs) chmodSync(join(folder, 'bin/java'), 0o755);
  // as if Python had installed it
  cpSync(join(folder, 'test/aws/requirements.txt'), join(folder, 'test/aws/.venv/installed.txt'));
  const { code, said } = await npmTest(folder, ['yarn', 'cloud'], OTHER_S3);
  expect(said).toContain(`SKIPPED on YARN: ${why}\n`);
  expect(said).toContain(`SKIPPED in the cloud: ${why}\n`);
  expect(said).toMatch(/^Tests: +2 skipped, 2 total$/m);
  expect(code).toBe(0);
});

test('tests that keep a core busy have a lower priority beside tests that wait, and the usual one otherwise', async () => {
  const folder = clone();
  const tells = (project: string) =>
    `it('tells', () => process.stderr.write(\`${project} at \${require('node:os').getPriority()}\\n\`));`;
  const names = { unit: 'test/job/one.test.ts', cloud: 'test/cloud/two.test.ts' };
  writeFiles(folder, { [names.unit]: tells('unit'), [names.cloud]: tells('cloud') });
  const usual = getPriority();
  const beside = await npmTest(folder, ['unit', 'cloud']);
  expect(beside.said).toContain(`unit at ${Math.max(usual, 5)}\n`);
  expect(beside.said).toContain(`cloud at ${usual}\n`);
  expect((await npmTest(folder, ['unit'])).said).toContain(`unit at ${usual}\n`);
});
