// The processes of a cluster, found by their properties, because process ids may belong to other processes by now.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * @typedef {object} Process
 * @property {number} pid
 * @property {string} command program and arguments
 * @property {string} workingFolder
 * @property {string} environment
 */

const PAUSE_MS = 20;

/**
 * The argument that marks a daemon as one of the cluster in this folder.
 * @param {string} folder
 */
export function markOf(folder) {
  return `-Ddedup.yarn.folder=${folder}`;
}

/**
 * Kills the daemons of a cluster and all processes in its containers.
 * @param {string} folder
 */
export async function endCluster(folder) {
  await endAll((found) => found.command.includes(markOf(folder)) || isInContainer(found, path.join(folder, 'nodes')));
}

/**
 * Kills all processes in the containers of one node.
 * @param {string} nodeFolder
 */
export async function endContainers(nodeFolder) {
  await endAll((found) => isInContainer(found, nodeFolder));
}

/**
 * Whether the command line of the process has these parts.
 * @param {number} pid
 * @param {readonly string[]} parts
 */
export function isRunning(pid, parts) {
  const found = hasProc() ? describe(pid) : listedProcesses().find((each) => each.pid === pid);
  return found !== undefined && parts.every((part) => found.command.includes(part));
}

/**
 * Kills repeatedly until no process is left, because a process may start another before it ends.
 * @param {(found: Process) => boolean} isMeant
 */
async function endAll(isMeant) {
  for (;;) {
    const meant = allProcesses().filter(isMeant);
    if (meant.length === 0) return;
    for (const { pid } of meant) kill(pid);
    await delay(PAUSE_MS);
  }
}

/**
 * Whether a process belongs to a container. It does if it works below the folder of an application, where no shell of a
 * developer works, or if its environment has the variables of YARN, for a process that changed its working folder.
 *
 * @param {Process} found
 * @param {string} nodes folder of one node or of all
 */
function isInContainer({ workingFolder, environment }, nodes) {
  return (
    (workingFolder.startsWith(`${nodes}/`) && workingFolder.includes('/appcache/')) ||
    environment.includes(`\0LOCAL_DIRS=${nodes}/`)
  );
}

/** @param {number} pid */
function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
  }
}

/** @returns {Process[]} */
function allProcesses() {
  if (!hasProc()) return listedProcesses();
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => describe(Number(name)));
}

function hasProc() {
  return existsSync('/proc/self/cmdline');
}

/**
 * Reads a process. Its texts are empty if it has ended or belongs to another user.
 * @param {number} pid
 * @returns {Process}
 */
function describe(pid) {
  const read = (/** @type {string} */ name) => orEmpty(() => readFileSync(`/proc/${pid}/${name}`, 'utf8'));
  return {
    pid,
    command: read('cmdline').replaceAll('\0', ' '),
    workingFolder: orEmpty(() => readlinkSync(`/proc/${pid}/cwd`)),
    environment: `\0${read('environ')}`,
  };
}

/** @param {() => string} read */
function orEmpty(read) {
  try {
    return read();
  } catch {
    return '';
  }
}

/**
 * Lists the processes on a system without /proc, such as macOS.
 * @returns {Process[]}
 */
function listedProcesses() {
  const folders = new Map(
    [...output('lsof', ['-w', '-d', 'cwd', '-F', 'pn']).matchAll(/^p(\d+)\n(?:f.*\n)?n(.*)$/gm)].map(
      ([, pid, folder = '']) => [Number(pid), folder],
    ),
  );
  return [...output('ps', ['-axww', '-o', 'pid=,command=']).matchAll(/^ *(\d+) (.*)$/gm)].map(
    ([, pid, command = '']) => ({
      pid: Number(pid),
      command,
      workingFolder: folders.get(Number(pid)) ?? '',
      environment: '',
    }),
  );
}

/** @param {string} program @param {string[]} args */
function output(program, args) {
  const { stdout, error } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (error) throw error;
  return stdout;
}
