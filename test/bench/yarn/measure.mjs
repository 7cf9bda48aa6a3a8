// One run of one command that works on the cluster: wall time, and CPU time of the command and of the cluster.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { busySeconds, ENVIRONMENT } from '../measure.mjs';
import { Problem } from '../problem.mjs';
import { endOfApplication } from './applications.mjs';

/**
 * @typedef {object} Figures
 * @property {number} wall seconds, until the command has ended, or its application if the command ends before that
 * @property {number} cpu seconds, user and system: `clientCpu` and `clusterCpu`
 * @property {number} clientCpu of the command and all its children
 * @property {number} clusterCpu of the daemons and all that ran in containers, until the last container has ended
 * @property {number} s3Cpu of the server that stands for S3; not in `cpu`
 * @property {number} disturbance share of the machine's CPU that others used meanwhile, the bench included
 *
 * @typedef {object} Place where a command runs
 * @property {readonly { pid: number }[]} daemons and the process that adopts what their containers leave behind
 * @property {Record<string, string>} environment
 * @property {string | null} awaited the ResourceManager of the application that outlives the command, if it does
 * @property {import('./s3.mjs').S3 | null} s3 that holds input and output; else they are on a folder
 */

/** The unit of times in /proc on every Linux that Node runs on (`getconf CLK_TCK`). */
const TICKS_PER_SECOND = 100;
const PAUSE_MS = 50;
/** The application master ends some seconds after its job. */
const PATIENCE_MS = 60_000;
const SAID_LINES = 20;
/** Without its cluster Spark's client would go on for long, however the bench ended. */
const ENDS_WITH_THE_BENCH = ['--pdeathsig', 'TERM'];

/**
 * @param {readonly string[]} command
 * @param {Place} place
 * @returns {Promise<Figures>}
 */
export async function measure([program = '', ...args], { daemons: all, environment, awaited, s3 }) {
  const daemons = all.map(({ pid }) => pid);
  const servers = s3 ? [s3.pid] : [];
  const before = {
    children: childrenOf(daemons),
    clock: Date.now(),
    busy: busySeconds(),
    client: childSeconds(),
    cluster: secondsOf(daemons),
    s3: secondsOf(servers),
    at: process.hrtime.bigint(),
  };
  const client = spawn('setpriv', [...ENDS_WITH_THE_BENCH, program, ...args], {
    env: { ...ENVIRONMENT, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [client.stdout, client.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      said = `${said}${text}`.split('\n').slice(-SAID_LINES).join('\n');
    });
  }
  const [exitCode] = await once(client, 'close');
  const untilExit = secondsSince(before.at);
  if (exitCode !== 0) throw new Problem(`exit code ${exitCode} of: ${[program, ...args].join(' ')}\n${said.trim()}`);
  const wall = awaited ? ((await endOfApplication(awaited, before.clock)) - before.clock) / 1000 : untilExit;
  await untilContainersEnded(daemons, before.children);
  const clientCpu = childSeconds() - before.client;
  const clusterCpu = secondsOf(daemons) - before.cluster;
  const s3Cpu = secondsOf(servers) - before.s3;
  const cpu = clientCpu + clusterCpu;
  const byOthers = Math.max(0, busySeconds() - before.busy - cpu - s3Cpu);
  const disturbance = byOthers / (secondsSince(before.at) * os.cpus().length);
  return { wall, cpu, clientCpu, clusterCpu, s3Cpu, disturbance };
}

/** @param {bigint} at */
function secondsSince(at) {
  return Number(process.hrtime.bigint() - at) / 1e9;
}

/** The CPU time of the ended children of this process, and of their ended children. */
function childSeconds() {
  const { childTicks } = statOf('self');
  return childTicks / TICKS_PER_SECOND;
}

/** The CPU time of these processes and of their ended children. @param {readonly number[]} pids */
function secondsOf(pids) {
  const ticks = pids.map((pid) => statOf(pid)).map(({ ownTicks, childTicks }) => ownTicks + childTicks);
  return ticks.reduce((sum, each) => sum + each, 0) / TICKS_PER_SECOND;
}

/**
 * Waits for the end of all containers, because only ended children count in the CPU time of the daemons.
 *
 * @param {readonly number[]} daemons
 * @param {readonly number[]} lasting children that were there before
 */
async function untilContainersEnded(daemons, lasting) {
  const deadline = Date.now() + PATIENCE_MS;
  while (childrenOf(daemons).some((pid) => !lasting.includes(pid))) {
    if (Date.now() > deadline) throw new Problem(`containers still run ${PATIENCE_MS / 1000} s after their job`);
    await delay(PAUSE_MS);
  }
}

/** @param {readonly number[]} pids */
function childrenOf(pids) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pids.includes(parentOf(pid)));
}

/** The parent of a process, or 0 if the process has ended. @param {number} pid */
function parentOf(pid) {
  try {
    return statOf(pid).parent;
  } catch {
    return 0;
  }
}

/**
 * As in proc(5); the name of a program may hold anything.
 * @param {number | string} pid
 */
function statOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [, parent = 0] = fields;
  const [utime = 0, stime = 0, cutime = 0, cstime = 0] = fields.slice(11);
  return { parent, ownTicks: utime + stime, childTicks: cutime + cstime };
}
