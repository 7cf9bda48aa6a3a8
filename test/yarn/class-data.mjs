// An archive of Hadoop's classes in the form of a JVM's memory (AppCDS), which daemons, commands and containers start with.
// It is made once for each Java, from the kit's list of the classes of containers. Daemons and commands load most of these
// classes too: an archive of all their classes would save each of them half a second, and would take longer to make than all
// clusters of the tests would save.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { oneAtATime } from '../support/one-at-a-time.mjs';
import { Problem } from './problem.mjs';

/**
 * @typedef {object} Tools
 * @property {import('./java.mjs').Java} java
 * @property {import('./install.mjs').Hadoop} hadoop
 */

const LIST = path.join(import.meta.dirname, '../../job/runner/yarn/hadoop-classes.txt');
/** The first Java that reads every line of the list: those with @ are for lambda expressions. */
const READS_LAMBDAS = 16;

/**
 * Makes the archive unless one exists for this Java, these jars and this list. Of clusters that start together, one makes it
 * and the others wait, because each would need a core for many seconds.
 * @param {string} folder for the files that it needs meanwhile
 * @param {Tools} tools
 */
export async function provideClassData(folder, tools) {
  const stamp = `${tools.hadoop.classData}.txt`;
  const made = digestOf(tools);
  const exists = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === made;
  if (exists()) return;
  await oneAtATime(`${tools.hadoop.classData}.lock`, async () => {
    if (exists()) return;
    process.stderr.write('Preparing a faster start of Hadoop (once; some fifteen seconds)\n');
    await archive(folder, tools);
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
  const own = [import.meta.filename, LIST].map((file) => readFileSync(file, 'utf8'));
  return createHash('sha256')
    .update([java.version, hadoop.jars, ino, ...own].join('\n'))
    .digest('hex');
}

/**
 * @param {string} folder
 * @param {Tools} tools
 */
async function archive(folder, { java, hadoop }) {
  const list = path.join(folder, 'classes');
  const isRead = (/** @type {string} */ line) =>
    !line.startsWith('@') || Number.parseInt(java.version, 10) >= READS_LAMBDAS;
  writeFileSync(list, readFileSync(LIST, 'utf8').split('\n').filter(isRead).join('\n'));
  // The archive is made beside the jars, where the finished file can be put in place by a rename.
  const made = `${hadoop.classData}.${process.pid}`;
  const files = [`-XX:SharedClassListFile=${list}`, `-XX:SharedArchiveFile=${made}`];
  // with this collector the archive has Java's own objects too, which JVMs with another collector load from it
  const options = ['-Xshare:dump', '-XX:+UseG1GC', ...files, '-cp', `${hadoop.jars}/*`];
  const dump = spawn(java.program, options, { stdio: 'ignore' });
  const [status] = await once(dump, 'exit');
  if (status !== 0) throw new Problem(`java -Xshare:dump of Hadoop's classes ended with exit code ${status}`);
  renameSync(made, hadoop.classData);
}
