/**
 * Paths, by which options and summaries refer to values in JSON objects: `user.id`. A column has one or several of them,
 * which are its alternatives: `after.id|before.id`. Pure.
 */

import { MAX_COLUMNS, MAX_JSON_DEPTH } from './limits';
import { printable } from './printable';

const BAR = '|';

/** What is wrong with the paths of a column, in words that follow them; null for right ones. */
export function columnFault(column: string): string | null {
  const paths = alternativesOf(column);
  if (paths.length > 1 && paths.includes('')) {
    return "has an empty alternative, expected names with '|' between them, or '\\|' for a bar in a name";
  }
  if (paths.length > MAX_COLUMNS) return `has ${paths.length} alternatives, at most ${MAX_COLUMNS} are possible`;
  for (const path of paths) {
    const fault = pathFault(path);
    if (fault !== null) return fault;
  }
  const twice = pathInTwo(paths);
  if (twice !== undefined) return `has '${printable(twice)}' twice, expected each alternative once`;
  for (const [i, inner] of paths.entries()) {
    const outer = paths.slice(0, i).find((each) => isWithin(inner, each));
    if (outer !== undefined) {
      return `has '${printable(inner)}' behind '${printable(outer)}', in which it lies: give the inner name first`;
    }
  }
  return null;
}

/**
 * The paths of a column, the first one first. Its value is that of the first path that a record has, and that is not
 * null. If there is none it is null where a path leads to null, otherwise it is missing. Bars divide the paths; `\|` is a
 * bar in a name.
 */
export function alternativesOf(column: string): readonly string[] {
  const paths: string[] = [];
  let start = 0;
  for (let at = 0; at < column.length; at++) {
    if (column[at] === '\\') at++;
    else if (column[at] === BAR) {
      paths.push(column.slice(start, at));
      start = at + 1;
    }
  }
  paths.push(column.slice(start));
  return paths;
}

/** The names of each alternative of a column, which has no fault. */
export function pathsOfColumn(column: string): readonly (readonly string[])[] {
  return alternativesOf(column).map(namesOfPath);
}

/** A path that two of these columns have; undefined where each has its own ones. */
export function pathInTwo(columns: readonly string[]): string | undefined {
  const paths = columns.flatMap(alternativesOf);
  const seen = new Set<string>();
  return paths.find((path) => seen.has(path) || !seen.add(path));
}

/** A column as outputs of formats 1 and 2 state it, in which a bar is a character of a name. */
export function withBarsInNames(column: string): string {
  return column.replace(/\\.|\|/gs, (found) => (found === BAR ? `\\${BAR}` : found));
}

/** What is wrong with a path, in words that follow it; null for a right one. */
function pathFault(path: string): string | null {
  const names = split(path);
  if (names === null) {
    return "has a backslash before other text, expected '\\.' for a dot in a name, '\\|' for a bar, or '\\\\' for a backslash";
  }
  if (names.includes('')) {
    return "has an empty name, expected names with dots between them, or '\\.' for a dot in a name";
  }
  if (names.length > MAX_JSON_DEPTH) return `has ${names.length} names, at most ${MAX_JSON_DEPTH} are possible`;
  return null;
}

/**
 * The names that lead to a value, from the outermost object inwards. Dots divide them; `\.` is a dot in a name, `\|` a
 * bar, and `\\` a backslash. The path has no fault.
 */
export function namesOfPath(path: string): readonly string[] {
  const names = split(path);
  if (names === null) throw new RangeError(`a path with a fault: ${path}`);
  return names;
}

/** The path that these names make. Each value has one path only. */
export function pathOf(names: readonly string[]): string {
  return names.map((name) => name.replace(/[.|\\]/g, '\\$&')).join('.');
}

/** Whether a value lies within an object at the other path. */
export function isWithin(inner: string, outer: string): boolean {
  return inner.startsWith(`${outer}.`);
}

/** The names; null where a backslash stands before anything but a dot, a bar or a backslash. */
function split(path: string): string[] | null {
  const names: string[] = [];
  let name = '';
  for (let at = 0; at < path.length; at++) {
    const character = path[at] as string;
    if (character === '.') {
      names.push(name);
      name = '';
    } else if (character !== '\\') name += character;
    else {
      const next = path[++at];
      if (next !== '.' && next !== BAR && next !== '\\') return null;
      name += next;
    }
  }
  return [...names, name];
}
