/** Takes a line of the former output that a scan reads (probe.ts): compares it with a record of this run, or puts it aside. */

import { putAside } from './arena';
import { compareBytes } from './bytes/bytes';
import { hash64 } from './bytes/hash';
import { GOOD } from './bytes/reason';
import { compareAge, readAt, readBytes, readKey } from './record';

/** Whether scans hand the line that they read to this file. */
export let isProbing: bool = false;

/** Room for a key. */
let keyRoom: usize = 0;

/** The record that lines are compared with, its hash and its key in the form in which keys compare. */
let record: usize = 0;
export let recordHash: u64 = 0;
let keyAt: usize = 0;
let keyBytes: u32 = 0;

/** Of the line that was read last: its hash, and whether it is a good record. */
export let lineHash: u64 = 0;
export let isGood: bool = false;
/** Its key compared with that of the record: negative, 0 or positive. */
export let lineOrder: i32 = 0;
/** Where both have one key: positive if the line is later, 0 if both are the same. */
export let lineAge: i32 = 0;

/** Whether the line is put aside, and its record then. */
let isStored: bool = false;
export let lineRecord: usize = 0;

export function placeKey(room: usize): void {
  keyRoom = room;
}

export function takeLines(isOn: bool): void {
  isProbing = isOn;
}

/** Begins a line, which is put aside with `stored`, and otherwise compared. */
export function beginLine(stored: bool): void {
  isGood = false;
  isStored = stored;
}

/** Lines are compared with this record from now on. */
export function compareWith(other: usize): void {
  record = other;
  readKey(other, keyRoom);
  keyAt = readAt;
  keyBytes = readBytes;
  recordHash = hash64(keyAt, keyBytes);
}

/** Takes the record of the line that is read. It would be stored with the same arguments. */
export function takeProbed(
  hash: u64,
  order: i64,
  key: usize,
  bytes: u32,
  line: usize,
  lineBytes: u32,
  keptKey: usize,
  keptKeyBytes: u32,
  apart: bool,
): u32 {
  isGood = true;
  lineHash = hash;
  if (isStored) {
    lineRecord = putAside(order, line, lineBytes, keptKey, keptKeyBytes, apart);
    return GOOD;
  }
  lineOrder = hash === recordHash ? compareBytes(key, bytes, keyAt, keyBytes) : hash < recordHash ? -1 : 1;
  if (lineOrder === 0) lineAge = compareAge(putAside(order, line, lineBytes, keptKey, keptKeyBytes, apart), record);
  return GOOD;
}
