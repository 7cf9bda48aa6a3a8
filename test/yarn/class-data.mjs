// An archive of Hadoop's classes in the form of a JVM's memory (AppCDS). With it the daemons start in two thirds of the
// time, and a command or a container in half of it. The archive is made once for each Java, from the classes that a first
// cluster, some commands and a job loaded.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { oneAtATime } from '../support/one-at-a-time.mjs';
import { makeCluster } from './cluster.mjs';
import { listingClasses } from './daemons.mjs';
import { Problem } from './problem.mjs';

/**
 * @typedef {object} Tools
 * @property {import('./java.mjs').Java} java
 * @property {import('./install.mjs').Hadoop} hadoop
 */

/** Each command loads most classes of the commands of its kind. */
const COMMANDS = [
  ['hadoop', 'fs', '-ls', '/'],
  ['yarn', 'application', '-list'],
];

/** A compiler that optimizes is not worth its time in a JVM that ends after seconds. */
const SHORT_LIVED = '-XX:+UseSerialGC -XX:TieredStopAtLevel=1';

/** A job, which loads the classes of jobs and of their containers. */
const JOB = Object.entries({
  'mapreduce.map.memory.mb': '256',
  'mapreduce.map.java.opts': `-Xmx200m ${SHORT_LIVED}`,
  'mapreduce.reduce.memory.mb': '256',
  'mapreduce.reduce.java.opts': `-Xmx200m ${SHORT_LIVED}`,
  'mapreduce.task.io.sort.mb': '10',
  'yarn.app.mapreduce.am.resource.mb': '512',
  'yarn.app.mapreduce.am.command-opts': `-Xmx400m ${SHORT_LIVED}`,
}).flatMap(([name, value]) => ['-D', `${name}=${value}`]);
const NLINE = 'org.apache.hadoop.mapred.lib.NLineInputFormat';
const STREAMING = ['-inputformat', NLINE, '-mapper', 'cat', '-reducer', 'cat'];

/**
 * Makes the archive unless one exists for this Java and these jars. Of clusters that start together, one makes it and the
 * others wait, because each would need a core for half a minute and more.
 * @param {string} folder for what it needs meanwhile
 * @param {Tools} tools
 */
export async function provideClassData(folder, tools) {
  const stamp = `${tools.hadoop.classData}.txt`;
  const made = digestOf(tools);
  const exists = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === made;
  if (exists()) return;
  await oneAtATime(`${tools.hadoop.classData}.lock`, async () => {
    if (exists()) return;
    process.stderr.write('Preparing a faster start of Hadoop (once; a minute)\n');
    const lists = path.join(folder, 'class-lists');
    mkdirSync(lists, { recursive: true });
    await loadClasses(path.join(folder, 'first'), tools, lists);
    await archive(folder, tools, lists);
    writeFileSync(stamp, made);
  });
}

/**
 * A digest of everything that an archive depends on. A JVM silently ignores an archive that was made from jars in another
 * folder, therefore a copied folder needs a new archive.
 * @param {Tools} tools
 */
function digestOf({ java, hadoop }) {
  const { ino } = statSync(hadoop.jars);
  const how = readFileSync(import.meta.filename, 'utf8');
  return createHash('sha256').update([java.version, hadoop.jars, ino, how].join('\n')).digest('hex');
}

/**
 * Runs a cluster, and commands and a job on it. Each of them lists the classes that it loads.
 * @param {string} folder
 * @param {Tools} tools
 * @param {string} lists folder of the lists
 */
async function loadClasses(folder, tools, lists) {
  const place = { folder, ...tools, classLists: lists };
  const cluster = await makeCluster(place, { nodes: 1, memoryMb: 1024, set: {}, isPlain: false });
  await cluster.start();
  const { environment } = cluster.describe();
  for (const [i, [program = '', ...args]] of [...COMMANDS, jobIn(folder)].entries()) {
    const HADOOP_CLIENT_OPTS = listingClasses(lists, `command-${i}`);
    const env = { ...process.env, ...environment, HADOOP_CLIENT_OPTS };
    const [status] = await once(spawn(program, args, { env, cwd: folder, stdio: 'ignore' }), 'exit');
    if (status !== 0) throw new Problem(`${program} ${args.join(' ')} ended with exit code ${status}`);
  }
  await cluster.shutDown();
}

/** @param {string} folder */
function jobIn(folder) {
  const input = path.join(folder, 'input');
  writeFileSync(input, 'line\n');
  return ['hadoop-streaming', ...JOB, ...STREAMING, '-input', input, '-output', path.join(folder, 'output')];
}

/**
 * @param {string} folder
 * @param {Tools} tools
 * @param {string} lists
 */
async function archive(folder, { java, hadoop }, lists) {
  const classes = readdirSync(lists).flatMap((name) => readFileSync(path.join(lists, name), 'utf8').split('\n'));
  const list = path.join(folder, 'classes');
  // lines with @ are for lambda expressions, whose classes a JVM would else make anew at each start
  writeFileSync(list, [...new Set(classes)].filter((line) => /^[\w@]/.test(line)).join('\n'));
  // The archive is made beside the jars, where the finished file can be put in place by a rename.
  const made = `${hadoop.classData}.${process.pid}`;
  const options = [`-XX:SharedClassListFile=${list}`, `-XX:SharedArchiveFile=${made}`, '-XX:+UseSerialGC'];
  const dump = spawn(java.program, ['-Xshare:dump', ...options, '-cp', `${hadoop.jars}/*`], { stdio: 'ignore' });
  const [status] = await once(dump, 'exit');
  if (status !== 0) throw new Problem(`java -Xshare:dump of Hadoop's classes ended with exit code ${status}`);
  renameSync(made, hadoop.classData);
}
