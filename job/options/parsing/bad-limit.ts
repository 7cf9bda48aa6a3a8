/** How many bad records a run may have: a number of records, or a share of them. */

import { usage } from './usage';

/** At most `count` bad records, or at most `percent` of the records. */
export type BadLimit = { readonly count: number } | { readonly percent: number } | null;

/** How many of `records` may be bad. */
export function mostBad(limit: Exclude<BadLimit, null>, records: number): number {
  return 'count' in limit ? limit.count : (limit.percent / 100) * records;
}

/** The text that `parseBadLimit` reads as this limit. */
export function badLimitText(limit: Exclude<BadLimit, null>): string {
  return 'count' in limit ? String(limit.count) : `${limit.percent}%`;
}

export function parseBadLimit(flag: string, text: string): Exclude<BadLimit, null> {
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(text);
  if (percent && Number(percent[1]) <= 100) return { percent: Number(percent[1]) };
  if (/^\d+$/.test(text)) return { count: Number(text) };
  throw usage(`${flag} '${text}' is neither a number of records nor a percentage from 0% to 100%`);
}
