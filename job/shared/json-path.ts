/** Paths, by which options and summaries refer to values in JSON objects: `user.id`. Pure. */

import { MAX_JSON_DEPTH } from './limits';

/** What is wrong with a path, in words that follow it; null for a right one. */
export function pathFault(path: string): string | null {
  const names = split(path);
  if (names === null) {
    return "has a backslash before other text, expected '\\.' for a dot in a name, or '\\\\' for a backslash";
  }
  if (names.includes('')) {
    return "has an empty name, expected names with dots between them, or '\\.' for a dot in a name";
  }
  if (names.length > MAX_JSON_DEPTH) return `has ${names.length} names, at most ${MAX_JSON_DEPTH} are possible`;
  return null;
}

/**
 * The names that lead to a value, from the outermost object inwards. Dots divide them; `\.` is a dot in a name, and `\\`
 * a backslash. The path has no fault.
 */
export function namesOfPath(path: string): readonly string[] {
  const names = split(path);
  if (names === null) throw new RangeError(`a path with a fault: ${path}`);
  return names;
}

/** The path that these names make. Each value has one path only. */
export function pathOf(names: readonly string[]): string {
  return names.map((name) => name.replace(/[.\\]/g, '\\$&')).join('.');
}

/** Whether a value lies within an object at the other path. */
export function isWithin(inner: string, outer: string): boolean {
  return inner.startsWith(`${outer}.`);
}

/** The names; null where a backslash stands before anything but a dot or a backslash. */
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
      if (next !== '.' && next !== '\\') return null;
      name += next;
    }
  }
  return [...names, name];
}
