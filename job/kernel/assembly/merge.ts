/**
 * Merges the records that `keepSome` kept with the lines of a part of the former output, and with those of its deletes. Only
 * some lines around the place of each record are read. All others are copied as they are.
 */

import { copyLoosely } from './bytes/bytes';
import { countForgotten, hasDeletes, isDeleteRecord, isForgotten } from './deletes';
import { isJson } from './dialect';
import { NEWLINE } from './format';
import {
  copyAll,
  DONE,
  foundAge,
  foundEnd,
  giveLines,
  giveOutput,
  hasRoom,
  isFound,
  leaveOut,
  NO_RECORD,
  OUTPUT_FULL,
  openLines,
  outputOf,
  putIn,
  reach,
  STATE_BYTES,
} from './former-lines';
import { tagUpTo } from './keep';
import { count, gatherOnce, goOnFrom, next, recordAt } from './kept-list';
import { countSuperseded } from './latest';
import { lengthOf, writeLine } from './line';
import { startProbing, stopProbing } from './probe';
import { compareWith } from './probed';
import { lengthsOf, lineAt, lineLength, tagOf } from './record';

/** The numbers of both files. */
const ALIVE: u32 = 0;
const DELETED: u32 = 1;

/** The address of both states. */
let states: usize = 0;
/** The number of the file that needs lines, whose output is full, or that has a fault. */
export let mergedFile: u32 = ALIVE;

export function placeMerge(at: usize): void {
  states = at;
}

/** The address of the state of a file; see former-lines.ts. */
function stateOf(file: u32): usize {
  return states + (file as usize) * STATE_BYTES;
}

/** Begins the files of a part, whose hashes lie in first .. last. The flags say which of them the former output has. */
export function openFormer(first: u64, last: u64, hasAlive: bool, hasDeleted: bool): void {
  openLines(stateOf(ALIVE), first, last, hasAlive);
  openLines(stateOf(DELETED), first, last, hasDeleted);
}

/** Gives a file its next lines (`giveLines`). Returns DONE, NO_RECORD or UNSORTED. */
export function giveFormer(file: u32, at: usize, end: usize, last: bool): u32 {
  mergedFile = file;
  startProbing();
  const result = giveLines(stateOf(file), at, end, last);
  stopProbing();
  return result;
}

/** Gives a file empty room for output. */
export function giveRoom(file: u32, at: usize, end: usize): void {
  giveOutput(stateOf(file), at, end);
}

/**
 * Merges the records with hashes up to `last` that were not merged before. Returns DONE, or the reason why it cannot go on
 * for the present: NEEDS_LINES, OUTPUT_FULL; or why it never can: NO_RECORD, UNSORTED. `mergedFile` says in which file.
 */
export function mergeSome(last: u64): u32 {
  gatherOnce();
  const lastTag = tagUpTo(last);
  let result = DONE;
  startProbing();
  while (next < count) {
    const record = recordAt(next);
    if ((tagOf(record) as i64) > lastTag) break;
    result = mergeRecord(record);
    if (result !== DONE) break;
    goOnFrom(next + 1);
  }
  stopProbing();
  return result;
}

/** Copies all lines of a file that are left. Returns DONE, OUTPUT_FULL or NO_RECORD. */
export function copyFormer(file: u32): u32 {
  mergedFile = file;
  startProbing();
  const result = copyAll(stateOf(file), file === DELETED);
  stopProbing();
  return result;
}

function mergeRecord(record: usize): u32 {
  compareWith(record);
  mergedFile = ALIVE;
  let result = reach(stateOf(ALIVE), false);
  if (result !== DONE) return result;
  const isAlive = isFound;
  const aliveEnd = foundEnd;
  const isBeforeAlive = isFound && foundAge >= 0;
  mergedFile = DELETED;
  result = reach(stateOf(DELETED), true);
  if (result !== DONE) return result;
  // no key is both alive and deleted
  if (isAlive && isFound) return NO_RECORD;
  if (isAlive || isFound) {
    // of identical records that of the former output stays, because its key then counts as unchanged
    if (isBeforeAlive || (isFound && foundAge >= 0)) {
      countSuperseded();
      return DONE;
    }
  }
  result = putRecord(record);
  if (result !== DONE) return result;
  if (!isAlive && !isFound) return DONE;
  countSuperseded();
  leaveOut(stateOf(isAlive ? ALIVE : DELETED), isAlive ? aliveEnd : foundEnd);
  return DONE;
}

/** Writes the line of a record to the file that it belongs to. */
function putRecord(record: usize): u32 {
  const lengths = lengthsOf(record);
  const line = lineAt(record, lengths);
  const keptBytes = lineLength(record, lengths);
  const length = lengthOf(line, keptBytes);
  const alive = stateOf(ALIVE);
  mergedFile = ALIVE;
  if (!hasRoom(alive, length)) return OUTPUT_FULL;
  const at = outputOf(alive);
  writeLine(at, line, keptBytes);
  store<u8>(at + length, NEWLINE as u8);
  if (!hasDeletes || !isDeleteRecord(record, isJson ? at : line, at, length)) {
    putIn(alive, length);
    return DONE;
  }
  if (isForgotten(record, lengths)) {
    countForgotten(false);
    return DONE;
  }
  const deleted = stateOf(DELETED);
  mergedFile = DELETED;
  if (!hasRoom(deleted, length)) return OUTPUT_FULL;
  copyLoosely(outputOf(deleted), at, length + 1);
  putIn(deleted, length);
  return DONE;
}
