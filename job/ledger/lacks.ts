/**
 * Asks whether a run is needed, without any change to the output: for a check that starts a cluster only then. It reads
 * the summary and the ledger of the output, and lists the output and the inputs.
 */

import { expandInputs } from '../input/list';
import { openPublished } from '../place/open-output';
import { previousOutput } from '../publication/previous-output';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { JOURNAL_FILE, SUCCESS_FILE } from '../shared/output-files';
import type { ListingNotes } from '../store/place';
import type { Summary } from '../summary/summary';
import { LedgerFault } from './entry';
import { differences } from './select';

/**
 * Why a run may change an output, in words; null where it certainly does not: the output is whole, and its ledger has every
 * file of the inputs in its present version. Whatever is unclear is a reason, as the run that is started then tells more.
 * Throws with exit code 74 where a place cannot be reached, or its rights do not suffice.
 *
 * @param hasDeletes whether the run has conditions of `--delete-when`
 */
export async function whyLacking(
  output: string,
  inputs: readonly string[],
  hasDeletes: boolean,
): Promise<string | null> {
  try {
    return await reasonIn(output, inputs, hasDeletes);
  } catch (error) {
    if (error instanceof LedgerFault) return `the ledger of ${output} ${error.message}`;
    if (error instanceof Failure && error.exitCode !== EXIT.io) return error.message;
    throw error;
  }
}

/** Whether a run may take records of an output for deletes, since the output was made without conditions for them. */
export function beginsDeletes({ spec }: Summary, hasDeletes: boolean): boolean {
  return hasDeletes && spec.deleteWhen.length === 0;
}

async function reasonIn(output: string, inputs: readonly string[], hasDeletes: boolean): Promise<string | null> {
  const previous = await previousOutput(openPublished(output));
  const { summary, hasSuccess, missing, changed, files } = previous;
  if (summary === undefined) return `no run has published to ${output}`;
  if (files.has(JOURNAL_FILE)) return `a run is publishing to ${output}, or was interrupted there`;
  if (!hasSuccess) return `${output} has no ${SUCCESS_FILE}`;
  const [damaged] = [...missing, ...changed];
  if (damaged !== undefined) return `part '${damaged}' of ${output} is missing or changed`;
  if (beginsDeletes(summary, hasDeletes)) return `${output} was made without --delete-when`;
  const notes: ListingNotes = { links: [], skipped: new Map() };
  for await (const found of differences(await expandInputs(inputs, notes), 'fail', previous, notes, true)) {
    if (found.kind === 'new' || found.kind === 'changed') return `'${found.file.file.path}' is ${found.kind}`;
  }
  return null;
}
