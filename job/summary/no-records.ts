import { counted, grouped } from '../shared/figures';
import type { Counts } from './books';

/** How many lines are no records, in words: `0 blank, 1 header`, and comments and skipped lines where there are any. */
export function noRecordWords({ blank, headers, comments, skipped }: Counts): string {
  const words = [`${grouped(blank)} blank`, counted(headers, 'header')];
  if (comments > 0) words.push(counted(comments, 'comment'));
  if (skipped > 0) words.push(`${counted(skipped, 'line')} skipped`);
  return words.join(', ');
}
