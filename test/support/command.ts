/** Runs the built command in processes, which are ended with their test. */

import { type ChildProcess, spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate as immediate } from 'node:timers/promises';

export const ROOT = join(__dirname, '..', '..');
const DIST = join(ROOT, 'dist');
export const DEDUP = join(DIST, 'dedup.js');
/** The whole command in one file, which DEDUP starts. */
export const PROGRAM = join(DIST, 'dedup-program.js');

const CODE_CACHE = join(__dirname, 'code-cache.cjs');

/**
 * The environment of a command. Node takes 60 ms of CPU time at each start to read the certificates of a company, which only
 * an S3 of the user's own may need.
 */
export function surroundings(): NodeJS.ProcessEnv {
  const { TEST_S3_ENDPOINT, NODE_EXTRA_CA_CERTS, ...rest } = process.env;
  return TEST_S3_ENDPOINT === undefined ? rest : process.env;
}

/** The environment in which a built program takes its compiled code from a cache beside it. */
function withCodeCache(program: string): NodeJS.ProcessEnv {
  if (dirname(program) !== DIST) return {};
  const { mtimeMs, size } = statSync(program);
  return {
    NODE_OPTIONS: `--require=${CODE_CACHE}`,
    DEDUP_TEST_CODE_OF: program,
    DEDUP_TEST_CODE_KEY: `${process.version} ${size} ${mtimeMs}`,
  };
}

export interface Outcome {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Standard input, which is empty by default. */
  readonly stdin?: Buffer;
  /** Whether the reader of its standard output closes it at once. */
  readonly isDeaf?: boolean;
  /** The program, if not dist/dedup.js. */
  readonly program?: string;
  /** The Node that runs it, if not the one of the tests. */
  readonly node?: string;
  /** Options of that Node, which the programs that it starts do not inherit. */
  readonly nodeOptions?: readonly string[];
  /** Whether it is ended with SIGTERM after its test, because it has to end child processes itself. */
  readonly isAsked?: boolean;
}

export interface Running {
  readonly pid: number;
  /** Settles when the process has ended and its output was read completely. */
  readonly ended: Promise<Outcome>;
  /** The output until now. */
  readonly said: Pick<Outcome, 'stdout' | 'stderr'>;
  hasEnded(): boolean;
  kill(signal: NodeJS.Signals): void;
}

/** The signal by which each running process is ended after its test. */
const running = new Map<Running, NodeJS.Signals>();
/** The time that a process has to end after a signal. */
const PATIENCE_MS = 60_000;

afterEach(async () => {
  await Promise.all(
    [...running].map(async ([each, signal]) => {
      each.kill(signal);
      const timer = setTimeout(() => each.kill('SIGKILL'), PATIENCE_MS);
      await each.ended.finally(() => clearTimeout(timer));
    }),
  );
});

/** Runs the command to its end. */
export function dedup(args: readonly string[], options: CommandOptions = {}): Promise<Outcome> {
  return startDedup(args, options).ended;
}

export function startDedup(
  args: readonly string[],
  {
    cwd,
    env,
    stdin,
    isDeaf,
    program = DEDUP,
    node = process.execPath,
    nodeOptions = [],
    isAsked = false,
  }: CommandOptions = {},
): Running {
  const child = spawn(node, [...nodeOptions, program, ...args], {
    cwd,
    env: { ...surroundings(), NODE_OPTIONS: '', ...withCodeCache(program), DEBUG: '', ...env },
    stdio: [stdin ? 'pipe' : 'ignore', 'pipe', 'pipe'],
  });
  if (isDeaf) child.stdout?.destroy();
  // the process may end before it has read all of its standard input
  child.stdin?.on('error', () => {}).end(stdin);
  const said = { stdout: '', stderr: '' };
  const started: Running = {
    pid: child.pid as number,
    said,
    ended: outcomeOf(child, said).finally(() => running.delete(started)),
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    kill: (signal) => void child.kill(signal),
  };
  running.set(started, isAsked ? 'SIGTERM' : 'SIGKILL');
  return started;
}

async function outcomeOf(child: ChildProcess, said: { stdout: string; stderr: string }): Promise<Outcome> {
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('latin1').on('data', (text: string) => {
      said[name] += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) => resolve({ exitCode, signal, ...said }));
  });
}

/** Checks a condition repeatedly until it holds or the process has ended. Returns whether it holds. */
export async function seenWhile(running: Running, isSo: () => boolean): Promise<boolean> {
  while (!isSo()) {
    if (running.hasEnded()) return isSo();
    await immediate();
  }
  return true;
}
