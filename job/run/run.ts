/** The whole flow of `dedup run` and of `dedup yarn`. The runner does the work from map to reduce. */

import type { Header } from '../format/format';
import { formatOf } from '../format/formats';
import { BadRecordsFailure } from '../input/bad-records-failure';
import type { FoundRecords } from '../input/header';
import { withStarts } from '../input/look-at-starts';
import type { JobRequest, ResolvedJob } from '../options/options';
import { specOf } from '../options/record';
import { firstOrder } from '../options/spec';
import { openOutput } from '../place/open-output';
import { type PreviousOutput, previousOutput, readSummary, recordsIn } from '../publication/previous-output';
import { abandon, type DrawReport, publish } from '../publication/publish';
import { settle, sweep } from '../publication/settle';
import { settleLeft } from '../publication/settle-left';
import { addCounts } from '../runner/add-counts';
import { bytesOfParts } from '../runner/part-merge';
import type { Mapped, Progress, Runner } from '../runner/runner';
import { messageOf } from '../shared/failure';
import { isReject, JOURNAL_FILE, SUCCESS_FILE } from '../shared/output-files';
import { newRunId } from '../shared/run-id';
import { sum } from '../shared/sum';
import type { InputFile } from '../store/place';
import type { Lease, OutputStore } from '../store/store';
import { takeLeaseWithin, waitForLease } from '../store/wait-lease';
import { withLease } from '../store/with-lease';
import { oddityWords } from '../summary/oddities';
import { readOtherwiseWords } from '../summary/read-otherwise';
import { skippedWarning } from '../summary/skipped-files';
import { checkBooks, type Summary } from '../summary/summary';
import { uncutWarning } from '../summary/uncut-files';
import { addOddities, addRejects, type Rejects, writtenParts } from './counts';
import { refuseNothingKept, refuseTooManyBad } from './judge';
import { hasLedger, isNothingNew, lackingInputs, ledgerWarnings, type RunInputs } from './lacking-inputs';
import { refuseDamaged, withMerged } from './merge';
import { type NothingNew, nothingNew } from './nothing-new';
import { recordsOf } from './records-of';
import { refuseEmptyInputs, refuseForeign, refuseNameless, refuseOverlap } from './refuse-before';
import { refuseBadForget } from './refuse-forget';
import { stageLedger } from './stage-ledger';
import { summarize } from './summarize';

/** The connections of a run to the command that started it. */
export interface RunContext {
  /** The command line, program name first. */
  readonly command: readonly string[];
  readonly progress: Progress;
  warn(message: string): void;
  readonly drawReport?: DrawReport | undefined;
  /** Ends the run before it publishes; the output then stays as it was. */
  readonly signal: AbortSignal;
  /** Throws the reason if the run was ended. It is called once more just before anything visible changes. */
  throwIfEnded(): void;
}

/** The lease of an output, and all that was prepared before the work can start. */
interface Admission {
  readonly startMs: number;
  readonly runId: string;
  readonly inputs: RunInputs;
  readonly store: OutputStore;
  readonly lease: Lease;
}

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
  const warning = skippedWarning(inputs.skipped);
  // an interrupted publication is settled first, under the lease
  if (isNothingNew(inputs) && (await store.read(JOURNAL_FILE)) === undefined) {
    if (warning !== null) context.warn(warning);
    return nothingNew(request, store, inputs, context.signal);
  }
  if (request.ifEmpty === 'ok' && inputs.files.length === 0 && !hasLedger(inputs)) {
    if (warning !== null) context.warn(warning);
    await settleLeft(store, { takeLease, endDead: runner.endDead, warn: context.warn });
    return { kind: 'nothing', summary: null };
  }
  if (!request.allowEmpty && !hasLedger(inputs)) refuseEmptyInputs(inputs, request.merge);
  if (!request.merge) refuseOverlap(inputs, request.output);
  if (warning !== null) context.warn(warning);
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
  const summary = await readSummary(store);
  return ledger.of !== (summary === undefined ? null : summary.run);
}

/** Copies progress lines into the lease, where `dedup wait` reads them. */
function alsoNotedIn(lease: Lease, context: RunContext): RunContext {
  const tell = (line: string) => {
    context.progress.tell(line);
    lease.note(line);
  };
  return { ...context, progress: { ...context.progress, tell } };
}

