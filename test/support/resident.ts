/**
 * Runs the built command many times in one process. This is for tests that compare many inputs, each of which would need a
 * process for a run of milliseconds. Tests of processes themselves (signals, streams, memory, exit) use command.ts.
 */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DEDUP, type Outcome } from './command';

const HOST = join(__dirname, 'resident.cjs');
/** After so many runs a new process takes over, because the address space of each run is only freed by a garbage collection. */
const RUNS = 40;

let host: { readonly child: ChildProcess; runs: number } | undefined;
/** Settles when no run is under way: runs have one working folder, so that they follow each other. */
let free: Promise<unknown> = Promise.resolve();

afterAll(stop);

/** Runs a command line to its end. Command lines of one test file run one after the other. */
export function dedupResident(args: readonly string[], options: { readonly cwd?: string } = {}): Promise<Outcome> {
  const { cwd = process.cwd() } = options;
  const outcome = free.then(() => runNext(args, cwd));
  free = outcome.catch(() => undefined);
  return outcome;
}

async function runNext(args: readonly string[], cwd: string): Promise<Outcome> {
  if (host?.runs === RUNS) await stop();
  host ??= { child: start(), runs: 0 };
  host.runs++;
  const { child } = host;
  const ended = new AbortController();
  const answer = once(child, 'message', { signal: ended.signal });
  const died = () => ended.abort(new Error(`the process ended during: dedup ${args.join(' ')}`));
  child.once('exit', died);
  child.send({ args, cwd });
  const [outcome] = await answer;
  child.off('exit', died);
  return outcome;
}

function start(): ChildProcess {
  return fork(HOST, [DEDUP], { env: { ...process.env, NODE_OPTIONS: '', DEBUG: '' }, execArgv: [] });
}

async function stop(): Promise<void> {
  const child = host?.child;
  host = undefined;
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}
