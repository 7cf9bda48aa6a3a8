/**
 * The values of the present line that the key and the order name. Each has an entry of 32 bytes in a room of the worker:
 *
 *      0  u32  kind          4  u32  address          8  u32  end
 *     12  u32  the address from which a raw key has this value (json-key.ts)
 *     16  u32  the place of the value in the order of the line
 *     20  u32  the address of the value in the bytes that the record keeps
 *
 * A string's address is that of its inside. The record of a line that follows a template keeps a packed line (packed.ts),
 * in which a raw key begins with a value, and places count all values. Another record keeps the line. Its raw key begins
 * with a member of the outermost object, and places count the members.
 */

import { copyUnescaped } from './escapes';
import { hasEscapes } from './strings';

const ENTRY_BYTES_LOG2: u32 = 5;

/** The kinds of values; the first one is that of a name that the line lacks. An alternative may take the place of the first two. */
export const MISSING: u32 = 0;
export const NULL: u32 = 1;
export const STRING: u32 = 2;
export const ESCAPED_STRING: u32 = 3;
export const NUMBER: u32 = 4;
export const TRUE: u32 = 5;
export const FALSE: u32 = 6;
export const OBJECT: u32 = 7;
export const ARRAY: u32 = 8;

let values: usize = 0;
let valueCount: u32 = 0;
/**
 * The address of the alternatives that job/kernel/json-table.ts writes, the first ones of all columns first: u32 the number
 * of the value, u32 the address of the next alternative of the column, or 0.
 */
let alternatives: usize = 0;
const ALTERNATIVE_BYTES_LOG2: u32 = 3;

export function placeValues(at: usize, count: u32, alternativesAt: usize): void {
  values = at;
  valueCount = count;
  alternatives = alternativesAt;
}

/** Whether an earlier member of the present line had a value that a later one took the place of. */
export let hasRepeated: bool = false;

/** Forgets the values of the line before. */
export function forgetValues(): void {
  hasRepeated = false;
  for (let i: u32 = 0; i < valueCount; i++) store<u32>(entryAt(i), MISSING);
}

/** Forgets values that an earlier member of the same name had. */
export function forget(first: u32, count: u32): void {
  for (let i = first; i < first + count; i++) {
    if (kindOf(entryAt(i)) !== MISSING) hasRepeated = true;
    store<u32>(entryAt(i), MISSING);
  }
}

/** The address of the member of the outermost object that is read, and its number among them. */
let outerMember: usize = 0;
let outerNumber: u32 = 0;

export function startOuterMember(at: usize, number: u32): void {
  outerMember = at;
  outerNumber = number;
}

export function noteValue(number: u32, kind: u32, at: usize, end: usize): void {
  if (kindOf(entryAt(number)) !== MISSING) hasRepeated = true;
  notePacked(number, kind, at, end, outerMember, at, outerNumber);
}

/** Notes a value that the record keeps at `keptAt`. Its raw key begins at `rawAt`. */
/* @inline */ export function notePacked(
  number: u32,
  kind: u32,
  at: usize,
  end: usize,
  rawAt: usize,
  keptAt: usize,
  place: u32,
): void {
  const entry = entryAt(number);
  store<u32>(entry, kind);
  store<u32>(entry, at as u32, 4);
  store<u32>(entry, end as u32, 8);
  store<u32>(entry, rawAt as u32, 12);
  store<u32>(entry, place, 16);
  store<u32>(entry, keptAt as u32, 20);
}

/** Whether each value is missing, or a string, number or literal whose name the line has once. */
export function areLearnable(): bool {
  for (let i: u32 = 0; i < valueCount; i++) {
    const kind = kindOf(entryAt(i));
    if (kind === OBJECT || kind === ARRAY) return false;
  }
  return !hasRepeated;
}

/** The number of the value that begins at `at`, or -1. */
export function numberOfValueAt(at: usize): i32 {
  for (let i: u32 = 0; i < valueCount; i++) {
    const value = entryAt(i);
    const kind = kindOf(value);
    const quote = kind === STRING || kind === ESCAPED_STRING ? 1 : 0;
    if (kind !== MISSING && (load<u32>(value, 4) as usize) === at + quote) return i as i32;
  }
  return -1;
}

export function stringKind(): u32 {
  return hasEscapes ? ESCAPED_STRING : STRING;
}

/** The entry of a column's value: that of its first alternative which is neither missing nor null, else of a null. */
export function valueOfColumn(column: u32): usize {
  const first = alternatives + ((column as usize) << ALTERNATIVE_BYTES_LOG2);
  const value = entryAt(load<u32>(first));
  return kindOf(value) > NULL ? value : valueBehind(first, value);
}

function valueBehind(first: usize, value: usize): usize {
  for (let next = load<u32>(first, 4) as usize; next !== 0; next = load<u32>(next, 4) as usize) {
    const other = entryAt(load<u32>(next));
    if (kindOf(other) > NULL) return other;
    if (kindOf(value) === MISSING) value = other;
  }
  return value;
}

export function kindOf(value: usize): u32 {
  return load<u32>(value);
}

export function addressOf(value: usize): usize {
  return load<u32>(value, 4) as usize;
}
export function endOf(value: usize): usize {
  return load<u32>(value, 8) as usize;
}
export function rawAtOf(value: usize): usize {
  return load<u32>(value, 12) as usize;
}
export function placeOf(value: usize): u32 {
  return load<u32>(value, 16);
}
/** The end of a value in the bytes that the record keeps. */
export function keptEndOf(value: usize): usize {
  return (load<u32>(value, 20) + load<u32>(value, 8) - load<u32>(value, 4)) as usize;
}

/** The text that `takeText` found, and its address in the bytes that the record keeps if it has no escapes. */
export let textAt: usize = 0;
export let textEnd: usize = 0;
export let keptTextAt: usize = 0;

/**
 * Finds the text of a value: the bytes of a string without escapes, which are written at `room` if it has any, or those
 * of a number or literal as they stand.
 */
export function takeText(value: usize, room: usize): void {
  textAt = load<u32>(value, 4) as usize;
  textEnd = load<u32>(value, 8) as usize;
  keptTextAt = load<u32>(value, 20) as usize;
  if (kindOf(value) !== ESCAPED_STRING) return;
  textEnd = copyUnescaped(textAt, textEnd, room);
  textAt = room;
  keptTextAt = room;
}

function entryAt(number: u32): usize {
  return values + ((number as usize) << ENTRY_BYTES_LOG2);
}
