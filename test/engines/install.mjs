// Prints, as JSON, the commands that start Spark and Trino, or {"missing": what this machine lacks for them}. Maven fetches
// their jars when they are missing or outdated.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { findJava } from '../yarn/java.mjs';
import { installByMaven } from '../yarn/maven.mjs';
import { Missing, Problem } from '../yarn/problem.mjs';

/** What Spark takes of Java's internals, by its own class JavaModuleOptions. */
const INTERNALS = [
  ...['java.base/java.lang', 'java.base/java.lang.invoke', 'java.base/java.lang.reflect', 'java.base/java.io'],
  ...['java.base/java.net', 'java.base/java.nio', 'java.base/java.util', 'java.base/java.util.concurrent'],
  ...['java.base/java.util.concurrent.atomic', 'java.base/jdk.internal.ref', 'java.base/sun.nio.ch'],
  ...['java.base/sun.nio.cs', 'java.base/sun.security.action', 'java.base/sun.util.calendar'],
];

/** @param {string} engine */
function homeOf(engine) {
  return path.join(import.meta.dirname, '.engines', engine);
}

/** @param {'Spark' | 'Trino'} name @param {number} megabytes */
function install(name, megabytes) {
  const engine = name.toLowerCase();
  const home = homeOf(engine);
  const pom = path.join(import.meta.dirname, engine, 'pom.xml');
  installByMaven({ name, pom, property: 'engine.home', home, megabytes });
  const [, version = ''] = /<\w+\.version>(.*)</.exec(readFileSync(pom, 'utf8')) ?? [];
  return { home, jars: path.join(home, 'lib', '*'), version };
}

function commands() {
  const { program } = findJava('Trino', 17);
  const spark = install('Spark', 245);
  const trino = install('Trino', 265);
  return {
    spark: [
      ...[program, '-Xmx1g', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'],
      ...INTERNALS.flatMap((each) => ['--add-opens', `${each}=ALL-UNNAMED`]),
      ...['-cp', spark.jars, path.join(import.meta.dirname, 'spark', 'Tables.java')],
    ],
    trino: [
      ...[program, '-Xmx1g', '-XX:+UseG1GC', '-XX:TieredStopAtLevel=1', '-Djdk.attach.allowAttachSelf=true'],
      ...['-cp', trino.jars, path.join(import.meta.dirname, 'trino', 'Start.java'), trino.version],
    ],
    trinoPlugins: path.join(trino.home, 'plugin'),
  };
}

try {
  process.stdout.write(JSON.stringify(commands()));
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  if (error instanceof Missing) process.stdout.write(JSON.stringify({ missing: error.message }));
  else process.stderr.write(`engines: ${error.message}\n`);
  process.exitCode = error instanceof Missing ? 0 : 1;
}
