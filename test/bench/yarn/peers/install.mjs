// Installs Spark and Flink beside the bench, in a folder of their own, when they are missing or outdated.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Problem } from '../../problem.mjs';
import { requireSpace } from '../../scratch.mjs';
import { makeVenv, pipOf, pythonOf, run } from '../../venv.mjs';

/**
 * @typedef {object} Peers
 * @property {string} python that has Spark
 * @property {string} sparkHome
 * @property {string} flinkJars folder of the jars that a Flink job of this kind needs
 * @property {string} flinkProgram jar
 * @property {{ spark: string, flink: string }} versions
 */

const REQUIREMENTS = fileURLToPath(new URL('requirements.txt', import.meta.url));
const PROGRAM = fileURLToPath(new URL('Latest.java', import.meta.url));
/** .gitignore has this name too. */
const INSTALLED = fileURLToPath(new URL('../.peers', import.meta.url));
const VENV = path.join(INSTALLED, 'venv');
const PYTHON = pythonOf(VENV);
const FLINK_JARS = path.join(INSTALLED, 'flink');
const FLINK_PROGRAM = path.join(INSTALLED, 'latest.jar');
/** Copies of the sources of both steps. Each is written last, so an interrupted step has none. */
const STAMPS = { packages: path.join(INSTALLED, 'installed.txt'), program: path.join(INSTALLED, 'compiled.txt') };

/** The packages as they are fetched, unpacked and installed take so much at the worst moment. */
const NEEDED_BYTES = 4e9;
/** A Java of any version that Hadoop takes runs the program. */
const RELEASE = '11';
/** Of Flink's jars these alone are sent to the containers, because the job needs no others. */
const NEEDED_JARS = /^(flink-dist|log4j-.*)-[\d.]+\.jar$/;

/** @param {import('../../../yarn/java.mjs').Java} java @returns {Peers} */
export function installPeers(java) {
  if (!isDone(STAMPS.packages, REQUIREMENTS)) installPackages();
  if (!isDone(STAMPS.program, PROGRAM)) compileProgram(java);
  return {
    python: PYTHON,
    sparkHome: folderOf('pyspark'),
    flinkJars: FLINK_JARS,
    flinkProgram: FLINK_PROGRAM,
    versions: { spark: versionOf('pyspark'), flink: versionOf('apache-flink-libraries') },
  };
}

/** @param {string} stamp @param {string} source */
function isDone(stamp, source) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === readFileSync(source, 'utf8');
}

function installPackages() {
  rmSync(INSTALLED, { recursive: true, force: true });
  const temporary = path.join(INSTALLED, 'temporary');
  mkdirSync(temporary, { recursive: true });
  requireSpace(INSTALLED, NEEDED_BYTES, 'the installation of Spark and Flink', 'free some of it');
  process.stderr.write(
    'Installing Spark and Flink into test/bench/yarn/.peers (once; 670 MB to fetch, some minutes)\n',
  );
  makeVenv(VENV);
  const pip = [...pipOf(VENV), '--no-cache-dir', '--no-deps', '--requirement', REQUIREMENTS];
  run(pip, 'cannot install Spark and Flink', { TMPDIR: temporary });
  takeFlinkJars();
  rmSync(temporary, { recursive: true, force: true });
  writeFileSync(STAMPS.packages, readFileSync(REQUIREMENTS));
}

/** Keeps the jars that are needed, and removes the rest of their package. */
function takeFlinkJars() {
  const packaged = folderOf('pyflink');
  const folder = path.join(packaged, 'lib');
  mkdirSync(FLINK_JARS);
  for (const name of readdirSync(folder).filter((name) => NEEDED_JARS.test(name))) {
    renameSync(path.join(folder, name), path.join(FLINK_JARS, name));
  }
  rmSync(packaged, { recursive: true });
}

/** @param {import('../../../yarn/java.mjs').Java} java */
function compileProgram({ home }) {
  const classes = path.join(INSTALLED, 'classes');
  rmSync(classes, { recursive: true, force: true });
  const [javac, jar] = ['javac', 'jar'].map((name) => path.join(home, 'bin', name));
  if (!existsSync(javac ?? ''))
    throw new Problem(`no ${javac}, which compiles Flink's program: JAVA_HOME has to be a JDK`);
  const options = ['--release', RELEASE, '-cp', `${FLINK_JARS}/*`, '-d', classes];
  run([javac ?? '', ...options, PROGRAM], "cannot compile Flink's program");
  const contents = ['--file', FLINK_PROGRAM, '--main-class', path.basename(PROGRAM, '.java'), '-C', classes, '.'];
  run([jar ?? '', '--create', ...contents], "cannot pack Flink's program");
  rmSync(classes, { recursive: true });
  writeFileSync(STAMPS.program, readFileSync(PROGRAM));
}

/** The folder of an installed package. @param {string} name of its module */
function folderOf(name) {
  const question = `import importlib.util as u; print(u.find_spec("${name}").submodule_search_locations[0])`;
  return run([PYTHON, '-c', question], 'the installed peers do not run; delete test/bench/yarn/.peers').trim();
}

/** The version that is asked for. @param {string} name of a package */
function versionOf(name) {
  const [, version = ''] = new RegExp(`^${name}==(.*)$`, 'm').exec(readFileSync(REQUIREMENTS, 'utf8')) ?? [];
  return version;
}
