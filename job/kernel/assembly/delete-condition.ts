/**
 * A condition by which records are deletes. It has 16 bytes: u32 column, address and length of the value that is wanted, and
 * which lines have to be looked at closely (job/kernel/deletes-table.ts).
 */

const CONDITION_BYTES_LOG2: u32 = 4;

export const ALL_LINES: u32 = 1;
export const LINES_WITH_ESCAPES: u32 = 2;

let conditions: usize = 0;

export function placeConditions(at: usize): void {
  conditions = at;
}

export function conditionAt(i: u32): usize {
  return conditions + ((i as usize) << CONDITION_BYTES_LOG2);
}

export function columnOf(condition: usize): u32 {
  return load<u32>(condition);
}
export function wantedAt(condition: usize): usize {
  return load<u32>(condition, 4) as usize;
}
export function wantedBytes(condition: usize): u32 {
  return load<u32>(condition, 8);
}
export function linesToLookAt(condition: usize): u32 {
  return load<u32>(condition, 12);
}
