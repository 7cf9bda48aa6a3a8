// Finds a Java that can run this Hadoop, or another program of its kind.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { Missing } from './problem.mjs';

/**
 * @typedef {object} Java
 * @property {string} home
 * @property {string} program
 * @property {string} version such as `17.0.15+6-Debian-1deb12u1`
 */

/** Java 24 removed the call by which Hadoop 3.4 asks for the user (`Subject.getSubject`). */
const VERSIONS = { least: 11, most: 23 };

/**
 * The Java of JAVA_HOME, or else of the PATH.
 * @param {string} name of the program that it is to run, for messages
 * @param {number} least version that the program takes
 * @returns {Java}
 */
export function findJava(name = 'Hadoop', least = VERSIONS.least) {
  const { JAVA_HOME } = process.env;
  const program = JAVA_HOME ? path.join(JAVA_HOME, 'bin', 'java') : 'java';
  const { stderr, status, error } = spawnSync(program, ['-XshowSettings:properties', '-version'], { encoding: 'utf8' });
  if (error || status !== 0) {
    const place = JAVA_HOME ? `JAVA_HOME (${JAVA_HOME})` : 'the PATH';
    throw new Missing(`no Java in ${place}, which ${name} needs: install Java 17 or set JAVA_HOME`);
  }
  const property = (/** @type {string} */ name) => new RegExp(`^ *${name} = (.*)$`, 'm').exec(stderr)?.[1] ?? '';
  const version = property('java.runtime.version');
  const home = property('java.home');
  const feature = Number.parseInt(property('java.specification.version'), 10);
  if (!(feature >= least && feature <= VERSIONS.most)) {
    throw new Missing(
      `${program} is Java ${version}, ${name} needs ${least} to ${VERSIONS.most}: install Java 17 or set JAVA_HOME`,
    );
  }
  return { home, program: path.join(home, 'bin', 'java'), version };
}
