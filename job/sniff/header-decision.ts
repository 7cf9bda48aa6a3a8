/** Decides for all files of a table whether they begin with a header. Pure. */

import type { Fit } from './fit';
import { type HeaderVerdict, headerOf } from './header';
import { type Doubt, doubt } from './sample';

export interface HeaderDecision {
  readonly isHeader: boolean;
  readonly doubts: readonly Doubt[];
}

/** One decision for all files: those that are sure decide, and several files that begin with the same names are. */
export function decideHeader(fits: readonly Fit[], verdicts: readonly HeaderVerdict[]): HeaderDecision {
  const of = (isHeader: boolean) => verdicts.filter((each) => each.isHeader === isHeader);
  const sure = (isHeader: boolean) => of(isHeader).filter(({ isSure }) => isSure);
  const firsts = verdicts.flatMap(({ row }) => (row === null ? [] : [row.text]));
  const isCommon = fits.length > 1 && firsts.length === fits.length && new Set(firsts).size === 1;
  if (isCommon && fits.some(({ rows }) => rows.length > 1)) return { isHeader: true, doubts: [] };
  const [yes, no] = [sure(true).length, sure(false).length];
  if (yes + no === 0 && isNoneByAll(fits)) return { isHeader: false, doubts: [] };
  const isHeader = yes === no ? of(true).length > of(false).length : yes > no;
  if (yes + no > 0 && Math.min(yes, no) === 0) return { isHeader, doubts: [] };
  const reason = verdicts.find(({ why }) => why !== '')?.why;
  const why = yes + no > 0 ? 'some files begin with names, and some with a record' : reason;
  const what = isHeader ? 'the first line is taken for a header' : 'no line is taken for a header';
  return { isHeader, doubts: [doubt('header', `${what}: ${why}`)] };
}

/** Whether the lines of all files together show that there is no header, where no single file has enough of them. */
function isNoneByAll(fits: readonly Fit[]): boolean {
  const firsts = fits.map(({ rows }) => rows[0]?.text);
  if (new Set(firsts).size < fits.length || fits.length < 2) return false;
  const { isHeader, isSure } = headerOf({ rows: fits.flatMap(({ rows }) => rows), shortFirst: null });
  return isSure && !isHeader;
}
