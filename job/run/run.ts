/** The flow of `dedup run` and of `dedup yarn`, from the request to the decision whether records have to be read. */

import { doubtfulWarning } from '../input/doubtful-names';
import type { JobRequest } from '../options/options';
import { openOutput } from '../place/open-output';
import { readSummary } from '../publication/previous-output';
import { abandon } from '../publication/publish';
import { settle, sweep } from '../publication/settle';
import { settleLeft } from '../publication/settle-left';
import type { Runner } from '../runner/runner';
import { JOURNAL_FILE, SUCCESS_FILE } from '../shared/output-files';
import { newRunId } from '../shared/run-id';
import type { Lease, OutputStore } from '../store/store';
import { takeLeaseWithin, waitForLease } from '../store/wait-lease';
import { withLease } from '../store/with-lease';
import { skippedWarnings } from '../summary/skipped-files';
import type { Summary } from '../summary/summary';
import { hasLedger, isNothingNew, lackingInputs, type RunInputs, runOf } from './lacking-inputs';
import { type NothingNew, nothingNew } from './nothing-new';
import { publishLatest } from './publish-latest';
import { refuseEmptyInputs, refuseOverlap } from './refuse-before';
import type { RunContext } from './run-context';

/**
 * The outcome of a run. `published`: the run published its output. `before`: a run of the same name had published
 * already. `nothing`: there is no input file, which `--if-empty ok` allows. `nothing-new`: the output, which `run` has
 * published, has the records of all files.
 */
export type Outcome =
  | { readonly kind: 'published' | 'before'; readonly summary: Summary }
  | { readonly kind: 'nothing'; readonly summary: null }
  | NothingNew;

/**
 * Publishes the latest record of every key. Where it throws a Failure, the output is as it was, unless the message says
 * that the publication could be neither finished nor undone.
 */
export async function run(request: JobRequest, runner: Runner, context: RunContext): Promise<Outcome> {
  const startMs = Date.now();
  const runId = request.run === null ? newRunId(new Date(startMs)) : request.run;
  const store = openOutput(request.output);
  // asked before the inputs are listed: the inputs of a run that has published may have been removed since
  const before = await ownSummary(store, request.run);
  if (before !== null) return { kind: 'before', summary: before };
  let inputs = await lackingInputs(request, store);
  const waiting = waitForLease(request.waitLockMs, context.signal, (reason) => context.warn(`waiting: ${reason}`));
  const takeLease = () => takeLeaseWithin(store, { run: runId, command: context.command }, waiting);
  const warnOfSkipped = () => {
    for (const words of skippedWarnings(inputs.skipped)) context.warn(words);
  };
  // an interrupted publication is settled first, under the lease
  if (isNothingNew(inputs) && (await store.read(JOURNAL_FILE)) === undefined) {
    warnOfSkipped();
    return nothingNew(request, store, inputs, context.signal);
  }
  if (request.ifEmpty === 'ok' && inputs.files.length === 0 && !hasLedger(inputs)) {
    warnOfSkipped();
    await settleLeft(store, { takeLease, endDead: runner.endDead, warn: context.warn });
    return { kind: 'nothing', summary: null };
  }
  if (!request.allowEmpty && !hasLedger(inputs)) refuseEmptyInputs(inputs, request.merge);
  if (!request.merge) refuseOverlap(inputs, request.output);
  warnOfSkipped();
  const doubtful = doubtfulWarning(inputs.doubtful, inputs.files.length);
  if (doubtful !== null) context.warn(doubtful);
  await runner.check();
  await runner.prepare(inputs.files, async () => (request.merge ? await formerBytes(store) : 0));
  return withLease(await takeLease(), context.warn, async (lease) => {
    try {
      await runner.endDead(lease.tookOver);
      const settled = await settle(store, lease);
      // settling changes the output, which may be an input of a merge; and any input may change during a wait
      const isOld = settled !== 'nothing' || request.waitLockMs > 0 || (await isOfOtherRun(inputs, store));
      if (isOld) inputs = await lackingInputs(request, store);
      await sweep(store, lease);
      // another run of the same name may have published until this one got the lease
      const meanwhile = await ownSummary(store, request.run);
      if (meanwhile !== null) return { kind: 'before', summary: meanwhile };
      if (isNothingNew(inputs)) return await nothingNew(request, store, inputs, context.signal);
      const admission = { startMs, runId, inputs, store, lease };
      return {
        kind: 'published',
        summary: await publishLatest(request, runner, alsoNotedIn(lease, context), admission),
      };
    } catch (error) {
      return abandon(store, lease, runId, error);
    }
  });
}

/**
 * The summary of the run of this name, if that run has already published; else null. A user who starts a run again by
 * its name, because the answer of the first start was lost, wants one run. Null also where the run was not given a
 * name.
 */
async function ownSummary(store: OutputStore, name: string | null): Promise<Summary | null> {
  if (name === null || (await store.read(JOURNAL_FILE)) !== undefined) return null;
  const summary = await readSummary(store);
  const isWhole = summary?.run === name && (await store.read(SUCCESS_FILE)) !== undefined;
  return isWhole ? summary : null;
}

/** The bytes of the records of the output, without those of deletes. */
async function formerBytes(store: OutputStore): Promise<number> {
  const summary = await readSummary(store);
  return summary === undefined ? 0 : summary.output.bytes;
}

/** Whether another run has published since the inputs were compared with the ledger. */
async function isOfOtherRun({ ledger }: RunInputs, store: OutputStore): Promise<boolean> {
  if (ledger === null) return false;
  return ledger.of !== runOf(await readSummary(store));
}

/** Copies progress lines into the lease, where `dedup wait` reads them. */
function alsoNotedIn(lease: Lease, context: RunContext): RunContext {
  const tell = (line: string) => {
    context.progress.tell(line);
    lease.note(line);
  };
  return { ...context, progress: { ...context.progress, tell } };
}
