/** Starts Hadoop's programs, and ends them. */

import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { standardError } from '../../shared/standard-error';
import { shortageOf } from '../../store/io-failure';

/** The number of last lines of a program's output that are kept. */
const SAID_LINES = 40;
/** The time that a program has to end by itself after SIGTERM. */
const KILL_AFTER_MS = 3000;
const NO_PROCESS = 'the system has no more processes for this user or container; allow more (ulimit -u)';

/** The program and its arguments. */
export type Command = readonly [string, ...string[]];

export interface Ended {
  /** As shells count: where a signal ended the program, 128 and the number of the signal. */
  readonly exitCode: number;
  /** The last lines of standard output and standard error, for messages. */
  readonly said: readonly string[];
}

export interface Program {
  readonly ended: Promise<Ended>;
  hasEnded(): boolean;
  /** Ends the program and all processes that it has started. */
  kill(): void;
}

/**
 * Starts a program. `onOutput` gets its standard output as it comes. `ended` rejects with exit code 69 where the
 * program cannot be started, with 74 where the system has no process or open file left for it.
 */
export function startProgram(
  [program, ...args]: Command,
  env: NodeJS.ProcessEnv,
  onOutput: (bytes: Buffer) => void = () => {},
): Program {
  // The program is in a process group of its own: Ctrl-C does not reach it, so that the driver decides when it ends,
  // and a shell script can be ended together with its JVM.
  const child = spawn(program, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = new LastLines();
  // the streams are missing, against their type, where the system had no descriptors for them
  child.stdout?.on('data', onOutput).on('data', (bytes: Buffer) => said.add(bytes));
  child.stderr?.on('data', (bytes: Buffer) => {
    said.add(bytes);
    if (process.env.DEBUG) standardError().write(bytes);
  });
  let hasEnded = false;
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', (error) => reject(unstartable(program, error)));
    child.once('close', (code, signal) => resolve({ exitCode: exitCodeOf(code, signal), said: said.lines }));
  }).finally(() => {
    hasEnded = true;
  });
  // nobody waits for `ended` where the run ends for another reason, and Node ends a process for an unhandled rejection
  ended.catch(() => {});
  return { ended, hasEnded: () => hasEnded, kill: () => endGroup(child) };
}

/** Runs a program to its end, and ends it where `until` is aborted before. */
export function runProgram(
  command: Command,
  env: NodeJS.ProcessEnv,
  until: AbortSignal,
  onOutput?: (bytes: Buffer) => void,
): Promise<Ended> {
  const program = startProgram(command, env, onOutput);
  const end = () => program.kill();
  until.addEventListener('abort', end, { once: true });
  return program.ended.finally(() => until.removeEventListener('abort', end));
}

function exitCodeOf(code: number | null, signal: NodeJS.Signals | null): number {
  if (code !== null) return code;
  return signal === null ? 1 : 128 + constants.signals[signal];
}

/** Sends SIGTERM first, so that a JVM can remove its files, and SIGKILL some seconds later. */
function endGroup(child: ChildProcess): void {
  if (isOver(child)) return;
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), KILL_AFTER_MS);
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
