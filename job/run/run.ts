/** `dedup run` and `dedup yarn`: the whole flow, whatever does the work. */

import type { Header } from '../format/format';
import { BadRecordsFailure } from '../input/bad-records-failure';
import { findHeader } from '../input/header';
import { type Inputs, listInputs } from '../input/list';
import type { ResolvedJob } from '../options/options';
import { openOutput } from '../place/open-output';
import { previousOutput, readSummary, recordsIn } from '../publication/previous-output';
import { abandon, type DrawReport, publish } from '../publication/publish';
import { settle, sweep } from '../publication/settle';
import { settleLeft } from '../publication/settle-left';
import type { Mapped, Progress, Runner } from '../runner/runner';
import { messageOf } from '../shared/failure';
import { isReject, JOURNAL_FILE, SUCCESS_FILE } from '../shared/output-files';
import { newRunId } from '../shared/run-id';
import type { InputFile } from '../store/place';
import type { Lease, OutputStore } from '../store/store';
import { takeLeaseWithin, waitForLease } from '../store/wait-lease';
import { withLease } from '../store/with-lease';
import { oddityWords } from '../summary/oddities';
import { skippedWarning } from '../summary/skipped-files';
import { checkBooks, type Summary } from '../summary/summary';
import { addCounts, addOddities, addRejects, type Rejects, writtenParts } from './counts';
import { refuseNothingKept, refuseTooManyBad } from './judge';
import { headerOfMerge, refuseDamaged, withMerged } from './merge';
import { refuseEmptyInputs, refuseForeign, refuseNameless, refuseOverlap } from './refuse-before';
import { summarize } from './summarize';

/** What a run has of the world around it. */
export interface RunContext {
  /** The command line, program name first. */
  readonly command: readonly string[];
  readonly progress: Progress;
  warn(message: string): void;
  readonly drawReport?: DrawReport | undefined;
  /** Ends the run, which then changes nothing. */
  readonly signal: AbortSignal;
  /** Throws what ended the run. Asked once more just before anything visible changes. */
  throwIfEnded(): void;
}

/** The right to write an output, and what was found out on the way to it. */
interface Admission {
  readonly startMs: number;
  readonly runId: string;
  readonly inputs: Inputs;
  readonly store: OutputStore;
  readonly lease: Lease;
}

/** What came of a run. `nothing`: there is no input yet, and that was said to be fine. `before`: it had published already. */
export type Outcome =
  | { readonly kind: 'published' | 'before'; readonly summary: Summary }
  | { readonly kind: 'nothing'; readonly summary: null };

