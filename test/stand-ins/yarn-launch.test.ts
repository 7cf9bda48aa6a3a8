/** The messages of the launcher when it cannot start a cluster. These tests need neither Java nor Maven. */

import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync } from 'node:fs';
import { basename, join } from 'node:path';
import { temporaryFolder } from '../support/folder';

const YARN = join(__dirname, '..', 'yarn');
const MISSING = 69;

it.each([
  [['--nodes', '0'], '--nodes 0: a whole number from 1 to 250'],
  [['--nodes', 'two'], '--nodes two: a whole number from 1 to 250'],
  [['--memory', '31'], '--memory 31: a whole number from 32 to 2147483647'],
  [
    ['--set', 'hdfs-site:a=b'],
    '--set hdfs-site:a=b: SITE:NAME=VALUE, SITE one of core-site, mapred-site, yarn-site, capacity-scheduler',
  ],
  [
    ['--set', 'yarn-site:a'],
    '--set yarn-site:a: SITE:NAME=VALUE, SITE one of core-site, mapred-site, yarn-site, capacity-scheduler',
  ],
])('refuses %j', (args, message) => {
  expect(launch(args, {})).toEqual({ status: 1, stderr: `yarn: ${message}\n`, stdout: '' });
});

it('refuses an option that it does not have', () => {
  expect(launch(['--node', '1'], {})).toMatchObject({ status: 1, stderr: expect.stringContaining("'--node'") });
});

it('says that there is no Java', () => {
  expect(launch([], { JAVA_HOME: '/nowhere' })).toEqual({
    status: MISSING,
    stderr: 'yarn: no Java in JAVA_HOME (/nowhere), which Hadoop needs: install Java 17 or set JAVA_HOME\n',
    stdout: '',
  });
  expect(launch([], { JAVA_HOME: '', PATH: '/nowhere' })).toMatchObject({
    status: MISSING,
    stderr: 'yarn: no Java in the PATH, which Hadoop needs: install Java 17 or set JAVA_HOME\n',
  });
});

it.each([
  ['1.8', '1.8.0_452-b09'],
  ['24', '24.0.1+9'],
])('says that Java %s will not do', (specification, version) => {
  const home = temporaryFolder({ 'bin/java': javaThatSays(specification, version, '/nowhere') });
  chmodSync(join(home, 'bin/java'), 0o755);
  expect(launch([], { JAVA_HOME: home })).toMatchObject({
    status: MISSING,
    stderr: `yarn: ${home}/bin/java is Java ${version}, Hadoop needs 11 to 23: install Java 17 or set JAVA_HOME\n`,
  });
});

describe('where Hadoop is not installed', () => {
  const MAVEN_THAT_FAILS = '#!/bin/sh\n[ "$1" = --version ] || { echo "[ERROR] no such host"; exit 1; }\n';

  it('says that there is no Maven', () => {
    const { folder, environment } = machine({});
    expect(launch([], environment, folder)).toMatchObject({
      status: MISSING,
      stderr: "yarn: no Maven (mvn) in the PATH, which fetches Hadoop's jars: install it\n",
    });
  });

  it('says why Maven could not fetch it', () => {
    const { folder, environment } = machine({ 'bin/mvn': MAVEN_THAT_FAILS });
    expect(launch([], environment, folder)).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(
        /^Downloading Hadoop into \S+\/yarn\/\.hadoop \(once; some 105 MB\)\nyarn: Maven could not fetch Hadoop's jars: no such host\n$/,
      ),
    });
  });

  /** The launcher without its jars, a Java that says that it is 17, and such programs. */
  function machine(programs: Record<string, string>) {
    const home = temporaryFolder({ 'bin/java': javaThatSays('17', '17.0.15+6', '/nowhere'), ...programs });
    for (const program of ['bin/java', ...Object.keys(programs)]) chmodSync(join(home, program), 0o755);
    const folder = join(home, 'yarn');
    cpSync(YARN, folder, { recursive: true, filter: (name) => !basename(name).startsWith('.hadoop') });
    return { folder, environment: { JAVA_HOME: home, PATH: `${home}/bin` } };
  }
});

/** By nothing but the shell's own commands: it runs with next to no PATH. */
function javaThatSays(specification: string, version: string, home: string): string {
  const settings = { 'java.home': home, 'java.runtime.version': version, 'java.specification.version': specification };
  return `#!/bin/sh\n${Object.entries(settings)
    .map(([name, value]) => `echo '    ${name} = ${value}' >&2\n`)
    .join('')}`;
}

function launch(args: readonly string[], environment: NodeJS.ProcessEnv, folder = YARN) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'launch.mjs'), '--json', ...args], {
    env: { ...process.env, NODE_OPTIONS: '', ...environment },
    encoding: 'utf8',
    input: '',
  });
  return { status, stdout, stderr };
}
