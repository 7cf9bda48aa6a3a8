/** Why records of a file are bad, where it is more than single ones: what is given, or what the file is. Pure. */

import { formatOf } from '../format/formats';
import type { Spec } from '../options/spec';
import type { RejectExample } from '../summary/summary';
import { otherColumns, otherDelimiter, quotes } from './columns';
import { comments, headerAmongBad, linesBefore, unsaidHeader } from './first-lines';
import { orderValues } from './order-values';
import { cutOff, drawnTable, noRecord, noText, otherText, returnsAlone } from './other-text';
import { badLine, type Evidence, type Head, sampleOf } from './sample';

/** Each explains what those behind it would tell less well of. */
const CAUSES: readonly ((evidence: Evidence) => string | null)[] = [
  returnsAlone,
  otherText,
  drawnTable,
  comments,
  unsaidHeader,
  noText,
  quotes,
  otherDelimiter,
  linesBefore,
  otherColumns,
  orderValues,
  cutOff,
  headerAmongBad,
  noRecord,
];

/**
 * The likely cause, and what to do, from the head of the file that the bad record is in; null where single records are bad.
 * `hasHeader` says whether the options tell of a header.
 */
export function likelyCause(head: Head, bad: RejectExample, spec: Spec, hasHeader: boolean): string | null {
  const format = formatOf(spec);
  const sample = sampleOf(head, hasHeader, bad.offset, format);
  const evidence = { file: bad.file, sample, bad: badLine(sample, bad), spec, format };
  for (const cause of CAUSES) {
    const found = cause(evidence);
    if (found !== null) return found;
  }
  return null;
}
