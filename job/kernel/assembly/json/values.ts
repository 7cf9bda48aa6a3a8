/**
 * The values of the present line that the key and the order name. Each has an entry of 32 bytes in a room of the worker:
 * u32 kind, u32 address, u32 end, and of the member of the outermost object that holds it u32 address and u32 number.
 * A string's address is that of its inside.
 */

import { copyUnescaped } from './escapes';
import { hasEscapes } from './strings';

const ENTRY_BYTES_LOG2: u32 = 5;

/** The kinds of values; the first one is that of a name that the line lacks. */
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
/** The address of the u32 numbers of the values of all columns. */
let numbers: usize = 0;

export function placeValues(at: usize, count: u32, numbersAt: usize): void {
  values = at;
  valueCount = count;
  numbers = numbersAt;
}

/** Forgets the values of the line before. */
export function forgetValues(): void {
  forget(0, valueCount);
}

/** Forgets values that an earlier member of the same name had. */
export function forget(first: u32, count: u32): void {
  for (let i = first; i < first + count; i++) store<u32>(entryAt(i), MISSING);
}

/** The address of the member of the outermost object that is read, and its number among them. */
let outerMember: usize = 0;
let outerNumber: u32 = 0;

export function startOuterMember(at: usize, number: u32): void {
  outerMember = at;
  outerNumber = number;
}

export function noteValue(number: u32, kind: u32, at: usize, end: usize): void {
  const entry = entryAt(number);
  store<u32>(entry, kind);
  store<u32>(entry, at as u32, 4);
  store<u32>(entry, end as u32, 8);
  store<u32>(entry, outerMember as u32, 12);
  store<u32>(entry, outerNumber, 16);
}

export function stringKind(): u32 {
  return hasEscapes ? ESCAPED_STRING : STRING;
}

/** The entry of a column's value. */
export function valueOfColumn(column: u32): usize {
  return entryAt(load<u32>(numbers + ((column as usize) << 2)));
}
export function kindOf(value: usize): u32 {
  return load<u32>(value);
}

/** The end of a value: a string's is that of its inside. */
export function endOf(value: usize): usize {
  return load<u32>(value, 8) as usize;
}
/** The address and the number of the member of the outermost object that holds a value. */
export function outerMemberOf(value: usize): usize {
  return load<u32>(value, 12) as usize;
}
export function outerNumberOf(value: usize): u32 {
  return load<u32>(value, 16);
}

/** The text that `takeText` found. */
export let textAt: usize = 0;
export let textEnd: usize = 0;

/**
 * Finds the text of a value: the bytes of a string without escapes, which are written at `room` if it has any, or those
 * of a number or literal as they stand.
 */
export function takeText(value: usize, room: usize): void {
  textAt = load<u32>(value, 4) as usize;
  textEnd = load<u32>(value, 8) as usize;
  if (kindOf(value) !== ESCAPED_STRING) return;
  textEnd = copyUnescaped(textAt, textEnd, room);
  textAt = room;
}

function entryAt(number: u32): usize {
  return values + ((number as usize) << ENTRY_BYTES_LOG2);
}
