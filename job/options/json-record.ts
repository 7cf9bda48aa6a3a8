/** Checks the options that say what a record of JSON Lines is. Pure. */

import { alternativesOf, columnFault, isWithin, pathInTwo } from '../shared/json-path';
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
 * those of deletes. A name may have alternatives. Throws with exit code 64 where it is no path, where two names of the key
 * or of the order share an alternative, or where no record can have all of the names.
 */
export function namesInJson(names: StatedNames): readonly string[] {
  const { key, orders, deletes, missingColumns, emptyOrder } = names;
  const needed = [
    ...sorted(key).map((name) => ({ ...stated('--key', name), mayLack: missingColumns === 'empty' })),
    ...orders.map((name) => ({ ...stated('--order-by', name), mayLack: emptyOrder === 'oldest' })),
  ];
  const ofDeletes = deletes.map((name) => stated('--delete-when', name));
  const all = [...needed, ...ofDeletes];
  for (const { option, name } of all) {
    const fault = columnFault(name);
    if (fault !== null) throw usage(`${option} '${printable(name)}' ${fault}`);
  }
  refuseShared('--key', key);
  refuseShared('--order-by', orders);
  for (const inner of needed.filter(({ mayLack }) => !mayLack)) refuseWithin(inner, all);
  // conditions of deletes may lie within each other, since one of them is enough
  for (const inner of ofDeletes) refuseWithin(inner, needed);
  return [...new Set(all.map(({ name }) => name))];
}

/** A bar in a name is sorted as a bar, with or without the backslash before it. */
function sorted(names: readonly string[]): readonly string[] {
  const bare = (name: string) => name.replace(/\\(\\|\.|\|)/g, (found, byte) => (byte === '|' ? byte : found));
  return [...names].sort().sort((a, b) => (bare(a) < bare(b) ? -1 : Number(bare(a) > bare(b))));
}

/** Throws with exit code 64 where two names of an option may have one value. */
function refuseShared(option: string, names: readonly string[]): void {
  const shared = pathInTwo(names);
  if (shared === undefined) return;
  const [one, other] = names.filter((name) => alternativesOf(name).includes(shared));
  throw usage(
    `${option} has '${printable(shared)}' both in '${printable(String(one))}' and in '${printable(String(other))}', ` +
      'expected it in one of them',
  );
}

interface Stated {
  readonly option: string;
  readonly name: string;
  /** The alternatives of the name. The first one counts wherever a record has it. */
  readonly first: string;
  readonly all: readonly string[];
}

function stated(option: string, name: string): Stated {
  const all = alternativesOf(name);
  return { option, name, first: all[0] as string, all };
}

/** Throws with exit code 64 where all alternatives of a name lie within the first one of another. */
function refuseWithin(inner: Stated, others: readonly Stated[]): void {
  const outer = others.find(({ first }) => inner.all.every((each) => isWithin(each, first)));
  if (outer === undefined) return;
  throw usage(
    `${inner.option} names '${printable(inner.name)}', which lies within '${printable(outer.first)}' of ` +
      `${outer.option}: an object with names in it is no value, so that no record has both`,
  );
}
