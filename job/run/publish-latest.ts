/** The flow of a run that reads records. The runner does the work from map to reduce. */

import { formatOf } from '../format/formats';
import type { FoundRecords } from '../input/header';
import { withStarts } from '../input/look-at-starts';
import type { JobRequest } from '../options/options';
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
import { warnOfValues, withCause } from './ask-diagnosis';
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
    await warnOfValues({ request, files, header }, judged.counts.deleted, context.warn);
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
    throw await withCause(error, { request, files, header });
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
      : await withCause(error, {
          request: { ...request, spec: specOf(record, record.columns, null) },
          files,
          header: null,
        });
  }
}
