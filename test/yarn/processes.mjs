// The processes of a cluster, found by what they are and not by ids that may since have passed to others.
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
 * By this argument a daemon is known as one of the cluster in that folder.
 * @param {string} folder
 */
export function markOf(folder) {
  return `-Ddedup.yarn.folder=${folder}`;
}

/**
 * Ends, without asking, a cluster's daemons and all that runs in its containers.
 * @param {string} folder
 */
export async function endCluster(folder) {
  await endAll((found) => found.command.includes(markOf(folder)) || isInContainer(found, path.join(folder, 'nodes')));
}

/**
 * The same of one node's containers.
 * @param {string} nodeFolder
 */
export async function endContainers(nodeFolder) {
  await endAll((found) => isInContainer(found, nodeFolder));
}

/**
 * Whether the process has these in its command line.
 * @param {number} pid
 * @param {readonly string[]} parts
 */
export function isRunning(pid, parts) {
  const found = hasProc() ? describe(pid) : listedProcesses().find((each) => each.pid === pid);
  return found !== undefined && parts.every((part) => found.command.includes(part));
}

/**
 * Looks again until none is left: what is about to end may have started another.
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
 * By where it works: of a container's own shells and of ours in that folder only the former are below an application.
 * By what YARN gave it, for those that went elsewhere.
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
 * Empty texts where the process has ended, or is another user's.
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
 * Where there is no /proc, as on macOS.
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
