/** Understands files whose lines have one value each, such as lists of addresses. Pure. */

import { type Candidate, candidateOf, PLAIN } from './dialects';
import type { KeyFinding } from './keys';
import type { OrderFinding } from './order-column';
import { type Chosen, isOneValue, STRONG } from './rivals';
import { doubt, SAMPLE_BYTES, type TextSample } from './sample';
import type { Table } from './table';

/** How lines of JSON, of objects as Python prints them, and of XML begin. */
const OF_OTHER_TEXT = /^\s*[[{<]/;
/** Lines whose columns are aligned by blanks. */
const IS_ALIGNED = /\S {2,}\S/;
const QUOTED = { ...PLAIN, delimiter: ',', quote: '"', escape: '"' } as const;

/**
 * A way of writing fields in which each line is one field. Null where a usual delimiter stands in some of the values, so
 * that these may be records of several columns, unless all of them are of one form, such as addresses of web pages.
 */
export function oneColumn(samples: readonly TextSample[]): Chosen | null {
  const dialects = [QUOTED, ...STRONG.map((delimiter) => ({ ...PLAIN, delimiter }))];
  const candidates = dialects.flatMap((dialect) => candidateOf(dialect, samples, SAMPLE_BYTES, 1) ?? []);
  const candidate = candidates.find((each) => isOneColumn(each, samples.length));
  if (candidate === undefined) return null;
  const values = candidate.fits.flatMap(({ rows }) => rows.map(({ fields }) => fields[0]?.raw as string));
  const isPlain = values.every((raw) => raw.startsWith('"') || !STRONG.some((delimiter) => raw.includes(delimiter)));
  if (
    (!isPlain && !candidate.fits.every(isOneValue)) ||
    values.every((raw) => OF_OTHER_TEXT.test(raw) || IS_ALIGNED.test(raw))
  )
    return null;
  return {
    candidate,
    doubts: [doubt('delimiter', 'no delimiter makes columns of the lines, so each line is taken for one value')],
  };
}

function isOneColumn({ fits, isExact }: Candidate, files: number): boolean {
  return isExact && fits.length === files && fits.every(({ columns, skipLines }) => columns === 1 && skipLines === 0);
}

/** The key and the order of a table with one column: each value of it is kept once. */
export function ofOneColumn({ columns, records }: Table): { order: OrderFinding; keys: KeyFinding } {
  const [column] = columns;
  if (column === undefined) throw new RangeError('a table without columns');
  const { name, distinct } = column;
  const key = { columns: [name], distinct, records };
  const why = 'there is only one column, so it is the key and the order: each value is kept once';
  return {
    order: {
      order: { column: name, type: 'text' },
      others: [],
      hasEmpty: false,
      bad: 0,
      doubts: [doubt('order', why)],
    },
    keys: { candidates: [key], guess: key },
  };
}
