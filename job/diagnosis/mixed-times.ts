/** Finds times that are ordered as text, and that bytes do not put in order, as they are written in several ways. Pure. */

import type { OrderBy } from '../options/spec';
import { printable } from '../shared/printable';
import { isTimestamp } from './value-forms';

const TIME = /^\d{4}-\d\d-\d\d(?:([Tt ])\d\d:\d\d(:\d\d(?:[.,]\d+)?)?( ?(?:z|utc|gmt|[+-]\d\d(?::?\d\d)?))?)?$/i;

/** A warning about the columns of an order by text; null where the bytes of all values are in the order of their times. */
export function mixedTimes(
  orderBy: readonly OrderBy[],
  columns: readonly string[],
  seen: readonly ReadonlySet<string>[],
): string | null {
  const found = orderBy.findIndex(({ type }, i) => type === 'text' && areMixed([...(seen[i] as ReadonlySet<string>)]));
  if (found < 0) return null;
  const name = printable(columns[(orderBy[found] as OrderBy).column] as string);
  return `times in the order column '${name}' are written in several ways, which bytes do not put in order; give ${name}:timestamp`;
}

/** Whether all values are times, and text compares some of them otherwise than as instants. */
function areMixed(values: readonly string[]): boolean {
  const given = values.filter((value) => value !== '');
  if (given.length < 2 || !given.every(isTimestamp)) return false;
  const parts = given.map((value) => TIME.exec(value) as RegExpExecArray);
  const marks = new Set(parts.flatMap(([, mark]) => mark ?? []));
  const offsets = new Set(parts.map(([, , , offset = '']) => offset));
  const lengths = new Set(parts.map(([, , seconds = '']) => seconds.length));
  // without offsets a shorter time is before a longer one that begins alike, which is right
  return marks.size > 1 || offsets.size > 1 || (lengths.size > 1 && !offsets.has(''));
}
