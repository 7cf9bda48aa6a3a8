/** Ends a run once its records are counted, where too many of them are bad, or where none is left to publish. */

import { BadRecordsFailure } from '../input/bad-records-failure';
import { type BadLimit, badLimitText, mostBad } from '../options/parsing/bad-limit';
import type { Mapped } from '../runner/runner';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { counted } from '../shared/figures';
import { sum } from '../shared/sum';
import { type Counts, recordsAmong } from '../summary/books';
import { noRecordWords } from '../summary/no-records';
import type { RejectExample } from '../summary/summary';
import { allowEmptyAdvice } from './allow-empty-advice';
import type { Rejects } from './counts';

/**
 * Throws with exit code 65 where more of the new records are bad than `limit` allows. `merged` is the number of records
 * in the former output.
 */
export function refuseTooManyBad(limit: BadLimit, merged: number, mapped: readonly Mapped[], rejects: Rejects): void {
  if (limit === null) return;
  const records = sum(mapped, recordsAmong) - merged;
  if (rejects.total <= mostBad(limit, records)) return;
  const [first] = rejects.examples as [RejectExample];
  throw new BadRecordsFailure(first, {
    what:
      `${rejects.total} of ${records} records are bad, --max-bad-records allows ${badLimitText(limit)}; ` +
      `the first is in '${first.file}' at byte ${first.offset}: ${first.detail}`,
    otherwise: '',
    note: '',
  });
}

/**
 * Throws where no record was kept, or where every new record is bad: with exit code 65 if lines were read, with 66 if
 * there was no line. `merged` is the number of records in the former output. A merge of a former output with empty
 * inputs passes.
 */
export function refuseNothingKept(merged: number, counts: Counts, rejects: Rejects): void {
  const isNothingNewGood = counts.rejected > 0 && recordsAmong(counts) - merged === counts.rejected;
  if (counts.kept > 0 && !isNothingNewGood) return;
  const allowed = allowEmptyAdvice(merged > 0 && counts.kept > 0);
  const deleted = counts.deleted === 0 ? '' : `${counts.deleted} deleted, `;
  if (counts.lines === 0) throw new Failure(EXIT.noInput, `no line in any input; ${allowed}`);
  const none = `no record was kept of ${counted(counts.lines - merged, 'line')} (${deleted}${counts.rejected} rejected, ${noRecordWords(counts)})`;
  const [first] = rejects.examples;
  if (first === undefined) throw new Failure(EXIT.badData, `${none}; ${allowed}`);
  throw new BadRecordsFailure(first, {
    what: `${none}; the first bad one is in '${first.file}' at byte ${first.offset}: ${first.detail}`,
    otherwise: `; ${allowed}`,
    note: '',
  });
}
