/** Causes in the names of the key and of the order, which records of JSON Lines lack, or whose values are no scalars. Pure. */

import { ColumnReader, pathsOf as pathsOfColumns } from '../format/json/column-values';
import { type JsonValue, MemberReader } from '../format/json/members';
import { orderByText } from '../options/order-by';
import type { Spec } from '../options/spec';
import { counted } from '../shared/figures';
import { alternativesOf, isWithin } from '../shared/json-path';
import { printable } from '../shared/printable';
import { quoteArgument } from '../shared/shell-quote';
import { arrayOfRecords, arrayWords, isObject, pathsOf, shownPaths } from './json-shape';
import { nearestPath } from './nearest-path';
import type { Evidence, SampleLine } from './sample';

/** A name of the key or of the order whose value is bad in a record. */
interface BadName {
  readonly option: '--key' | '--order-by';
  readonly column: number;
  readonly path: string;
}

export function jsonNames(evidence: Evidence): string | null {
  const { bad, sample } = evidence;
  const lines = sample.lines.filter(isObject);
  const name = badName(evidence);
  if (name === null || lines.length === 0) return null;
  const value = valueAt(bad, name);
  if (value === null) return missingName(evidence, name, lines);
  const alike = lines.filter((line) => valueAt(line, name)?.kind === value.kind);
  return alike.length * 2 < lines.length ? null : nestedName(evidence, name, value, lines);
}

/** The first name that is missing in the bad record, or whose value there is an object or an array. */
function badName({ bad, spec }: Evidence): BadName | null {
  if (bad.problem !== 'key' && bad.problem !== 'order') return null;
  const option = bad.problem === 'key' ? '--key' : '--order-by';
  const columns = bad.problem === 'key' ? spec.keyColumns : spec.orderBy.map(({ column }) => column);
  const names = columns.map((column): BadName => ({ option, column, path: spec.columns[column] as string }));
  // of a record behind the head of the file only its start may be known
  if (!isReadable(bad)) return null;
  const found = names.find((name) => {
    const value = valueAt(bad, name);
    return value === null || value.kind === 'object' || value.kind === 'array';
  });
  return found === undefined ? null : found;
}

function isReadable({ text }: SampleLine): boolean {
  return !('expected' in new MemberReader([]).read(text));
}

function valueAt({ text }: SampleLine, { path }: BadName): JsonValue | null {
  const values = new ColumnReader(pathsOfColumns([path])).read(text);
  return 'expected' in values ? null : (values[0] as JsonValue | null);
}

function missingName({ file, spec }: Evidence, name: BadName, lines: readonly SampleLine[]): string | null {
  const { option, path } = name;
  const lacking = lines.filter((line) => valueAt(line, name) === null).length;
  if (lacking < lines.length) {
    const remedy =
      option === '--key'
        ? 'give --missing-columns empty to read it as null there'
        : 'give --empty-order oldest to have these before all others';
    return lacking < 2 ? null : `records of '${file}' lack '${printable(path)}' of ${option}: ${remedy}`;
  }
  const array = lines.length === 1 ? arrayOfRecords((lines[0] as SampleLine).text) : null;
  const inner = `"${path.split('.').at(-1)}"`;
  if (array !== null && (lines[0] as SampleLine).text.includes(inner)) return arrayWords(file, array);
  const paths = pathsOf(lines);
  const near = alternativesOf(path).length === 1 ? nearestPath(path, paths) : null;
  const records = lines.length === 1 ? 'the only record' : `the first ${counted(lines.length, 'record')}`;
  const given =
    near === null
      ? `give ${option} of these, or name the inputs without files of other tables`
      : `give ${optionWith(spec, name, near)}`;
  return `'${printable(path)}' of ${option} is not in ${records} of '${file}', which ${lines.length === 1 ? 'has' : 'have'} ${shownPaths(paths)}: ${given}`;
}

function nestedName(
  { file, spec }: Evidence,
  name: BadName,
  { kind }: JsonValue,
  lines: readonly SampleLine[],
): string | null {
  const { option, path } = name;
  const paths = pathsOf(lines);
  const alternatives = alternativesOf(path);
  const within = paths.filter((each) => alternatives.some((outer) => isWithin(each, outer)));
  const [only] = within;
  const found = `'${printable(path)}' of ${option} is ${kind === 'array' ? 'an array' : 'an object'} in records of '${file}'`;
  if (only === undefined)
    return `${found}, and no value: give ${option} of ${shownPaths(paths.filter((each) => each !== path))}`;
  if (within.length === 1) {
    const inner = alternatives.map((each) => (isWithin(only, each) ? only : each)).join('|');
    return `${found}: give ${optionWith(spec, name, inner)}`;
  }
  return `${found}: name a value in it, which has ${shownPaths(within)}`;
}

/** The option with another path in the place of this one. */
function optionWith({ columns, keyColumns, orderBy }: Spec, { option, column }: BadName, path: string): string {
  const pathAt = (each: number) => (each === column ? path : (columns[each] as string));
  const text =
    option === '--key'
      ? keyColumns.map(pathAt).join(',')
      : orderByText(orderBy.map((order) => ({ ...order, column: pathAt(order.column) })));
  return `${option} ${quoteArgument(text)}`;
}
