import { headerText } from '../format/format';
import type { JobRequest } from '../options/options';
import { summarySpec } from '../options/spec';
import { previousOutput } from '../publication/previous-output';
import type { OutputStore } from '../store/store';
import type { LedgerCounts, Summary } from '../summary/summary';
import { type ComparedInputs, type RunInputs, refuseReplaced } from './lacking-inputs';
import { refuseUnmergeable } from './merge';
import { recordsOf } from './records-of';

/** The outcome of a run that found no file whose records the output lacks. */
export interface NothingNew {
  readonly kind: 'nothing-new';
  readonly summary: Summary;
  readonly counts: LedgerCounts;
}

/**
 * Ends a run with `--new-only` whose inputs have nothing new. Throws with exit code 73 where the output could not have
 * been merged with, since it is not whole or of another spec: the records of the files are not there as they are wanted.
 * Throws with exit code 74 where something else has removed or replaced the output meanwhile.
 */
export async function nothingNew(
  request: JobRequest,
  store: OutputStore,
  inputs: RunInputs,
  signal: AbortSignal,
): Promise<NothingNew> {
  const previous = await previousOutput(store);
  refuseReplaced(inputs, request.output, previous);
  const { spec, header } = await recordsOf(request, [], previous, signal);
  refuseUnmergeable(request.output, previous, summarySpec(spec, headerText(header)));
  const { counts } = inputs.ledger as ComparedInputs;
  return { kind: 'nothing-new', summary: previous.summary as Summary, counts };
}
