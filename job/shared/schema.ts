/** Schemas: the checks that a JSON value has to pass before it is used. Pure. */

/** Returns what is wrong with the value at `path`; null where the value is valid. */
export type Schema = (value: unknown, path: string) => string | null;

const SHOWN_CHARACTERS = 60;

export function fits(isRight: (value: unknown) => boolean, expected: string): Schema {
  return (value, path) => (isRight(value) ? null : `${path} is ${shown(value)}, expected ${expected}`);
}

export const TEXT = fits((value) => typeof value === 'string', 'text');
export const COUNT = fits((value) => Number.isSafeInteger(value) && Number(value) >= 0, 'a number from 0 on');
/** JSON has no infinity, but a figure that is too large for a number is parsed as infinity. */
export const NUMBER = fits(Number.isFinite, 'a number');
export const YES_OR_NO = fits((value) => typeof value === 'boolean', 'true or false');

export function matching(pattern: RegExp, expected: string): Schema {
  return fits((value) => typeof value === 'string' && pattern.test(value), expected);
}

export function oneOf(...allowed: readonly (string | number | boolean)[]): Schema {
  return fits((value) => allowed.includes(value as string), allowed.join(' or '));
}

/** Two shapes, of which a document may have either. The fault that is told is that of the first. */
export function either(first: Schema, second: Schema): Schema {
  return (value, path) => {
    const fault = first(value, path);
    return fault !== null && second(value, path) === null ? null : fault;
  };
}

export function orNull(schema: Schema): Schema {
  return (value, path) => (value === null ? null : schema(value, path));
}

export function orMissing(schema: Schema): Schema {
  return (value, path) => (value === undefined ? null : schema(value, path));
}

/** A list of at most `most` items. */
export function listOf(item: Schema, most: number): Schema {
  return (value, path) => {
    if (!Array.isArray(value)) return `${path} is ${shown(value)}, expected a list`;
    if (value.length > most) return `${path} has ${value.length} entries, at most ${most} are expected`;
    return firstFault(value, (each, i) => item(each, `${path}[${i}]`));
  };
}

/**
 * An object with at least these fields. Only its own properties count, not those that every object inherits, such as
 * `constructor`.
 */
export function object(fields: Readonly<Record<string, Schema>>): Schema {
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return `${path === '' ? 'it' : path} is ${shown(value)}, expected an object`;
    }
    const below = (name: string) => (path === '' ? name : `${path}.${name}`);
    const ownValue = (name: string) =>
      Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
    return firstFault(Object.entries(fields), ([name, schema]) => schema(ownValue(name), below(name)));
  };
}

/** A value as a message shows it: short, on one line. */
export function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value !== 'string') return String(value);
  // it is cut before it is quoted, since it may be long
  const text = JSON.stringify(value.slice(0, SHOWN_CHARACTERS));
  return value.length > SHOWN_CHARACTERS ? `${text.slice(0, -1)}…"` : text;
}

function firstFault<T>(items: readonly T[], faultOf: (item: T, i: number) => string | null): string | null {
  for (const [i, item] of items.entries()) {
    const fault = faultOf(item, i);
    if (fault !== null) return fault;
  }
  return null;
}
