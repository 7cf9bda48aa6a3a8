import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { promisify } from 'node:util';
import { hasCode } from './io-failure';

/** Identifies one process among the processes of all machines at all times. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Tells the process from a later one that was given the same process id. */
  readonly startTime: string;
  /** The id of the machine's boot. Empty where the system doesn't tell. */
  readonly bootId: string;
  /** The namespace in which `pid` is valid: each container has its own. Empty where the system doesn't tell. */
  readonly pidNamespace: string;
  readonly host: string;
}

export type Liveness = 'alive' | 'dead' | 'unknown';

/**
 * The state of a process now. A concealed process exists, but it belongs to another user, and the system does not show
 * when it started.
 */
type Sighting = { readonly startTime: string } | 'gone' | 'concealed';

const onMac = process.platform === 'darwin';

export async function identifyThisProcess(): Promise<ProcessIdentity> {
  const seen = await sight(process.pid);
  return {
    pid: process.pid,
    startTime: typeof seen === 'string' ? '' : seen.startTime,
    bootId: onMac
      ? await outputOf('sysctl', ['-n', 'kern.bootsessionuuid'])
      : textOf(() => readFileSync('/proc/sys/kernel/random/boot_id', 'latin1')).trim(),
    pidNamespace: onMac ? 'the only one' : textOf(() => readlinkSync('/proc/self/ns/pid')),
    host: hostname(),
  };
}

/**
 * Whether another process still runs. Unknown where this process cannot tell, as for processes on other machines and in
 * other containers.
 */
export async function livenessOf(other: ProcessIdentity, self: ProcessIdentity): Promise<Liveness> {
  if (other.bootId === '' || self.bootId === '') return 'unknown';
  if (other.bootId !== self.bootId) return isSameHost(other, self) ? 'dead' : 'unknown';
  if (other.startTime === '' || other.pidNamespace === '' || other.pidNamespace !== self.pidNamespace) return 'unknown';
  const seen = await sight(other.pid);
  if (seen === 'gone') return 'dead';
  if (seen === 'concealed') return 'unknown';
  return seen.startTime === other.startTime ? 'alive' : 'dead';
}

/**
 * Whether two processes with different boot ids ran on one machine, which was restarted in between. Machines without a
 * name of their own are all called `localhost`, so that name proves nothing.
 */
function isSameHost(other: ProcessIdentity, self: ProcessIdentity): boolean {
  return other.host === self.host && !/^localhost\b/.test(self.host);
}

async function sight(pid: number): Promise<Sighting> {
  const seen = onMac ? await sightOnMac(pid) : sightInProc(pid);
  return seen === undefined ? probe(pid) : seen;
}

function sightInProc(pid: number): Sighting | undefined {
  const stat = textOf(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  return stat === '' ? undefined : parseStat(stat);
}

/** The text, which comes from the memory of the system; empty where the system does not tell. */
function textOf(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}

/**
 * Parses `/proc/<pid>/stat`. The second field is the program's name in parentheses, and the name may contain blanks and
 * parentheses itself.
 */
export function parseStat(stat: string): Sighting {
  const fromState = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, threads, startTime] = [fromState[0], fromState[17], fromState[19]];
  if (startTime === undefined) return 'concealed';
  // A zombie with other threads has not ended: a thread may be in the middle of a write.
  const ended = (state === 'Z' || state === 'X') && Number(threads) <= 1;
  return ended ? 'gone' : { startTime };
}

async function sightOnMac(pid: number): Promise<Sighting | undefined> {
  const [state, ...start] = (await outputOf('ps', ['-o', 'state=', '-o', 'lstart=', '-p', String(pid)])).split(/\s+/);
  if (state === undefined || start.length === 0) return undefined;
  return state.startsWith('Z') ? 'gone' : { startTime: start.join(' ') };
}

function probe(pid: number): Sighting {
  try {
    process.kill(pid, 0);
    return 'concealed';
  } catch (error) {
    return hasCode(error, 'ESRCH') ? 'gone' : 'concealed';
  }
}

async function outputOf(command: string, args: string[]): Promise<string> {
  // `ps` writes the start time in the locale and the time zone of its caller.
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  // only a system without /proc loads this module: loading it takes a while
  const { execFile } = await import('node:child_process');
  const { stdout } = await promisify(execFile)(command, args, { env }).catch(() => ({ stdout: '' }));
  return stdout.trim();
}
