// Hadoop's jars in the layout of a Hadoop home beside this file. Maven fetches them when they are missing or outdated.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { installByMaven } from './maven.mjs';
import { Problem } from './problem.mjs';

/**
 * @typedef {object} Hadoop
 * @property {string} home
 * @property {string} jars folder of what daemons, commands and tasks have on their class path
 * @property {string} streamingJar
 * @property {string} classData file, of which class-data.mjs says more
 */

const POM = path.join(import.meta.dirname, 'pom.xml');
const HOME = path.join(import.meta.dirname, '.hadoop');

/** @returns {Hadoop} */
export function installHadoop() {
  installByMaven({ name: 'Hadoop', pom: POM, property: 'hadoop.home', home: HOME, megabytes: 105 });
  const tools = path.join(HOME, 'share', 'hadoop', 'tools', 'lib');
  const streaming = readdirSync(tools).find((name) => name.startsWith('hadoop-streaming-'));
  if (streaming === undefined) throw new Problem(`no hadoop-streaming-*.jar in ${tools}; delete ${HOME}`);
  return {
    home: HOME,
    jars: path.join(HOME, 'share', 'hadoop', 'common', 'lib'),
    streamingJar: path.join(tools, streaming),
    classData: path.join(HOME, 'classes.jsa'),
  };
}
