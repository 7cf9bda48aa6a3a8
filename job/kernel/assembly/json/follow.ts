/**
 * Reads a line that follows a template. Its values are checked here; the text between them needs no check, as it is that
 * of a good object.
 */

import { QUOTE } from './characters';
import { literalKind } from './literals';
import { NUMBER_BYTES, VALUE_END } from './packed';
import { beginsNumber, behindScalar } from './scalars';
import {
  behindLink,
  lineBytesOf,
  nodeOfLink,
  PACKED_BYTES,
  packedLine,
  root,
  siblingLink,
  templateOf,
  textBytesOf,
  textOf,
  valueNumberOf,
} from './templates';
import { forgetValues, NUMBER, notePacked, stringKind } from './values';

const SHORT_BYTES: u32 = 16;
/** Room behind a long value for the short ones of a line, each with its end. */
const ROOM_BEHIND_LONG: usize = 2048;

/** The end of the line that `follow` read, without its ending, and the end of its packed form. */
export let lineEnd: usize = 0;
export let packedEnd: usize = 0;

/**
 * Rises with each line that follows a template, and falls with each other one. At 0 some lines are not looked at, because
 * a file of which few lines follow any template is read faster without.
 */
let score: u32 = 64;
const MOST_SCORE: u32 = 64;
const SCORE_AFTER_PAUSE: u32 = 8;
const PAUSE_LINES: u32 = 120;
let linesToPause: u32 = 0;

/**
 * Reads the line at `start` if it follows a template: notes its values, and packs it (packed.ts). Returns the address
 * behind its newline; 0 if it follows none or has a value that is not good, or that is too long for the room. Only a
 * user's line may end with a carriage return.
 */
/* @inline */ export function follow(start: usize, isUsers: bool): usize {
  if (linesToPause !== 0) {
    linesToPause--;
    return 0;
  }
  forgetValues();
  const behind = followTree(start, isUsers);
  if (behind !== 0) {
    score = min<u32>(score + 1, MOST_SCORE);
  } else if (--score === 0) {
    score = SCORE_AFTER_PAUSE;
    linesToPause = PAUSE_LINES;
  }
  return behind;
}

function followTree(start: usize, isUsers: bool): usize {
  let node = nodeOfLink(root);
  let at = start;
  let to = packedLine + NUMBER_BYTES;
  let slot: u32 = 0;
  while (node !== 0) {
    if (begins(at, node)) {
      const from = at + textBytesOf(node);
      if (templateOf(node) !== 0) {
        if (!isUsers && !endsWithNewline(node)) return 0;
        store<u16>(packedLine, templateOf(node) as u16);
        lineEnd = at + lineBytesOf(node);
        packedEnd = to;
        return from;
      }
      const end = behindScalar(from);
      if (end !== 0) {
        const bytes = (end - from) as u32;
        v128.store(to, v128.load(from));
        if (bytes > SHORT_BYTES && !storeRest(to, from, bytes)) return 0;
        const number = valueNumberOf(node);
        if (number >= 0) noteSlot(number as u32, from, end, to, slot);
        to += bytes;
        store<u8>(to++, VALUE_END);
        slot++;
        at = end;
        node = nodeOfLink(behindLink(node));
        continue;
      }
    }
    node = nodeOfLink(siblingLink(node));
  }
  return 0;
}

/* @inline */ function begins(at: usize, node: usize): bool {
  const differs = v128.and(v128.xor(v128.load(at), v128.load(node)), v128.load(node, 16));
  if (v128.any_true(differs)) return false;
  return textBytesOf(node) <= SHORT_BYTES || hasRest(at, node);
}

/** Whether the rest of a long text stands at `at`, too. The last vector may overlap the one before. */
function hasRest(at: usize, node: usize): bool {
  const text = textOf(node);
  const last = (textBytesOf(node) - SHORT_BYTES) as usize;
  for (let i: usize = 16; i < last; i += 16) {
    if (v128.any_true(v128.xor(v128.load(at + i), v128.load(text + i)))) return false;
  }
  return !v128.any_true(v128.xor(v128.load(at + last), v128.load(text + last)));
}

/** Whether the last text of a line ends with a newline alone, without a carriage return before it. */
function endsWithNewline(node: usize): bool {
  return lineBytesOf(node) + 1 === textBytesOf(node);
}

/** Copies a value behind its first bytes. Returns false if there is no room for it. */
function storeRest(to: usize, from: usize, bytes: u32): bool {
  if (to + bytes > packedLine + PACKED_BYTES - ROOM_BEHIND_LONG) return false;
  for (let i: usize = 16; i < bytes; i += 16) v128.store(to + i, v128.load(from + i));
  return true;
}

/* @inline */ function noteSlot(number: u32, from: usize, end: usize, keptAt: usize, slot: u32): void {
  const byte = load<u8>(from) as u32;
  if (byte === QUOTE) notePacked(number, stringKind(), from + 1, end - 1, keptAt, keptAt + 1, slot);
  else notePacked(number, beginsNumber(byte) ? NUMBER : literalKind(from), from, end, keptAt, keptAt, slot);
}
