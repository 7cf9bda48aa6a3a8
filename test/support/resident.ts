/**
 * Runs the built command many times in one process. This is for tests that compare many inputs, each of which would need a
 * process for a run of milliseconds. Tests of processes themselves (signals, streams, memory, exit) use command.ts.
 */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Outcome, PROGRAM, surroundings } from './command';

const HOST = join(__dirname, 'resident.cjs');
/** After so many runs a new process takes over, because the address space of each run is only freed by a garbage collection. */
const RUNS = 40;

/** The variables of a run that Node reads when it starts, so that a process serves only runs that have the same. */
const READ_AT_START = ['NODE_EXTRA_CA_CERTS', 'NODE_NO_WARNINGS'] as const;

let host: { readonly child: ChildProcess; readonly readAtStart: string; runs: number } | undefined;
/** Settles when no run is under way: runs have one working folder, so that they follow each other. */
let free: Promise<unknown> = Promise.resolve();

afterAll(stop);

export interface ResidentOptions {
  readonly cwd?: string;
  /** Variables of this run beside those of the tests; undefined removes one. */
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a command line to its end. Command lines of one test file run one after the other. */
export function dedupResident(args: readonly string[], options: ResidentOptions = {}): Promise<Outcome> {
  const { cwd = process.cwd(), env = {} } = options;
  const outcome = free.then(() => runNext({ args, cwd, env: withNulls(env) }));
  free = outcome.catch(() => undefined);
  return outcome;
}

interface Request {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | null>>;
}

/** A message between processes is JSON, which has no undefined. */
function withNulls(env: NodeJS.ProcessEnv): Request['env'] {
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value ?? null]));
}

async function runNext(request: Request): Promise<Outcome> {
  const around = surroundings();
  const own = Object.fromEntries(READ_AT_START.map((name) => [name, request.env[name] ?? around[name]]));
  const readAtStart = JSON.stringify(own);
  if (host?.runs === RUNS || host?.readAtStart !== readAtStart) await stop();
  host ??= { child: start(own), readAtStart, runs: 0 };
  host.runs++;
  const { child } = host;
  const ended = new AbortController();
  const answer = once(child, 'message', { signal: ended.signal });
  const died = () => ended.abort(new Error(`the process ended during: dedup ${request.args.join(' ')}`));
  child.once('exit', died);
  child.send(request);
  const [outcome] = await answer;
  child.off('exit', died);
  return outcome;
}

function start(own: NodeJS.ProcessEnv): ChildProcess {
  return fork(HOST, [PROGRAM], { env: { ...surroundings(), ...own, NODE_OPTIONS: '', DEBUG: '' }, execArgv: [] });
}

async function stop(): Promise<void> {
  const child = host?.child;
  host = undefined;
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}
