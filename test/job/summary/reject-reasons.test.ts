import { summarySpec } from '../../../job/options/spec';
import { REJECT_REASON_WORDS } from '../../../job/summary/reject-reasons';
import type { RejectReason } from '../../../job/summary/summary';
import { resolveSpec } from '../../support/record-options';

const RATINGS = summarySpec(resolveSpec(), null);
const CHANGES = summarySpec(
  resolveSpec({
    columns: 'id,ts,op,n,v',
    key: 'id',
    orderBy: 'ts:timestamp,op:rank(I<U),n:int,v:decimal',
    format: 'csv',
  }),
  null,
);

it.each<[RejectReason, string, string]>([
  ['columns', 'not of 4 columns', 'not of 5 columns'],
  [
    'order',
    "without an integer in 'timestamp'",
    "without a time in 'ts' and a stated value in 'op' and an integer in 'n' and a decimal in 'v'",
  ],
  [
    'order-range',
    "with an integer beyond 64 bits in 'timestamp'",
    "with an integer beyond 64 bits in 'n' or an exponent beyond 64 bits in 'v'",
  ],
  ['length', 'longer than 1 MiB', 'longer than 1 MiB'],
  ['quote', 'with something behind a closing quote', 'with something behind a closing quote'],
  ['json', 'that are not one JSON object', 'that are not one JSON object'],
  ['key', "without a value for the key in 'movie' and 'user'", "without a value for the key in 'id'"],
  ['open-quote', 'with a quote that is not closed', 'with a quote that is not closed'],
])('tells of records that are bad for %s', (reason, ofRatings, ofChanges) => {
  expect(REJECT_REASON_WORDS[reason].counted(RATINGS)).toBe(ofRatings);
  expect(REJECT_REASON_WORDS[reason].counted(CHANGES)).toBe(ofChanges);
});
