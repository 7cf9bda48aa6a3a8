/** `dedup verify`: checks an output against its own summary, without the inputs. */

import { mergeDifferences, NO_BATCHES, NO_CHANGES } from '../diff/merge';
import { RecordStream } from '../diff/record-stream';
import { formatOf } from '../format/formats';
import { RecordKeys } from '../input/record-keys';
import { partHashes } from '../kernel/hash-range';
import { LedgerFault } from '../ledger/entry';
import { entriesOf } from '../ledger/select';
import { specOfSummary } from '../options/spec';
import { type PreviousOutput, previousOutput, storedFile } from '../publication/previous-output';
import { readableSummary, refuseWhilePublishing, type WholeOutput, wholeOutput } from '../publication/whole-output';
import { counted } from '../shared/figures';
import { DELETED_FOLDER } from '../shared/output-files';
import { type PartName, parsePartName } from '../shared/part-name';
import type { OutputStore } from '../store/store';
import type { Summary, SummaryPart } from '../summary/summary';
import { PartChecker } from './part-checker';
import type { Problem } from './problem';
import { rejectProblems } from './stored-bytes';
import { bookProblems, listingProblems } from './summary-problems';

export interface Verification {
  readonly summary: Summary;
  readonly records: number;
  /** The number of deletes in `_deleted/`. */
  readonly deletes: number;
  /** All problems, except that only the first bad lines of each part are listed. */
  readonly problems: readonly Problem[];
}

/**
 * Reads every part, every file of deletes, every file of rejects and the ledger of an output. Throws with exit code 66
 * where there is no output of this kit, or where the output has another format, and with 75 where a run is publishing to it.
 */
export async function verify(store: OutputStore): Promise<Verification> {
  const previous = await previousOutput(store);
  const summary = readableSummary(previous);
  const { parts, deleted, rejected } = summary.output;
  const unlike = listingProblems(previous);
  if (unlike.length > 0) refuseWhilePublishing(previous);
  const problems = [...unlike, ...bookProblems(summary)];
  const checker = new PartChecker(summary);
  const check = async (part: SummaryPart, number: number, areDeletes: boolean) => {
    const file = storedFile(previous, part);
    if (file === undefined) return 0;
    const found = await checker.check(file, part, partHashes(number, parts.length), areDeletes);
    problems.push(...found.problems);
    return found.records;
  };
  let records = 0;
  for (const [number, part] of parts.entries()) records += await check(part, number, false);
  let deletes = 0;
  for (const part of deleted) deletes += await check(part, (parsePartName(part.name) as PartName).number, true);
  if (problems.length === 0 && deletes > 0) problems.push(...(await twiceProblems(await wholeOutput(store))));
  for (const part of rejected) {
    const file = storedFile(previous, part);
    if (file !== undefined) problems.push(...(await rejectProblems(file, part)));
  }
  problems.push(...(await ledgerProblems(previous)));
  return { summary, records, deletes, problems };
}

/** A damaged ledger does no harm to the records, but the next run with `--new-only` reads all files. */
async function ledgerProblems(previous: PreviousOutput): Promise<Problem[]> {
  const ledger = previous.summary?.output.ledger ?? null;
  if (ledger === null) return [];
  try {
    for await (const _ of entriesOf(previous));
    return [];
  } catch (error) {
    if (!(error instanceof LedgerFault)) throw error;
    return [{ file: ledger.name, offset: null, problem: error.message }];
  }
}

/** Looks for a key that has a record in a part and a delete too. Both are in canonical order. */
async function twiceProblems(output: WholeOutput): Promise<Problem[]> {
  const format = formatOf(specOfSummary(output.summary.spec));
  const keys = new RecordKeys(format);
  const streams = [output.parts, output.deleted].map((files) => new RecordStream(output, files, format, keys));
  const [parts, deletes] = streams as [RecordStream, RecordStream];
  const { changed, unchanged } = await mergeDifferences(
    { former: parts, now: deletes, deletes: NO_BATCHES },
    keys,
    NO_CHANGES,
  );
  const twice = changed + unchanged;
  if (twice === 0) return [];
  return [
    {
      file: DELETED_FOLDER,
      offset: null,
      problem: `${counted(twice, 'key')} deleted, but with a record in a part too`,
    },
  ];
}
