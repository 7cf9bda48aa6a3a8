// `node supervisor.mjs TOKEN REQUEST`, started by launch.mjs in a process group of its own. It keeps one cluster up as long
// as its standard input is open, therefore the cluster ends whichever way the launcher ends.
//
// Standard input: a command a line, `start NODE` or `lose NODE`.
// Standard output: a line of JSON when the cluster is up, and after each command: its description, or {"problem": …}.
import { createInterface } from 'node:readline';
import { provideClassData } from './class-data.mjs';
import { makeCluster } from './cluster.mjs';
import { Problem } from './problem.mjs';
import { makeRunFolder, removeRunFolder, removeStaleRuns } from './run-folder.mjs';

/**
 * @typedef {object} Request
 * @property {import('./java.mjs').Java} java
 * @property {import('./install.mjs').Hadoop} hadoop
 * @property {import('./cluster.mjs').Options} options
 */

const [token = '', request = ''] = process.argv.slice(2);
/** @type {Request} */
const { java, hadoop, options } = JSON.parse(request);
const commands = createInterface({ input: process.stdin });
let isStopping = false;

// If no process reads the output any more, standard input has ended too.
process.stdout.on('error', () => undefined);
commands.once('close', () => void stop());
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => void stop());

const folder = makeRunFolder(token);
try {
  await removeStaleRuns();
  await provideClassData(folder, { java, hadoop });
  const cluster = await makeCluster({ folder, java, hadoop }, options);
  if (!isStopping) await cluster.start();
  say(cluster.describe());
  commands.on('line', (line) => void obey(cluster, line));
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  // A cluster that was stopped during its start is not an error.
  if (!isStopping) process.stderr.write(`yarn: ${error.message}\n`);
  process.exitCode = 1;
  await stop();
}

/**
 * @param {import('./cluster.mjs').Cluster} cluster
 * @param {string} line
 */
async function obey(cluster, line) {
  try {
    await carryOut(cluster, line);
    say(cluster.describe());
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    say({ problem: error.message });
  }
}

/**
 * @param {import('./cluster.mjs').Cluster} cluster
 * @param {string} line
 */
async function carryOut(cluster, line) {
  const [command, node = ''] = line.split(' ');
  if (command === 'start') await cluster.startNode(node);
  else if (command === 'lose') await cluster.loseNode(node);
  else throw new Problem(`no command "${line}"; there are: start NODE, lose NODE`);
}

/** @param {object} what */
function say(what) {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}

async function stop() {
  if (isStopping) return;
  isStopping = true;
  await removeRunFolder(folder);
  // No daemon may be started after this point.
  process.exit();
}
