/** The columns of the output as a table of Glue has them. Pure. */

import type { Spec } from '../../job/options/spec';
import { alternativesOf, namesOfPath, pathOf } from '../../job/shared/json-path';

export interface TableColumn {
  /** A name that Athena, Spark and Trino all take without quotes: lower-case letters, digits and `_`. */
  readonly name: string;
  /** A type of Hive: `bigint`, `string`, or `struct<…>` for an object in JSON. */
  readonly type: string;
  /** The name that the value has in records of JSON Lines; null in delimited text, whose columns stand in order. */
  readonly jsonName: string | null;
  /** The type once more, with the names that the members of objects have in records. */
  readonly shape: Shape;
}

/** The members of an object within records by their names, or the type of a value. */
export type Shape = string | ReadonlyMap<string, Shape>;

/** The columns, or the reason why a table cannot have them, in words that follow `catalogTable`. */
export type Columns = { readonly columns: readonly TableColumn[] } | { readonly refused: string };

export function tableColumns(spec: Spec): Columns {
  const found = spec.format === 'json' ? columnsOfJson(spec) : columnsOfText(spec);
  if ('refused' in found) return found;
  const long = found.columns.find(({ name }) => name.length > MOST_NAME_CHARS);
  if (long === undefined) return found;
  const { length } = long.name;
  return { refused: `needs shorter names of columns: Glue takes ${MOST_NAME_CHARS} characters, and one has ${length}` };
}

/** AWS Glue's web API reference, "Column". */
const MOST_NAME_CHARS = 255;

/**
 * Only `int` has a type of Hive that holds each of its values. The engines read a decimal of another scale, or a
 * timestamp of another form than their own, as NULL without a word, so that these stay text.
 */
function typeOf(spec: Spec, column: number): string {
  const isInt = spec.orderBy.some((order) => order.column === column && order.type === 'int');
  // Spark and Trino have only text in a table of quoted fields, and Hive reads a number with blanks around it as NULL.
  return isInt && spec.quote === null && !spec.isTrimmed ? 'bigint' : 'string';
}

function columnsOfText(spec: Spec): Columns {
  const columns = spec.columns.map((name, column) => {
    const type = typeOf(spec, column);
    return { name: tableName(name), type, jsonName: null, shape: type };
  });
  const names = columns.map(({ name }) => name);
  const second = names.findIndex((name, i) => names.indexOf(name) < i);
  if (second < 0) return { columns };
  const [one, other] = [names.indexOf(names[second] as string), second].map((i) => spec.columns[i]);
  return { refused: `needs other columns: '${one}' and '${other}' both become '${names[second]}' in a table` };
}

/** A name of a table, by which engines tell neither capitals nor other characters apart. */
function tableName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9_]/g, '_');
}

/** A shape to which names are added. */
type OpenShape = string | Map<string, OpenShape>;

function columnsOfJson(spec: Spec): Columns {
  const root = new Map<string, OpenShape>();
  for (const [path, type] of typesOfPaths(spec)) {
    const refused = addPath(root, path, type);
    if (refused !== null) return { refused };
  }
  const columns = [...root].map(([jsonName, shape]) => ({
    name: tableName(jsonName),
    type: typeText(shape),
    jsonName,
    shape,
  }));
  return { columns };
}

/**
 * The types of all paths, each once. Only the first alternative of a column always has a value of the column's type: where
 * it has a value, those of the others are not looked at.
 */
function typesOfPaths(spec: Spec): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  for (const [column, name] of spec.columns.entries()) {
    for (const [i, path] of alternativesOf(name).entries()) {
      const type = i === 0 ? typeOf(spec, column) : 'string';
      if (type !== 'string' || !types.has(path)) types.set(path, type);
    }
  }
  return types;
}

/** Adds a value to the shape of the records. Returns why that is not possible, or null. */
function addPath(root: Map<string, OpenShape>, path: string, type: string): string | null {
  const names = namesOfPath(path);
  const [last, ...outer] = names.toReversed() as [string, ...string[]];
  let object = root;
  for (const [depth, name] of outer.toReversed().entries()) {
    if (isAmbiguous(object, name)) return `cannot tell '${pathOf(names.slice(0, depth + 1))}' from another name`;
    if (!object.has(name)) object.set(name, new Map());
    const inner = object.get(name) as OpenShape;
    if (typeof inner === 'string') return `cannot hold '${path}' beside '${pathOf(names.slice(0, depth + 1))}'`;
    object = inner;
  }
  const odd = names.slice(1).find((name) => tableName(name) !== name.toLowerCase());
  if (odd !== undefined) return `cannot hold '${path}': within an object a name has only letters, digits and _`;
  if (isAmbiguous(object, last)) return `cannot tell '${path}' from another name`;
  if (object.has(last)) return `cannot hold '${path}' beside names within it`;
  object.set(last, type);
  return null;
}

function isAmbiguous(object: ReadonlyMap<string, OpenShape>, name: string): boolean {
  return [...object.keys()].some((other) => other !== name && tableName(other) === tableName(name));
}

function typeText(shape: Shape): string {
  if (typeof shape === 'string') return shape;
  return `struct<${[...shape].map(([name, inner]) => `${tableName(name)}:${typeText(inner)}`).join(',')}>`;
}
