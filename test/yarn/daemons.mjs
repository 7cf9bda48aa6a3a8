// Hadoop's daemons as child processes.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Problem } from './problem.mjs';
import { markOf } from './processes.mjs';

/**
 * @typedef {object} Place
 * @property {string} folder of the cluster
 * @property {string} configuration folder
 * @property {import('./java.mjs').Java} java
 * @property {import('./install.mjs').Hadoop} hadoop
 */

/**
 * @typedef {object} Daemon
 * @property {string} name
 * @property {number} pid
 * @property {string} log file
 * @property {() => boolean} hasEnded
 * @property {(signal: NodeJS.Signals) => Promise<unknown>} end settles when it has ended
 */

const PACKAGES = ['java.lang', 'java.util', 'java.net', 'java.nio'];
const JAVA_OPTIONS = [
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  // a file in the temporary folder would survive a killed process
  '-XX:-UsePerfData',
  // the code is Hadoop's own, and its verification takes a part of the CPU time of a start
  ...['-XX:+UnlockDiagnosticVMOptions', '-XX:-BytecodeVerificationRemote'],
  '-Dhadoop.root.logger=INFO,console',
  ...PACKAGES.map((name) => `--add-opens=java.base/${name}=ALL-UNNAMED`),
];

/** @param {Place} place */
export function startResourceManager(place) {
  const program = 'org.apache.hadoop.yarn.server.resourcemanager.ResourceManager';
  return start(place, 'resource-manager', '-Xmx400m', [program]);
}

/** @param {Place} place */
export function startJobHistoryServer(place) {
  return start(place, 'job-history', '-Xmx256m', ['org.apache.hadoop.mapreduce.v2.hs.JobHistoryServer']);
}

/**
 * @param {Place} place
 * @param {{ name: string, address: string, folder: string }} node
 */
export function startNodeManager(place, { name, address, folder }) {
  mkdirSync(folder, { recursive: true });
  const settings = {
    'yarn.nodemanager.hostname': address,
    'yarn.nodemanager.bind-host': address,
    'yarn.nodemanager.address': `${address}:0`,
    'yarn.nodemanager.localizer.address': `${address}:0`,
    'yarn.nodemanager.webapp.address': `${address}:0`,
    'yarn.nodemanager.local-dirs': path.join(folder, 'local'),
    'yarn.nodemanager.log-dirs': path.join(folder, 'logs'),
  };
  const program = 'org.apache.hadoop.yarn.server.nodemanager.NodeManager';
  const args = Object.entries(settings).flatMap(([property, value]) => ['-D', `${property}=${value}`]);
  return start(place, name, '-Xmx256m', [program, ...args]);
}

/**
 * @param {Place} place
 * @param {string} name
 * @param {string} heap
 * @param {readonly string[]} command class and arguments
 * @returns {Daemon}
 */
function start({ folder, configuration, java, hadoop }, name, heap, command) {
  const log = path.join(folder, 'logs', `${name}.log`);
  const output = openSync(log, 'a');
  const classes = `-XX:SharedArchiveFile=${hadoop.classData}`;
  const own = [heap, classes, markOf(folder), `-Djava.io.tmpdir=${path.join(folder, 'tmp')}`];
  const classPath = ['-cp', `${hadoop.jars}/*:${configuration}`];
  const child = spawn(java.program, [...own, ...JAVA_OPTIONS, ...classPath, ...command], {
    cwd: folder,
    // No other variable is passed on: on a cluster no container has a region or credentials in its environment.
    env: { PATH: '/usr/bin:/bin', JAVA_HOME: java.home, HADOOP_HOME: hadoop.home, HADOOP_CONF_DIR: configuration },
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  if (child.pid === undefined) throw new Problem(`cannot start ${java.program}`);
  const ended = once(child, 'exit');
  const end = async (/** @type {NodeJS.Signals} */ signal) => {
    child.kill(signal);
    await ended;
  };
  return { name, pid: child.pid, log, hasEnded: () => child.exitCode !== null || child.signalCode !== null, end };
}

/**
 * The last line of the log of a daemon that tells of an error.
 * @param {Daemon} daemon
 */
export function lastError({ log }) {
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
  return lines.findLast((line) => / (ERROR|FATAL) |Exception/.test(line)) ?? lines.at(-1) ?? '';
}
