/**
 * Finds conditions of `--delete-when` that take a value which says no, such as `false`, for a delete, since they are met by
 * any value. Pure.
 */

import { isMetBy } from '../format/delete-condition';
import { deleteWhenText } from '../options/delete-when';
import type { DeleteWhen } from '../options/spec';
import { printable } from '../shared/printable';

/** Values that say no, in lower case. */
const NOES: readonly string[] = ['0', 'f', 'false', 'n', 'no'];

/**
 * A warning; null where no record that was looked at is a delete for such a value. `seen` has the values in the column of
 * each condition.
 */
export function deletesByNo(
  conditions: readonly DeleteWhen[],
  columns: readonly string[],
  seen: readonly ReadonlySet<string>[],
): string | null {
  for (const [i, condition] of conditions.entries()) {
    if (!condition.isOther) continue;
    const values = [...(seen[i] as ReadonlySet<string>)];
    const no = values.find((value) => NOES.includes(value.toLowerCase()) && isMetBy(condition, value));
    if (no === undefined) continue;
    const column = columns[condition.column] as string;
    const name = printable(column);
    const text = printable(deleteWhenText({ ...condition, name: column }));
    const other = condition.value === '' ? 'value' : 'other value';
    return (
      `'${no}' in '${name}' makes a delete, since --delete-when '${text}' means any ${other}; if '${name}' says yes or ` +
      `no, give the value for yes, like ${name}=true`
    );
  }
  return null;
}
