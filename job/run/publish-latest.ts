/** The flow of a run that reads records. The runner does the work from map to reduce. */

import type { Header } from '../format/format';
import { formatOf } from '../format/formats';
import { BadRecordsFailure } from '../input/bad-records-failure';
import type { FoundRecords } from '../input/header';
import { withStarts } from '../input/look-at-starts';
import type { JobRequest, ResolvedJob } from '../options/options';
import { specOf } from '../options/record';
import { type PreviousOutput, previousOutput } from '../publication/previous-output';
import { publish } from '../publication/publish';
import { bytesOfParts } from '../runner/part-merge';
import type { Runner } from '../runner/runner';
import { messageOf } from '../shared/failure';
import { isReject } from '../shared/output-files';
import { sum } from '../shared/sum';
import type { InputFiles } from '../store/input-files';
import type { InputFile } from '../store/place';
import type { Lease, OutputStore } from '../store/store';
import type { Summary } from '../summary/summary';
import { writtenParts } from './counts';
import { keepJudged } from './judged-work';
import { ledgerWarnings, type RunInputs, refuseReplaced } from './lacking-inputs';
import { runFiles } from './merge';
import { recordsOf } from './records-of';
import { refuseForeign, refuseNameless } from './refuse-before';
import { refuseBadForget } from './refuse-forget';
import type { RunContext } from './run-context';
import { stageLedger } from './stage-ledger';
import { type Asked, summarize } from './summarize';

/** The lease of an output, and all that was prepared before the work can start. */
export interface Admission {
  readonly startMs: number;
  readonly runId: string;
  readonly inputs: RunInputs;
  readonly store: OutputStore;
  readonly lease: Lease;
}

export async function publishLatest(
  given: JobRequest,
  runner: Runner,
  context: RunContext,
  { startMs, runId, inputs, store, lease }: Admission,
): Promise<Summary> {
  const previous = await previousOutput(store);
  refuseReplaced(inputs, given.output, previous);
  const foreign = [...previous.foreign, ...previous.changed];
  refuseNameless(store.location, foreign);
  if (!given.overwrite) refuseForeign(given.output, foreign);
  for (const words of ledgerWarnings(inputs, given.output)) context.warn(words);
  const { spec, header } = await foundRecords(given, inputs.files, previous, context.signal);
  refuseBadForget(spec);
  const request = { ...given, spec };
  const { inputs: listed, former, formerFiles } = runFiles(request, inputs.files, previous, header, runner.mergesParts);
  const files = await withStarts(
    listed,
    await runner.filesCut(listed, bytesOfParts(former)),
    { spec, format: formatOf(spec), header },
    context.signal,
  );

  const work = runner.start({ request, files, header, run: runId, store, former }, context);
  try {
    const judged = await keepJudged(work, { request, files, former, previous }, context.warn);
    await warnOfValues(request, files, header, judged.counts.deleted, context);
    const written = writtenParts(judged.kept.reduced);
    const ledger = await stageLedger(store, runId, { request, inputs, previous });
    const asked: Asked = {
      request,
      command: context.command,
      startMs,
      run: runId,
      read: totalsOf(formerFiles, files),
      skipped: inputs.skipped,
      header,
      previous,
      ledger: inputs.ledger === null ? null : inputs.ledger.counts,
    };
    return await publish(store, lease, {
      run: runId,
      makes: [...written, ...(ledger === null ? [] : [ledger])].map(({ staged }) => staged),
      replaces: request.merge ? previous.own.filter((name) => !isReject(name)) : previous.own,
      setAside: foreign,
      summarize: () => summarize(asked, { ...judged, written, ledger, nowMs: Date.now() }),
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

/** The totals of the files that a run reads. */
function totalsOf(former: readonly InputFile[], files: InputFiles): Asked['read'] {
  return {
    files: former.length + files.length,
    bytes: sum(former, ({ sizeBytes }) => sizeBytes) + sum(files.sizes, ({ sizeBytes }) => sizeBytes),
  };
}

async function foundRecords(
  request: JobRequest,
  files: InputFiles,
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

/**
 * Warns of options that do not fit the values in the starts of files: conditions of `--delete-when` where no key is
 * deleted, or where a value that says no makes a delete, and times that are ordered as text.
 */
async function warnOfValues(
  { spec, header: hasHeader }: ResolvedJob,
  files: InputFiles,
  header: Header | null,
  deleted: number,
  { warn }: RunContext,
): Promise<void> {
  const deletes = deleted === 0 ? spec.deleteWhen : spec.deleteWhen.filter(({ isOther }) => isOther);
  const orders = spec.orderBy.some(({ type }) => type === 'text') ? spec.orderBy : [];
  if (deletes.length + orders.length === 0) return;
  const { deletesByNo } = await import('../diagnosis/deletes-by-no');
  const { mixedTimes } = await import('../diagnosis/mixed-times');
  const { unmetDeletes } = await import('../diagnosis/unmet-deletes');
  const { valuesInHeads } = await import('../diagnosis/values-in-heads');
  const columns = [...deletes, ...orders].map(({ column }) => column);
  const seen = await valuesInHeads(files, { spec, hasHeader, header }, columns);
  const found = [
    deleted === 0 ? unmetDeletes(deletes, spec, seen.slice(0, deletes.length)) : null,
    deletesByNo(deletes, spec.columns, seen.slice(0, deletes.length)),
    mixedTimes(orders, spec.columns, seen.slice(deletes.length)),
  ];
  for (const words of found) if (words !== null) warn(words);
}

/** Adds the likely cause to a failure for bad records. Returns any other error unchanged. */
async function withCause(
  error: unknown,
  { spec, header: hasHeader }: ResolvedJob,
  files: InputFiles,
  header: Header | null,
): Promise<unknown> {
  if (!(error instanceof BadRecordsFailure)) return error;
  const { explained } = await import('../diagnosis/explain');
  return explained(error, files, { spec, hasHeader, header });
}
