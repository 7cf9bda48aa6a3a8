// An archive of Hadoop's classes as a JVM has them in memory (AppCDS): with it the daemons are up in two thirds of the
// time, and a command takes half. Made once for the Java at hand, from what a first cluster and some commands loaded.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeCluster } from './cluster.mjs';
import { listingClasses } from './daemons.mjs';
import { Problem } from './problem.mjs';

/**
 * @typedef {object} Tools
 * @property {import('./java.mjs').Java} java
 * @property {import('./install.mjs').Hadoop} hadoop
 */

/** Each of them loads most of what commands of its kind do. The last fails for want of its input, after all else. */
const COMMANDS = [
  ['hadoop', 'fs', '-ls', '/'],
  ['yarn', 'application', '-list'],
  ['hadoop-streaming', '-input', 'none', '-output', 'none', '-mapper', 'cat', '-reducer', 'cat'],
];

/**
 * Makes the archive if there is none of this Java.
 * @param {string} folder for what it needs meanwhile
 * @param {Tools} tools
 */
export async function provideClassData(folder, tools) {
  const { java, hadoop } = tools;
  const stamp = `${hadoop.classData}.txt`;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === java.version) return;
  process.stderr.write('Preparing a faster start of Hadoop (once; half a minute)\n');
  const lists = path.join(folder, 'class-lists');
  mkdirSync(lists, { recursive: true });
  await loadClasses(path.join(folder, 'first'), tools, lists);
  await archive(folder, tools, lists);
  writeFileSync(stamp, java.version);
}

/**
 * Runs a cluster and commands on it, each of which writes what classes it loads.
 * @param {string} folder
 * @param {Tools} tools
 * @param {string} lists folder of the lists
 */
async function loadClasses(folder, tools, lists) {
  const place = { folder, ...tools, classLists: lists };
  const cluster = await makeCluster(place, { nodes: 1, memoryMb: 1024, set: {} });
  await cluster.start();
  const { environment } = cluster.describe();
  for (const [i, [program = '', ...args]] of COMMANDS.entries()) {
    const HADOOP_CLIENT_OPTS = listingClasses(lists, `command-${i}`);
    const env = { ...process.env, ...environment, HADOOP_CLIENT_OPTS };
    await once(spawn(program, args, { env, cwd: folder, stdio: 'ignore' }), 'exit');
  }
  await cluster.shutDown();
}

/**
 * @param {string} folder
 * @param {Tools} tools
 * @param {string} lists
 */
async function archive(folder, { java, hadoop }, lists) {
  const classes = readdirSync(lists).flatMap((name) => readFileSync(path.join(lists, name), 'utf8').split('\n'));
  const list = path.join(folder, 'classes');
  writeFileSync(list, [...new Set(classes)].filter((line) => /^\w/.test(line)).join('\n'));
  // Beside the jars, so that the finished one is put in place at once.
  const made = `${hadoop.classData}.${process.pid}`;
  const options = [`-XX:SharedClassListFile=${list}`, `-XX:SharedArchiveFile=${made}`, '-XX:+UseSerialGC'];
  const dump = spawn(java.program, ['-Xshare:dump', ...options, '-cp', `${hadoop.jars}/*`], { stdio: 'ignore' });
  const [status] = await once(dump, 'exit');
  if (status !== 0) throw new Problem(`java -Xshare:dump of Hadoop's classes ended with exit code ${status}`);
  renameSync(made, hadoop.classData);
}
