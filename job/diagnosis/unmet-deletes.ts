/**
 * Finds conditions of `--delete-when` that records seem to miss by the way a value is written. A condition that no record
 * meets is no error, but where it was meant to be met, keys that are deleted stay in the output. Pure.
 */

import { isMetBy } from '../format/delete-condition';
import type { DeleteWhen, Spec } from '../options/spec';
import { printable } from '../shared/printable';

/** Values that say the same, in lower case. */
const ALIKE: readonly (readonly string[])[] = [
  ['d', 'del', 'delete', 'deleted', 'remove', 'removed'],
  ['1', 't', 'true', 'y', 'yes'],
];

/**
 * A warning; null where some record that was looked at meets a condition, or none seems to be meant to. `seen` has the
 * values in the column of each condition; all texts have one character for each byte. Where any other value than one makes
 * a delete, a column of delimited text without any is no reason to warn: no record may be deleted yet. The name of JSON may
 * be wrong.
 */
export function unmetDeletes(
  conditions: readonly DeleteWhen[],
  { columns, format }: Pick<Spec, 'columns' | 'format'>,
  seen: readonly ReadonlySet<string>[],
): string | null {
  const isMet = (each: DeleteWhen, i: number) =>
    [...(seen[i] as ReadonlySet<string>)].some((value) => isMetBy(each, value));
  if (conditions.some(isMet)) return null;
  for (const [i, { column, value, isOther }] of conditions.entries()) {
    const values = [...(seen[i] as ReadonlySet<string>)];
    const name = printable(columns[column] as string);
    const like = isOther ? undefined : values.find((each) => isAlike(each, value));
    if (like !== undefined) {
      return (
        `no key is deleted: --delete-when asks for '${shown(value)}' in '${name}', and records have '${shown(like)}'; ` +
        'values compare byte by byte'
      );
    }
    const needsValue = isOther ? format === 'json' : value !== '';
    if (needsValue && values.length > 0 && values.every((each) => each === '')) {
      return `no key is deleted: no record that was looked at has a value in '${name}' of --delete-when`;
    }
  }
  return null;
}

function isAlike(a: string, b: string): boolean {
  const [one, other] = [a, b].map((text) => text.trim().toLowerCase()) as [string, string];
  if (one === '') return false;
  return one === other || ALIKE.some((words) => words.includes(one) && words.includes(other));
}

function shown(value: string): string {
  return printable(Buffer.from(value, 'latin1').toString());
}
