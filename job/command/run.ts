import type { Command } from 'commander';
import { type JobRequest, type RunOptions, resolveRun } from '../options/options';
import type { DrawReport } from '../publication/publish';
import { type Outcome, run } from '../run/run';
import { localRunner } from '../runner/local/runner';
import type { Runner } from '../runner/runner';
import { endDeadDriver } from '../runner/yarn/dead-driver';
import { standardError } from '../shared/standard-error';
import type { Summary } from '../summary/summary';
import { warn } from './complain';
import { describeBefore, describeNothing, describeRun } from './describe';
import { describeNothingNew, type NothingNewDocument, nothingNewDocument } from './describe-nothing-new';
import { interruptible } from './interrupt';
import { print } from './output';
import { noProgress, showProgress } from './progress';

/** The functions that differ from bundle to bundle. */
export interface Bundle {
  readonly drawReport?: DrawReport;
  /** Adds the commands beyond those of the job. */
  readonly addCommands?: (root: Command) => void;
}

export interface Flags {
  readonly json: boolean;
  readonly quiet: boolean;
}

/** A bundle, and the command line without its secrets, as it is stored. */
export type Invocation = Bundle & { readonly command: readonly string[] };

/** `dedup run`: resolves the options, runs the job on this machine and prints the summary. */
export async function runCommand(
  inputs: readonly string[],
  options: RunOptions & Flags,
  invocation: Invocation,
): Promise<void> {
  const request = resolveRun(inputs, options);
  await carryOut(
    request,
    localRunner(request, endDeadDriver(request.output, process.env)),
    { ...options, leavesWithParent: false },
    invocation,
  );
}

/** Runs the job by any runner. Clocks, signals and terminals are attached here. */
export async function carryOut(
  request: JobRequest,
  runner: Runner,
  flags: Flags & { readonly leavesWithParent: boolean },
  { command, drawReport }: Invocation,
): Promise<void> {
  await interruptible({ ...flags, limitMs: request.maxRunMs }, async ({ signal, throwIfEnded }) => {
    const outcome = await run(request, runner, {
      command,
      progress: flags.quiet ? noProgress : await showProgress(standardError()),
      warn,
      drawReport,
      signal,
      throwIfEnded,
    });
    if (flags.json) print(JSON.stringify(documentOf(outcome, request), null, 2));
    else if (!flags.quiet) print(describe(outcome, request, drawReport !== undefined));
  });
}

/** The document that `--json` prints: the summary, or null for inputs without a file. */
function documentOf(outcome: Outcome, { output }: JobRequest): Summary | NothingNewDocument | null {
  return outcome.kind === 'nothing-new' ? nothingNewDocument(outcome, output) : outcome.summary;
}

function describe(outcome: Outcome, { inputs, output }: JobRequest, hasReport: boolean): string {
  if (outcome.kind === 'nothing') return describeNothing(inputs);
  if (outcome.kind === 'nothing-new') return describeNothingNew(outcome, output);
  return outcome.kind === 'before' ? describeBefore(outcome.summary, output) : describeRun(outcome.summary, hasReport);
}
