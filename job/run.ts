/** `dedup run`: the whole flow on one machine. */

import { addCounts, addRejects, firstFinding, type Rejects, writtenParts } from './account';
import {
  headerOfMerge,
  refuseEmptyInputs,
  refuseForeign,
  refuseNothingKept,
  refuseOverlap,
  refuseTemp,
  refuseTooManyBad,
  withMerged,
} from './admission';
import { isReject } from './contract';
import { findHeader } from './input/header';
import { type InputFile, type Inputs, listInputs } from './input/list';
import type { ResolvedRun } from './options';
import { badRecordFailure } from './output/reject';
import { previousOutput } from './previous-output';
import { abandon, type DrawReport, publish, settle, sweep } from './publish';
import { newRunId } from './run-id';
import { type Progress, startLocal } from './runner/local';
import type { MapResult } from './runner/task';
import { openOutput } from './store/open';
import type { Lease, OutputStore } from './store/store';
import { summarize } from './summarize';
import { checkBooks, type Summary } from './summary';

/** What a run has of the world around it. */
export interface Surroundings {
  /** The command line, program name first. */
  readonly command: readonly string[];
  readonly progress: Progress;
  warn(message: string): void;
  readonly drawReport?: DrawReport | undefined;
  /** Ends the run, which then changes nothing. */
  readonly signal: AbortSignal;
}

/** The right to write an output, and what was found out on the way to it. */
interface Admission {
  readonly startMs: number;
  readonly runId: string;
  readonly inputs: Inputs;
  readonly store: OutputStore;
  readonly lease: Lease;
}

/** Publishes the latest record of every key. Throws a Failure, and has then changed nothing that a reader sees. */
export async function run(request: ResolvedRun, around: Surroundings): Promise<Summary> {
  const startMs = Date.now();
  const runId = newRunId(new Date(startMs));
  let inputs = await listInputs(request.inputs);
  if (!request.allowEmpty) refuseEmptyInputs(inputs);
  if (!request.merge) refuseOverlap(inputs, request.output);
  refuseTemp(request.temp);
  const store = openOutput(request.output);
  const lease = await store.takeLease({ run: runId, command: around.command });
  try {
    const settled = await settle(store);
    // with --merge the output may be an input too
    if (settled !== 'nothing') inputs = await listInputs(request.inputs);
    await sweep(store);
    return await keepLatest(request, around, { startMs, runId, inputs, store, lease });
  } catch (error) {
    // what ended the run says more than what is then left undone; the next run on this output sweeps
    await abandon(store, runId).catch(() => {});
    throw error;
  } finally {
    await lease.release();
  }
}

async function keepLatest(request: ResolvedRun, around: Surroundings, admitted: Admission): Promise<Summary> {
  const { store, lease, runId, inputs } = admitted;
  const previous = await previousOutput(store);
  const foreign = [...previous.foreign, ...previous.changed];
  if (!request.overwrite) refuseForeign(request.output, foreign);
  const found = request.header ? await findHeader(inputs.files, request.spec) : null;
  const header = headerOfMerge(request, previous, found);
  const files = request.merge ? withMerged(request, inputs.files, previous, header) : inputs.files;

  const local = startLocal({ request, files, header, run: runId }, around);
  try {
    const mapped = await local.map();
    const rejects = judgeRejects(request, files, mapped);
    if (mapped.some((result) => result.sawQuotes)) {
      around.warn('some fields begin with a double quote; it is data here, quoting is not understood');
    }
    const reduced = await local.reduce(mapped);
    const counts = addCounts(mapped, reduced, rejects.total);
    checkBooks(counts);
    if (!request.allowEmpty) refuseNothingKept(counts, rejects);
    around.signal.throwIfAborted();
    const written = writtenParts(mapped, reduced);
    const summary = summarize(
      { request, command: around.command, startMs: admitted.startMs, run: runId, files, header, previous, local },
      { mapped, reduced, rejects, counts, written },
    );
    await publish(store, lease, {
      run: runId,
      makes: written.map(({ staged }) => staged),
      replaces: request.merge ? previous.own.filter((name) => !isReject(name)) : previous.own,
      setAside: foreign,
      summary,
      drawReport: around.drawReport,
    });
    return summary;
  } finally {
    await local.stop();
  }
}

/** Adds up the bad records. Throws with exit code 65 where they end the run. */
function judgeRejects(request: ResolvedRun, files: readonly InputFile[], mapped: readonly MapResult[]): Rejects {
  const finding = firstFinding(mapped);
  if (finding) throw badRecordFailure(finding);
  const rejects = addRejects(mapped, new Map(files.map((file, i) => [file.path, i])));
  refuseTooManyBad(request.maxBadRecords, mapped, rejects);
  return rejects;
}
