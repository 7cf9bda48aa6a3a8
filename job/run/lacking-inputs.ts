/** Finds the files that a run reads: all of its inputs, or with `--new-only` those whose records the output lacks. */

import { type Inputs, listInputs } from '../input/list';
import { beginsDeletes } from '../ledger/lacks';
import { selectLacking } from '../ledger/select';
import type { JobRequest } from '../options/options';
import { type PreviousOutput, previousOutput } from '../publication/previous-output';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { counted } from '../shared/figures';
import type { InputFiles } from '../store/input-files';
import type { OutputStore } from '../store/store';
import type { LedgerCounts, Summary } from '../summary/summary';

export interface RunInputs extends Inputs {
  /** Null without `--new-only`. */
  readonly ledger: ComparedInputs | null;
}

/** The comparison of the inputs with the ledger of the output. */
export interface ComparedInputs {
  readonly counts: LedgerCounts;
  /** The files that are read, in the order of their locations. */
  readonly lacking: InputFiles;
  /** The run whose output this was; null where there was none. */
  readonly of: string | null;
  /** Why the output has no ledger that can be believed, so that all files are read; null where it has one. */
  readonly fault: string | null;
  /** Whether records of the output may be deletes from this run on, since it was made without `--delete-when`. */
  readonly beginsDeletes: boolean;
}

/**
 * Errors as those of `listInputs`. Throws with exit code 65 where files have changed and `--changed-files fail` was
 * given.
 */
export async function lackingInputs(
  request: Pick<JobRequest, 'inputs' | 'ifEmpty' | 'newOnly' | 'changedFiles' | 'record'>,
  store: OutputStore,
): Promise<RunInputs> {
  if (!request.newOnly) return { ...(await listInputs(request.inputs, request.ifEmpty)), ledger: null };
  const previous = await previousOutput(store);
  const { lacking, counts, firstChanged, fault, ...inputs } = await selectLacking(
    request.inputs,
    request.ifEmpty,
    previous,
  );
  if (request.changedFiles === 'fail' && firstChanged !== null) throw changedFailure(counts, firstChanged);
  const { summary } = previous;
  const begins = summary !== undefined && beginsDeletes(summary, request.record.deleteWhen.length > 0);
  return { ...inputs, ledger: { counts, lacking, of: runOf(summary), fault, beginsDeletes: begins } };
}

/**
 * Throws with exit code 74 where the output is no longer the one that the inputs were compared with: the records of the
 * files that are not read would be in no output.
 */
export function refuseReplaced({ ledger }: RunInputs, output: string, { summary }: PreviousOutput): void {
  if (ledger === null || ledger.of === runOf(summary)) return;
  throw new Failure(
    EXIT.io,
    `the output '${output}' was removed or replaced after this run had compared its inputs with it: run again`,
  );
}

/** The run that published an output; null where there is none. */
export function runOf(summary: Summary | undefined): string | null {
  return summary === undefined ? null : summary.run;
}

/** Whether the output has, as far as it is known, the records of some files already. */
export function hasLedger({ ledger }: RunInputs): boolean {
  return ledger !== null && ledger.of !== null && ledger.fault === null;
}

/** Whether the output has the records of all files of the inputs, and a run would make no record of it a delete. */
export function isNothingNew(inputs: RunInputs): boolean {
  return hasLedger(inputs) && inputs.files.length === 0 && !inputs.ledger?.beginsDeletes;
}

/** The warnings about the ledger of the former output and about changed files. */
export function ledgerWarnings({ ledger }: RunInputs, output: string): string[] {
  if (ledger === null) return [];
  if (ledger.fault !== null) {
    return [`the ledger of '${output}' ${ledger.fault}; all files are read this time, and the next run has a ledger`];
  }
  const { changed } = ledger.counts;
  if (changed === 0) return [];
  const [have, are] = changed === 1 ? ['has', 'it is'] : ['have', 'they are'];
  return [
    `${counted(changed, 'file')} ${have} changed since a former run read ${changed === 1 ? 'it' : 'them'}; ${are} read ` +
      'again as a whole, and records that are no longer there stay in the output',
  ];
}

function changedFailure({ changed }: LedgerCounts, first: string): Failure {
  const [have, them] = changed === 1 ? ['has', 'it'] : ['have', 'them'];
  return new Failure(
    EXIT.badData,
    `${counted(changed, 'file')} ${have} changed since a former run read ${them}, the first is '${first}'; ` +
      `--changed-files read reads ${them} again`,
  );
}
