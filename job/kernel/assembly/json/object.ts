/**
 * Reads the object of a line: checks all of it, and notes the values that the key and the order name. The objects and
 * arrays that are open are kept on a stack in memory, so that no line can exhaust that of the thread.
 */

import { CLOSE_BRACE, CLOSE_BRACKET, COLON, COMMA, OPEN_BRACE, OPEN_BRACKET, QUOTE, skipBlanks } from './characters';
import { copyUnescaped } from './escapes';
import { expectedEntry, learn, skipExpected, startExpected } from './expected';
import { behindLiteral, literalKind } from './literals';
import { behindNumber } from './numbers';
import { closingQuote, hasEscapes } from './strings';
import { countWithin, find, firstWithin, NONE, nodeOf, valueNumber } from './table';
import { ARRAY, forget, NUMBER, noteValue, OBJECT, startOuterMember, stringKind } from './values';

/** The most levels of objects and arrays; MAX_JSON_DEPTH in job/shared/limits.ts. */
const MAX_DEPTH: u32 = 1024;

/**
 * An open object or array on the stack: the node of an object in which names matter, or one of these. No node has such an
 * address.
 */
const PLAIN_OBJECT: usize = 1;
const PLAIN_ARRAY: usize = 2;

let stack: usize = 0;
/** The node of the outermost object. */
let root: usize = 0;

/** Room for a name without its escapes, which a name of at most so many bytes fits. */
let nameRoom: usize = 0;
let mostNameBytes: u32 = 0;

export function placeNames(rootAt: usize, stackAt: usize, roomAt: usize, mostBytes: u32): void {
  root = rootAt;
  stack = stackAt;
  nameRoom = roomAt;
  mostNameBytes = mostBytes;
}

/**
 * The entry of the name of the member that is read, and the address behind what was read last; 0 if it is not good.
 */
let entry: usize = NONE;

/**
 * Reads the object that begins at `at`. Returns the address behind it, or 0 where none begins there that is good. The
 * line has to end with a newline: nothing is read behind it but what vectors read at once.
 */
export function readObject(at: usize): usize {
  if ((load<u8>(at) as u32) !== OPEN_BRACE) return 0;
  at = skipBlanks(at + 1);
  if ((load<u8>(at) as u32) === CLOSE_BRACE) return at + 1;
  startExpected();
  let depth: u32 = 1;
  let outerMembers: u32 = 0;
  let frame = root;
  while (true) {
    let member = NONE;
    if (frame !== PLAIN_ARRAY) {
      if (depth === 1) startOuterMember(at, outerMembers++);
      at = readName(at, frame);
      if (at === 0) return 0;
      member = entry;
    }
    const byte = load<u8>(at) as u32;
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      if (depth === MAX_DEPTH) return 0;
      if (member !== NONE) noteMember(member, byte === OPEN_BRACE ? OBJECT : ARRAY, at, at);
      const inner = skipBlanks(at + 1);
      if ((load<u8>(inner) as u32) !== byte + 2) {
        store<u32>(stack + ((depth as usize) << 2), frame as u32);
        depth++;
        frame = byte === OPEN_BRACE ? objectFrame(member) : PLAIN_ARRAY;
        at = inner;
        continue;
      }
      at = inner + 1;
    } else {
      at = readScalar(at, byte, member);
      if (at === 0) return 0;
    }
    while (true) {
      at = skipBlanks(at);
      const next = load<u8>(at++) as u32;
      if (next === COMMA) break;
      if (next !== (frame === PLAIN_ARRAY ? CLOSE_BRACKET : CLOSE_BRACE)) return 0;
      depth--;
      if (depth === 0) return at;
      frame = load<u32>(stack + ((depth as usize) << 2)) as usize;
    }
    at = skipBlanks(at);
  }
}

/** The frame of an object that is the value of a member. */
function objectFrame(member: usize): usize {
  const node = member === NONE ? NONE : nodeOf(member);
  return node === NONE ? PLAIN_OBJECT : node;
}

/** Reads a name at `at` and the colon behind it. Returns the address of the value; 0 where there is none. */
/* @inline */ function readName(at: usize, frame: usize): usize {
  const behind = skipExpected(at, frame);
  if (behind === 0) return readOtherName(at, frame);
  entry = expectedEntry;
  return skipBlanks(behind);
}

function readOtherName(at: usize, frame: usize): usize {
  if ((load<u8>(at) as u32) !== QUOTE) return 0;
  const name = at + 1;
  const end = closingQuote(name);
  if (end === 0) return 0;
  entry = findIn(frame, name, end);
  const colon = skipBlanks(end + 1);
  if ((load<u8>(colon) as u32) !== COLON) return 0;
  learn(at, colon + 1, frame, entry);
  return skipBlanks(colon + 1);
}

function findIn(frame: usize, name: usize, end: usize): usize {
  if (frame === PLAIN_OBJECT) return NONE;
  return hasEscapes ? findUnescaped(frame, name, end) : find(frame, name, (end - name) as u32);
}

/** Looks for a name with escapes. Names for which there is no room stand in lines that are too long, where none matters. */
function findUnescaped(node: usize, name: usize, end: usize): usize {
  if (((end - name) as u32) > mostNameBytes) return NONE;
  return find(node, nameRoom, (copyUnescaped(name, end, nameRoom) - nameRoom) as u32);
}

/** Reads a string, a number or a literal that begins with `byte`. Returns the address behind it, or 0. */
/* @inline */ function readScalar(at: usize, byte: u32, member: usize): usize {
  if (byte === QUOTE) {
    const end = closingQuote(at + 1);
    if (end === 0) return 0;
    if (member !== NONE) noteMember(member, stringKind(), at + 1, end);
    return end + 1;
  }
  const isNumber = byte <= 57;
  const end = isNumber ? behindNumber(at) : behindLiteral(at);
  if (end === 0) return 0;
  if (member !== NONE) noteMember(member, isNumber ? NUMBER : literalKind(at), at, end);
  return end;
}

/** Notes the value of a member. It replaces that of a member of the same name before it. */
function noteMember(member: usize, kind: u32, at: usize, end: usize): void {
  const number = valueNumber(member);
  if (number >= 0) noteValue(number as u32, kind, at, end);
  const within = countWithin(member);
  if (within > 0) forget(firstWithin(member), within);
}
