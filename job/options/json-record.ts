/** Checks the options that say what a record of JSON Lines is. Pure. */

import { isWithin, pathFault } from '../shared/json-path';
import { printable } from '../shared/printable';
import { usage } from './parsing/usage';
import { defaultOf, flagOf, type Given, type OptionTable } from './table/option-table';

const ITSELF = 'JSON itself says where a value begins and ends';

/** The options that JSON Lines do not have, and why. */
const NOT_IN_JSON: Readonly<Record<string, string>> = {
  columns: '--key and --order-by take names from the records',
  delimiter: ITSELF,
  quote: ITSELF,
  escape: ITSELF,
  trim: 'blanks around its values never count, and blanks within its strings always do',
  trailingDelimiter: ITSELF,
  comment: 'JSON has no comments',
  extraColumns: 'a record may have any names beside those of --key and --order-by',
  header: 'each record names its values; --skip-lines leaves out lines at the start of files',
  headerNames: 'each record names its values',
};

/** Throws with exit code 64 where an option of this table is given that JSON Lines do not have. */
export function refuseNotInJson<T extends OptionTable>(table: T, given: Given<T>): void {
  const values = given as Readonly<Record<string, unknown>>;
  for (const [name, entry] of Object.entries(table)) {
    const why = NOT_IN_JSON[name];
    if (why === undefined || values[name] === undefined || values[name] === defaultOf(entry)) continue;
    throw usage(`${flagOf(name)} does not go with --format json: ${why}`);
  }
}

/** The names that the options state, and the options for records that lack them. */
export interface StatedNames {
  readonly key: readonly string[];
  readonly orders: readonly string[];
  readonly deletes: readonly string[];
  readonly missingColumns: 'refuse' | 'empty';
  readonly emptyOrder: 'refuse' | 'oldest';
}

/**
 * The names of the key, sorted, since it does not matter in which order `--key` has them; then those of the order; then
 * those of deletes.
 * Throws with exit code 64 where a name is no path, or where no record can have all of the names.
 */
export function namesInJson(names: StatedNames): readonly string[] {
  const { key, orders, deletes, missingColumns, emptyOrder } = names;
  const needed = [
    ...[...key].sort().map((path) => ({ option: '--key', path, mayLack: missingColumns === 'empty' })),
    ...orders.map((path) => ({ option: '--order-by', path, mayLack: emptyOrder === 'oldest' })),
  ];
  const ofDeletes = deletes.map((path) => ({ option: '--delete-when', path }));
  const stated = [...needed, ...ofDeletes];
  for (const { option, path } of stated) {
    const fault = pathFault(path);
    if (fault !== null) throw usage(`${option} '${printable(path)}' ${fault}`);
  }
  for (const inner of needed.filter(({ mayLack }) => !mayLack)) refuseWithin(inner, stated);
  // conditions of deletes may lie within each other, since one of them is enough
  for (const inner of ofDeletes) refuseWithin(inner, needed);
  return [...new Set(stated.map(({ path }) => path))];
}

interface Stated {
  readonly option: string;
  readonly path: string;
}

/** Throws with exit code 64 where a name lies within the value of another one. */
function refuseWithin(inner: Stated, others: readonly Stated[]): void {
  const outer = others.find(({ path }) => isWithin(inner.path, path));
  if (outer === undefined) return;
  throw usage(
    `${inner.option} names '${printable(inner.path)}', which lies within '${printable(outer.path)}' of ` +
      `${outer.option}: an object with names in it is no value, so that no record has both`,
  );
}
