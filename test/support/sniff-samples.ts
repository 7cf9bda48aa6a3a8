/** Small files of many kinds, and the options by which `dedup sniff` reads them. */

import type { Files } from './folder';

export interface SniffSample {
  readonly title: string;
  readonly files: Files;
  /** The options of the printed command, without its output. */
  readonly options: string;
  /** The subjects of the doubts, each once. */
  readonly unsure: readonly string[];
}

const ROWS = [
  ['7', 'Ann Smith', '1.50', '2026-01-31T10:00:00Z'],
  ['8', 'Bob', '20', '2026-01-31T11:30:00Z'],
  ['7', 'Ann Jones', '2.25', '2026-02-01T00:00:01Z'],
];
export const NAMES = ['order_id', 'name', 'amount', 'updated_at'];
export const table = (separator: string, end = '\n') =>
  [NAMES, ...ROWS].map((row) => row.join(separator) + end).join('');
export const records = (separator: string, end = '\n') => ROWS.map((row) => row.join(separator) + end).join('');
