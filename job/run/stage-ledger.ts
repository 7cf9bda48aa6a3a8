import { LedgerFault } from '../ledger/entry';
import { entriesOf } from '../ledger/select';
import { noEntries, writeLedger } from '../ledger/write';
import type { JobRequest } from '../options/options';
import type { WrittenPart } from '../output/part-writer';
import { type PreviousOutput, storedLedger } from '../publication/previous-output';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import type { OutputStore } from '../store/store';
import type { RunInputs } from './lacking-inputs';

interface Merged {
  readonly request: Pick<JobRequest, 'merge' | 'output'>;
  readonly inputs: RunInputs;
  readonly previous: PreviousOutput;
}

/**
 * Stages the ledger of a run: with `--new-only` the files of the former ledger and those that the run has read. A merge
 * without that option keeps the former ledger, if there is one that can be believed: the records of its files stay in
 * the output. Null where the run has no ledger.
 */
export async function stageLedger(
  store: OutputStore,
  run: string,
  { request, inputs, previous }: Merged,
): Promise<WrittenPart | null> {
  const { ledger } = inputs;
  if (ledger === null && !(request.merge && storedLedger(previous) !== null)) return null;
  const isBelieved = ledger === null || ledger.fault === null;
  const read = ledger === null ? [] : ledger.lacking;
  try {
    return await writeLedger(store, run, isBelieved ? entriesOf(previous) : noEntries(), read);
  } catch (error) {
    if (!(error instanceof LedgerFault)) throw error;
    if (ledger === null) return null;
    throw new Failure(EXIT.io, `the ledger of '${request.output}' ${error.message}: run again`, { cause: error });
  }
}
