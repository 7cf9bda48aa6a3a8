/** Writes the lines of the records that `keepSome` kept, in canonical order. */

import { countForgotten, isAlone, isDelete, isForgotten } from './deletes';
import { isJson } from './dialect';
import { NEWLINE } from './format';
import { tagUpTo } from './keep';
import {
  blockEnd,
  deleteCount,
  firstDelete,
  gatherOnce,
  goOnFrom,
  goOnFromDelete,
  leave,
  next,
  nextDelete,
  openBlock,
  recordAt,
} from './kept-list';
import { lengthOf, writeLine } from './line';
import { isFormer, lengthsOf, lineAt, lineLength, tagOf } from './record';

export let emittedBytes: u32 = 0;
export let emittedLines: u32 = 0;
/** The number of emitted lines that belong to the former output. */
export let emittedFormer: u32 = 0;

/** The records whose lines are written: all; those that are no deletes; or the deletes that were left. */
const ALL: u32 = 0;
const ALIVE: u32 = 1;
const DELETES: u32 = 2;

/** A mark before a line, and a mark after the last line. */
const MARKS_BYTES: u32 = 2;

/**
 * Writes the next lines to `out`, up to the last line with a hash up to `last`. Stops earlier, and returns true, before
 * a line that does not fit in `capacity` bytes. Only the bits of `last` up to the end of a tag count.
 *
 * With `marked`, an empty line says that from here on lines belong to the former output, and the next empty line says
 * that they no longer do. At the start and at the end of what is written, lines do not belong to the former output.
 * Writes up to 47 bytes past the capacity.
 */
export function emit(out: usize, capacity: u32, last: u64, marked: bool): bool {
  return writeLines(out, capacity, last, ALL, marked);
}

/**
 * Writes the next lines that are no deletes, for good, like `emit` without marks. Deletes are left for `emitDeletes`, at
 * least those before the last line.
 */
export function emitAlive(out: usize, capacity: u32, last: u64): bool {
  return writeLines(out, capacity, last, ALIVE, false);
}

/** Writes the deletes that `emitAlive` has left, in the same way. Those that are too old are counted. */
export function emitDeletes(out: usize, capacity: u32, last: u64): bool {
  return writeLines(out, capacity, last, DELETES, false);
}

/** This is compiled once for each kind of records, so that none has a branch for another one. */
/* @inline */ function writeLines(out: usize, capacity: u32, last: u64, kind: u32, marked: bool): bool {
  gatherOnce();
  const lastTag = tagUpTo(last);
  const end = out + capacity;
  const marksBytes: u32 = marked ? MARKS_BYTES : 0;
  let number = kind === DELETES ? firstDelete() + nextDelete : next;
  let to = kind === DELETES ? firstDelete() + deleteCount : blockEnd;
  let at = out;
  let isLeft = false;
  let lines: u32 = 0;
  let former: u32 = 0;
  let isInFormer = false;
  for (;;) {
    if (number === to) {
      if (kind === DELETES || !openBlock(kind === ALIVE)) break;
      number = next;
      to = blockEnd;
    }
    const record = recordAt(number);
    if ((tagOf(record) as i64) > lastTag) break;
    const lengths = lengthsOf(record);
    if (kind === DELETES && isForgotten(record, lengths)) {
      countForgotten(isFormer(lengths));
      number++;
      continue;
    }
    const line = lineAt(record, lengths);
    const keptBytes = lineLength(record, lengths);
    const length = lengthOf(line, keptBytes);
    if (at + length + 1 + marksBytes > end) {
      isLeft = true;
      break;
    }
    if (marked && isFormer(lengths) !== isInFormer) {
      isInFormer = !isInFormer;
      store<u8>(at++, NEWLINE as u8);
    }
    writeLine(at, line, keptBytes);
    store<u8>(at + length, NEWLINE as u8);
    number++;
    // where the record keeps the line as it is, its bytes are read there: the copy may not have reached the cache yet
    if (kind === ALIVE && !isAlone && isDelete(isJson ? at : line, at, length)) {
      leave(record);
      continue;
    }
    former += isFormer(lengths) as u32;
    lines++;
    at += length + 1;
  }
  if (isInFormer) store<u8>(at++, NEWLINE as u8);
  if (kind === DELETES) goOnFromDelete(number - firstDelete());
  else goOnFrom(number);
  emittedBytes = (at - out) as u32;
  emittedFormer = former;
  emittedLines = lines;
  return isLeft;
}
