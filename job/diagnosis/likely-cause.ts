/**
 * Finds the likely cause why records of a file are bad, where more than single ones are: wrong options, or another kind
 * of file. Pure.
 */

import { formatOf } from '../format/formats';
import type { FormatName, Spec } from '../options/spec';
import type { RejectExample } from '../summary/summary';
import { emptyRow, otherColumns, otherDelimiter, quotes, shortLines, shortOfHeader } from './columns';
import { escapedText } from './escaped-text';
import { comments, headerAmongBad, linesBefore, unsaidHeader } from './first-lines';
import { cutOffJson, endlessJson, linesBeforeJson, noJson, notation, wrappedJson } from './json-lines';
import { jsonNames } from './json-names';
import { orderValues } from './order-values';
import { cutOff, drawnTable, noRecord, noText, otherText, returnsAlone } from './other-text';
import { dashes, lineBehind, sectionHeads } from './report-lines';
import { badLine, type Evidence, type Head, sampleOf } from './sample';

/**
 * The causes in the order in which they are tried: each stands before those that would explain the same file less well.
 */
const CAUSES: Readonly<Record<FormatName, readonly ((evidence: Evidence) => string | null)[]>> = {
  delimited: [
    returnsAlone,
    otherText,
    drawnTable,
    comments,
    lineBehind,
    sectionHeads,
    dashes,
    unsaidHeader,
    noText,
    escapedText,
    quotes,
    otherDelimiter,
    linesBefore,
    cutOff,
    shortOfHeader,
    otherColumns,
    shortLines,
    emptyRow,
    orderValues,
    headerAmongBad,
    noRecord,
  ],
  json: [
    returnsAlone,
    wrappedJson,
    linesBeforeJson,
    notation,
    noText,
    noJson,
    jsonNames,
    orderValues,
    cutOffJson,
    endlessJson,
  ],
};

/**
 * The likely cause, and what to do, from the head of the file that has the bad record; null where only single records
 * are bad. `hasHeader` says whether the options state a header.
 */
export function likelyCause(head: Head, bad: RejectExample, spec: Spec, hasHeader: boolean): string | null {
  const format = formatOf(spec);
  const sample = sampleOf(head, hasHeader, bad.offset, format, spec.reading);
  const evidence = { file: bad.file, sample, bad: badLine(sample, bad), spec, format };
  for (const cause of CAUSES[spec.format]) {
    const found = cause(evidence);
    if (found !== null) return found;
  }
  return null;
}
