/** Programs of Hadoop's, as processes. */

import { type ChildProcess, spawn } from 'node:child_process';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { shortageOf } from '../../store/io-failure';

/** What is kept of what a program says. */
const SAID_LINES = 40;
const PATIENCE_MS = 3000;
const NO_PROCESS = 'the system has no more processes for this user or container; allow more (ulimit -u)';

export interface Ended {
  /** 128 + n where signal n ended it. */
  readonly exitCode: number;
  /** The last lines on both, for messages. */
  readonly said: readonly string[];
}

export interface Program {
  readonly ended: Promise<Ended>;
  hasEnded(): boolean;
  /** Ends it with all that it started. */
  kill(): void;
}

/**
 * `onOutput` gets standard output as it comes. Throws with exit code 69 where the program cannot be started, with 74 where
 * the system has nothing left to start it with.
 */
export function startProgram(
  [program, ...args]: readonly [string, ...string[]],
  env: NodeJS.ProcessEnv,
  onOutput: (bytes: Buffer) => void = () => {},
): Program {
  // A group of its own: what Ctrl-C ends is for the driver to say, and a shell script is ended with its JVM.
  const child = spawn(program, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = new LastLines();
  // without descriptors for them there are none, although their type says so
  child.stdout?.on('data', onOutput).on('data', (bytes: Buffer) => said.add(bytes));
  child.stderr?.on('data', (bytes: Buffer) => {
    said.add(bytes);
    if (process.env.DEBUG) process.stderr.write(bytes);
  });
  let hasEnded = false;
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', (error) => reject(unstartable(program, error)));
    child.once('close', (code, signal) => resolve({ exitCode: code ?? (signal ? 137 : 1), said: said.lines }));
  }).finally(() => {
    hasEnded = true;
  });
  // whoever waits for it gets the error; nobody may, where the run ends for another reason
  ended.catch(() => {});
  return { ended, hasEnded: () => hasEnded, kill: () => endGroup(child) };
}

/** Asked first, so that a JVM removes what it has on disk. */
function endGroup(child: ChildProcess): void {
  if (isOver(child)) return;
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), PATIENCE_MS);
  child.once('close', () => clearTimeout(timer));
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || isOver(child)) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // it has ended by itself
  }
}

function isOver({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function unstartable(program: string, error: Error): Failure {
  const { code } = error as NodeJS.ErrnoException;
  const shortage = code === 'EAGAIN' ? NO_PROCESS : shortageOf(error);
  return shortage === undefined
    ? new Failure(EXIT.unavailable, `cannot start '${program}': ${code}`, { cause: error })
    : new Failure(EXIT.io, `cannot start '${program}': ${shortage}`, { cause: error });
}

class LastLines {
  private text = '';

  add(bytes: Buffer): void {
    this.text = `${this.text}${bytes.toString('latin1')}`.split('\n').slice(-SAID_LINES).join('\n').slice(-16384);
  }

  get lines(): string[] {
    return this.text.split('\n').filter((line) => line.trim() !== '');
  }
}
