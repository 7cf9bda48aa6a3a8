import os from 'node:os';
import { type RunOptions, resolveRun } from '../options';
import type { DrawReport } from '../publish';
import { run } from '../run';
import type { Summary } from '../summary';
import { describeRun } from './describe';
import { noProgress, showProgress } from './progress';

/** What differs from bundle to bundle. */
export interface Bundle {
  readonly drawReport?: DrawReport;
}

export interface Flags {
  readonly json: boolean;
  readonly quiet: boolean;
}

/** `dedup run`: options in, summary out; the edge where clocks, signals and terminals are. */
export async function runCommand(
  inputs: readonly string[],
  options: RunOptions & Flags,
  bundle: Bundle & { readonly command: readonly string[] },
): Promise<void> {
  const request = resolveRun(inputs, options);
  const controller = new AbortController();
  const interrupt = (signal: NodeJS.Signals) => controller.abort(new Interrupted(signal));
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.once(signal, interrupt);
  try {
    const startMs = performance.now();
    const summary = await run(request, {
      command: bundle.command,
      progress: options.quiet ? noProgress : showProgress(process.stderr),
      warn: (message) => console.error(`dedup: warning: ${message}`),
      drawReport: bundle.drawReport,
      signal: controller.signal,
    });
    print(summary, options, performance.now() - startMs);
  } finally {
    for (const signal of signals) process.removeListener(signal, interrupt);
  }
}

/** A signal ended the run. */
export class Interrupted extends Error {
  /** As of a process that the signal killed. */
  readonly exitCode: number;

  constructor(signal: NodeJS.Signals) {
    super(`interrupted by ${signal}; nothing was changed`);
    this.exitCode = 128 + os.constants.signals[signal];
  }
}

function print(summary: Summary, options: Flags, elapsedMs: number): void {
  if (options.json) console.log(JSON.stringify(summary, null, 2));
  else if (!options.quiet) console.log(describeRun(summary, elapsedMs));
}