async function publishLatest(
  asked: JobRequest,
  runner: Runner,
  context: RunContext,
  { startMs, runId, inputs, store, lease }: Admission,
): Promise<Summary> {
  const previous = await previousOutput(store);
  const foreign = [...previous.foreign, ...previous.changed];
  refuseNameless(store.location, foreign);
  if (!asked.overwrite) refuseForeign(asked.output, foreign);
  for (const words of ledgerWarnings(inputs, asked.output)) context.warn(words);
  const { spec, header } = await foundRecords(asked, inputs.files, previous, context.signal);
  refuseBadForget(spec);
  const request = { ...asked, spec };
  const {
    inputs: listed,
    former,
    formerFiles,
  } = request.merge
    ? withMerged(request, inputs.files, previous, header, runner.mergesParts)
    : { inputs: inputs.files, former: null, formerFiles: [] };
  const files = await withStarts(
    listed,
    await runner.filesCut(listed, bytesOfParts(former)),
    { spec, format: formatOf(spec), header },
    context.signal,
  );
  const merged = request.merge ? recordsIn(previous) : 0;
  const mapsMerged = former === null ? merged : 0;
  const order = orderOf(files);

  const work = runner.start({ request, files, header, run: runId, store, former }, context);
  try {
    const kept = await work.keepLatest((mapped) => {
      if (request.merge && previous.summary !== undefined && former === null)
        refuseDamaged(request.output, previous.summary, mapped);
      judgeRejects(request, mapsMerged, order, mapped);
    });
    if (previous.summary !== undefined && former !== null) {
      const read = kept.reduced.flatMap((result) => (result.former === null ? [] : [result.former]));
      refuseDamaged(request.output, previous.summary, read);
    }
    if (kept.uncut.length > 0) context.warn(uncutWarning(kept.uncut));
    if (request.spec.quote === null && kept.mapped.some((result) => result.sawQuotes)) {
      context.warn("some fields begin with a double quote, which is data here; give --quote '\"' where it is a quote");
    }
    const otherwise = {
      utf16Files: sum(kept.mapped, ({ utf16Files }) => utf16Files),
      rearrangedFiles: sum(kept.mapped, ({ rearrangedFiles }) => rearrangedFiles),
    };
    for (const words of readOtherwiseWords(otherwise)) context.warn(words);
    const oddities = addOddities(kept.mapped, order);
    const { columns } = spec;
    const { column } = firstOrder(spec);
    for (const oddity of oddities) context.warn(oddityWords(oddity, columns[column] as string));
    const rejects = judgeRejects(request, mapsMerged, order, kept.mapped);
    const counts = addCounts(kept.mapped, kept.reduced, rejects.total);
    checkBooks(counts);
    if (!request.allowEmpty) refuseNothingKept(merged, counts, rejects);
    const written = writtenParts(kept.reduced);
    const ledger = await stageLedger(store, runId, { request, inputs, previous });
    const { skipped } = inputs;
    const compared = inputs.ledger === null ? null : inputs.ledger.counts;
    const of = { request, command: context.command, startMs, run: runId };
    const known = { ...of, files: [...formerFiles, ...files], skipped, header, previous, ledger: compared };
    return await publish(store, lease, {
      run: runId,
      makes: [...written, ...(ledger === null ? [] : [ledger])].map(({ staged }) => staged),
      replaces: request.merge ? previous.own.filter((name) => !isReject(name)) : previous.own,
      setAside: foreign,
      summarize: () => summarize(known, { kept, rejects, oddities, counts, written, ledger, nowMs: Date.now() }),
      drawReport: context.drawReport,
      throwIfEnded: context.throwIfEnded,
      warn: context.warn,
    });
  } catch (error) {
    throw await withCause(error, request, files, header);
  } finally {
    // an error of the cleaning up is a warning: it must not hide a finished publication or the error that ended the run
    await work.stop().catch((error) => context.warn(`the work could not be cleaned up: ${messageOf(error)}`));
  }
}

async function foundRecords(
  request: JobRequest,
  files: readonly InputFile[],
  previous: PreviousOutput,
  signal: AbortSignal,
): Promise<FoundRecords> {
  const { record } = request;
  try {
    return await recordsOf(request, files, previous, signal);
  } catch (error) {
    throw record.columns === null
      ? error
      : await withCause(error, { ...request, spec: specOf(record, record.columns, null) }, files, null);
  }
}

/** Adds the likely cause to a failure for bad records. Returns any other error unchanged. */
async function withCause(
  error: unknown,
  { spec, header: hasHeader }: ResolvedJob,
  files: readonly InputFile[],
  header: Header | null,
): Promise<unknown> {
  if (!(error instanceof BadRecordsFailure)) return error;
  const { explained } = await import('../diagnosis/explain');
  return explained(error, files, { spec, hasHeader, header });
}

/** Adds up the bad records. Throws with exit code 65 where there are more than `--max-bad-records` allows. */
function judgeRejects(
  request: ResolvedJob,
  merged: number,
  order: ReadonlyMap<string, number>,
  mapped: readonly Mapped[],
): Rejects {
  const rejects = addRejects(mapped, order);
  refuseTooManyBad(request.maxBadRecords, merged, mapped, rejects);
  return rejects;
}

function orderOf(files: readonly InputFile[]): Map<string, number> {
  return new Map(files.map((file, i) => [file.path, i]));
}