/** Publishes the latest record of every key. Throws a Failure, and has then changed nothing that a reader sees. */
export async function run(request: ResolvedJob, runner: Runner, context: RunContext): Promise<Outcome> {
  const startMs = Date.now();
  const runId = request.run === null ? newRunId(new Date(startMs)) : request.run;
  const store = openOutput(request.output);
  // its inputs may have gone since
  const before = await ownSummary(store, request.run);
  if (before !== null) return { kind: 'before', summary: before };
  let inputs = await listInputs(request.inputs, request.ifEmpty);
  const waiting = waitForLease(request.waitLockMs, context.signal, (reason) => context.warn(`waiting: ${reason}`));
  const takeLease = () => takeLeaseWithin(store, { run: runId, command: context.command }, waiting);
  const warning = skippedWarning(inputs.skipped);
  if (request.ifEmpty === 'ok' && inputs.files.length === 0) {
    if (warning !== null) context.warn(warning);
    await settleLeft(store, { takeLease, endDead: runner.endDead, warn: context.warn });
    return { kind: 'nothing', summary: null };
  }
  if (!request.allowEmpty) refuseEmptyInputs(inputs, request.merge);
  if (!request.merge) refuseOverlap(inputs, request.output);
  if (warning !== null) context.warn(warning);
  await runner.check();
  runner.prepare(inputs.files);
  return withLease(await takeLease(), context.warn, async (lease) => {
    try {
      await runner.endDead(lease.tookOver);
      const settled = await settle(store, lease);
      // with --merge the output may be an input too; and who knows what happened while this waited
      if (settled !== 'nothing' || request.waitLockMs > 0) inputs = await listInputs(request.inputs, request.ifEmpty);
      await sweep(store, lease);
      // another of that name may have been at work until now
      const meanwhile = await ownSummary(store, request.run);
      if (meanwhile !== null) return { kind: 'before', summary: meanwhile };
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
 * The summary of a run that was given this name and has published: whoever asks twice for one run, since the first answer was
 * lost, means one. Null where the run names itself.
 */
async function ownSummary(store: OutputStore, name: string | null): Promise<Summary | null> {
  if (name === null || (await store.read(JOURNAL_FILE)) !== undefined) return null;
  const summary = await readSummary(store);
  const isWhole = summary?.run === name && (await store.read(SUCCESS_FILE)) !== undefined;
  return isWhole ? summary : null;
}

/** Who waits for the run elsewhere reads there how far it is. */
function alsoNotedIn(lease: Lease, context: RunContext): RunContext {
  const tell = (line: string) => {
    context.progress.tell(line);
    lease.note(line);
  };
  return { ...context, progress: { ...context.progress, tell } };
}

async function publishLatest(
  request: ResolvedJob,
  runner: Runner,
  context: RunContext,
  { startMs, runId, inputs, store, lease }: Admission,
): Promise<Summary> {
  const previous = await previousOutput(store);
  const foreign = [...previous.foreign, ...previous.changed];
  refuseNameless(store.location, foreign);
  if (!request.overwrite) refuseForeign(request.output, foreign);
  const found = request.header ? await headerOf(request, inputs.files) : null;
  const header = headerOfMerge(request, previous, found);
  const files = request.merge ? withMerged(request, inputs.files, previous, header) : inputs.files;
  const merged = request.merge ? recordsIn(previous) : 0;
  const order = orderOf(files);

  const work = runner.start({ request, files, header, run: runId, store }, context);
  try {
    const kept = await work.keepLatest((mapped) => {
      if (request.merge && previous.summary !== undefined) refuseDamaged(request.output, previous.summary, mapped);
      judgeRejects(request, merged, order, mapped);
    });
    if (kept.mapped.some((result) => result.sawQuotes)) {
      context.warn('some fields begin with a double quote; it is data here, quoting is not understood');
    }
    const oddities = addOddities(kept.mapped, order);
    const { columns, orderColumn } = request.spec;
    for (const oddity of oddities) context.warn(oddityWords(oddity, columns[orderColumn] as string));
    const rejects = judgeRejects(request, merged, order, kept.mapped);
    const counts = addCounts(kept.mapped, kept.reduced, rejects.total);
    checkBooks(counts);
    if (!request.allowEmpty) refuseNothingKept(merged, counts, rejects);
    const written = writtenParts(kept.reduced);
    const { skipped } = inputs;
    const asked = { request, command: context.command, startMs, run: runId, files, skipped, header, previous };
    return await publish(store, lease, {
      run: runId,
      makes: written.map(({ staged }) => staged),
      replaces: request.merge ? previous.own.filter((name) => !isReject(name)) : previous.own,
      setAside: foreign,
      summarize: () => summarize(asked, { kept, rejects, oddities, counts, written, nowMs: Date.now() }),
      drawReport: context.drawReport,
      throwIfEnded: context.throwIfEnded,
      warn: context.warn,
    });
  } catch (error) {
    throw await withCause(error, request, files);
  } finally {
    // neither a publication that is done nor what ended the run before it is any other for that
    await work.stop().catch((error) => context.warn(`the work could not be cleaned up: ${messageOf(error)}`));
  }
}

async function headerOf(request: ResolvedJob, files: readonly InputFile[]): Promise<Header | null> {
  try {
    return await findHeader(files, request.spec, request.headerNames);
  } catch (error) {
    throw await withCause(error, request, files);
  }
}

/** A failure for bad records, with their likely cause; any other error as it is. */
async function withCause(error: unknown, { spec, header }: ResolvedJob, files: readonly InputFile[]): Promise<unknown> {
  if (!(error instanceof BadRecordsFailure)) return error;
  const { explained } = await import('../diagnosis/explain');
  return explained(error, files, { spec, hasHeader: header });
}

/** Adds up the bad records. Throws with exit code 65 where they end the run. */
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
