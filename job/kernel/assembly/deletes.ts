/**
 * Tells which records are deletes: those whose line meets one of the conditions. Only records that are the latest of their
 * keys are asked, so that most lines never are.
 */

import { conditionAt, placeConditions, wantsOthers } from './delete-condition';
import { isMetInFields, mayBeMetInFields } from './delete-in-fields';
import { isMetInObject, mayBeMetInObject } from './delete-in-object';
import { isMetPlainly, isMetPlainlyByOther } from './delete-in-plain';
import { isJson } from './dialect';
import { isMetAlone, prepare } from './lone-condition';
import { isOlderThan } from './record';

/** Whether any record can be a delete. */
export let hasDeletes: bool = false;
let conditionCount: u32 = 0;
/** Whether fields have no quotes and the like, so that only the delimiter has to be looked for. */
let isPlain: bool = false;
/** Whether lone-condition.ts has the only condition. */
export let isAlone: bool = false;

/** The order value before which deletes are forgotten: an integer, or order bytes. */
export let forgets: bool = false;
let oldest: i64 = 0;
let oldestAt: usize = 0;
let oldestBytes: u32 = 0;

export function configureDeletes(at: usize, count: u32, plain: bool): void {
  hasDeletes = count > 0;
  placeConditions(at);
  conditionCount = count;
  isPlain = plain;
  isAlone = plain && count === 1 && prepare(conditionAt(0));
}

/** From now on deletes are forgotten that are older than an integer, or than the order bytes at `at`. */
export function forgetBefore(integer: i64, at: usize, bytes: u32): void {
  forgets = true;
  oldest = integer;
  oldestAt = at;
  oldestBytes = bytes;
}

/** Whether a record, which is a delete, is too old to be kept. */
/* @inline */ export function isForgotten(record: usize, lengths: u32): bool {
  return forgets && isOlderThan(record, lengths, oldest, oldestAt, oldestBytes);
}

/** The number of deletes since the kernel was created that are not kept because they are too old. */
export let forgotten: i64 = 0;
/** How many of them belong to the former output. */
export let forgottenFormer: i64 = 0;

/** Counts a delete that is too old to be kept. */
export function countForgotten(isOfFormer: bool): void {
  forgotten++;
  forgottenFormer += isOfFormer as i64;
}

/**
 * Whether a record is a delete. Its line, which is not packed, is in line .. line + bytes. The same bytes stand at `copy`, with
 * a newline behind them; a copy that was just made is slow to read, and most lines are not read there. Reads up to 47 bytes
 * past the line.
 */
export function isDeleteRecord(record: usize, line: usize, copy: usize, bytes: u32): bool {
  return isAlone ? isMetAlone(record) : isDelete(line, copy, bytes);
}

/** The same, told from the line alone. */
export function isDelete(line: usize, copy: usize, bytes: u32): bool {
  const end = line + bytes;
  for (let i: u32 = 0; i < conditionCount; i++) {
    const condition = conditionAt(i);
    if (isPlain) {
      if (wantsOthers(condition) ? isMetPlainlyByOther(condition, line, end) : isMetPlainly(condition, line, end))
        return true;
    } else if (isJson) {
      if (mayBeMetInObject(condition, line, end) && isMetInObject(condition, copy)) return true;
    } else if (mayBeMetInFields(condition, line, end) && isMetInFields(condition, line, end)) return true;
  }
  return false;
}
