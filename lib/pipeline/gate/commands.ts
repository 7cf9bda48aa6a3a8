/** Runs the commands of a gate, and handles the signals that end it. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import path from 'node:path';
import { type Ended, GateFailure, type WhenSignalled } from './gate';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** While it is open, no signal ends this process: the gate may first have to end its cluster. */
export class Commands {
  private interruption: NodeJS.Signals | null = null;
  private endable: ChildProcess | null = null;

  /** @param root folder of the kit */
  constructor(private readonly root: string) {
    for (const signal of SIGNALS) process.on(signal, this.hear);
  }

  close(): void {
    for (const signal of SIGNALS) process.off(signal, this.hear);
  }

  throwIfInterrupted(): void {
    if (this.interruption === null) return;
    throw new GateFailure(codeOf(this.interruption), `interrupted by ${this.interruption}`);
  }

  /** Runs `dedup <words>`. */
  async run(words: readonly string[], whenSignalled: WhenSignalled = 'end'): Promise<Ended> {
    const child = spawn(process.execPath, [path.join(this.root, 'dist/dedup.js'), ...words], {
      cwd: this.root,
      stdio: ['ignore', 'pipe', 'inherit'],
      // A terminal sends Ctrl-C to its whole process group. A detached child is not in that group.
      detached: whenSignalled === 'go on',
    });
    if (whenSignalled === 'end') this.endable = child;
    try {
      let printed = '';
      child.stdout.on('data', (bytes) => {
        printed += bytes;
      });
      const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
      return { exitCode: code === null ? codeOf(signal as NodeJS.Signals) : code, printed };
    } finally {
      this.endable = null;
    }
  }

  private readonly hear = (signal: NodeJS.Signals): void => {
    if (this.interruption === null) this.interruption = signal;
    this.endable?.kill(signal);
  };
}

/** The exit code that a shell reports for a process that a signal ended. */
function codeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
