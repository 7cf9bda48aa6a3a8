import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { promisify } from 'node:util';
import { hasCode } from './io-failure';

/** What tells one process from every other, on any machine, at any time. */
export interface ProcessIdentity {
  readonly pid: number;
  /** With it a process that was given the same id later is another one. */
  readonly startTime: string;
  /** Empty where the system doesn't tell. */
  readonly bootId: string;
  /** Process ids mean something within it only: each container has its own. Empty where the system doesn't tell. */
  readonly pidNamespace: string;
  readonly host: string;
}

export type Liveness = 'alive' | 'dead' | 'unknown';

/** A process as the system sees it now: hidden is one that is there but belongs to somebody else who hides it. */
type Sighting = { readonly startTime: string } | 'gone' | 'hidden';

const onMac = process.platform === 'darwin';

export async function identifyThisProcess(): Promise<ProcessIdentity> {
  const seen = await sight(process.pid);
  return {
    pid: process.pid,
    startTime: typeof seen === 'string' ? '' : seen.startTime,
    bootId: onMac
      ? await outputOf('sysctl', ['-n', 'kern.bootsessionuuid'])
      : (await readFile('/proc/sys/kernel/random/boot_id', 'latin1').catch(() => '')).trim(),
    pidNamespace: onMac ? 'the only one' : await readlink('/proc/self/ns/pid').catch(() => ''),
    host: hostname(),
  };
}

/** Whether a process still runs, as far as this one can tell: not on other machines, nor in other containers. */
export async function livenessOf(other: ProcessIdentity, self: ProcessIdentity): Promise<Liveness> {
  if (other.bootId === '' || self.bootId === '') return 'unknown';
  if (other.bootId !== self.bootId) return isSameHost(other, self) ? 'dead' : 'unknown';
  if (other.startTime === '' || other.pidNamespace === '' || other.pidNamespace !== self.pidNamespace) return 'unknown';
  const seen = await sight(other.pid);
  if (seen === 'gone') return 'dead';
  if (seen === 'hidden') return 'unknown';
  return seen.startTime === other.startTime ? 'alive' : 'dead';
}

/** Same machine, started anew since. Machines that nobody gave a name all have the same one, which says nothing. */
function isSameHost(other: ProcessIdentity, self: ProcessIdentity): boolean {
  return other.host === self.host && !/^localhost\b/.test(self.host);
}

async function sight(pid: number): Promise<Sighting> {
  const seen = onMac ? await sightOnMac(pid) : await sightInProc(pid);
  return seen === undefined ? probe(pid) : seen;
}

async function sightInProc(pid: number): Promise<Sighting | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => undefined);
  return stat === undefined ? undefined : parseStat(stat);
}

/** Reads `/proc/<pid>/stat`. The second field is the program's name in brackets, with whatever is in it. */
export function parseStat(stat: string): Sighting {
  const fromState = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, threads, startTime] = [fromState[0], fromState[17], fromState[19]];
  if (startTime === undefined) return 'hidden';
  // A zombie with threads has some that still end, perhaps in the middle of a write.
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
    return 'hidden';
  } catch (error) {
    return hasCode(error, 'ESRCH') ? 'gone' : 'hidden';
  }
}

async function outputOf(command: string, args: string[]): Promise<string> {
  // The start time is written in the language and the time zone of whoever asks.
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  // loaded where there is no /proc: it takes a while
  const { execFile } = await import('node:child_process');
  const { stdout } = await promisify(execFile)(command, args, { env }).catch(() => ({ stdout: '' }));
  return stdout.trim();
}
