/** Tells that a run with `--new-only` found no new file. */

import type { NothingNew } from '../run/nothing-new';
import { counted } from '../shared/figures';
import { printable } from '../shared/printable';
import { ledgerWords } from '../summary/ledger-words';
import type { LedgerCounts } from '../summary/summary';

/** The document that `--json` prints for such a run. It has no field of a summary but `run`. */
export interface NothingNewDocument {
  readonly nothingNew: true;
  readonly output: string;
  /** The run that has published the output. */
  readonly run: string;
  readonly files: LedgerCounts;
}

export function nothingNewDocument({ summary, counts }: NothingNew, output: string): NothingNewDocument {
  return { nothingNew: true, output, run: summary.run, files: counts };
}

export function describeNothingNew({ summary, counts }: NothingNew, output: string): string {
  return [
    `nothing new: ${output} has the records of all ${counted(counts.unchanged, 'file')}; nothing was published`,
    `  inputs   ${ledgerWords(counts)}, by the ledger of run ${summary.run}`,
  ]
    .map(printable)
    .join('\n');
}
