/**
 * The form in which records keep their lines: u16 number of the template (templates.ts), and then the values of the line,
 * each with a newline behind it, which no value holds. If the number is 0, the line itself follows it.
 */

import { copyLoosely } from '../bytes/bytes';
import {
  lineBytesOf,
  nodeLink,
  nodeOfLink,
  nodesOf,
  templateAt,
  textBytesOf,
  textBytesOfAll,
  textOf,
} from './templates';

export const NUMBER_BYTES: u32 = 2;
export const VALUE_END: u8 = 10;
/** The number of a line that is kept as it is. */
export const NO_TEMPLATE: u32 = 0;

/** The length of the line that is kept in at .. at + bytes. */
/* @inline */ export function unpackedBytes(at: usize, bytes: u32): u32 {
  const number = load<u16>(at) as u32;
  if (number === NO_TEMPLATE) return bytes - NUMBER_BYTES;
  const template = templateAt(number);
  // each value has its end, and there is one node more than values
  return bytes - NUMBER_BYTES - (nodesOf(template) - 1) + textBytesOfAll(template);
}

/** Writes the line that is kept in at .. at + bytes, and up to 47 bytes more. */
/* @inline */ export function unpack(to: usize, at: usize, bytes: u32): void {
  const number = load<u16>(at) as u32;
  at += NUMBER_BYTES;
  if (number === NO_TEMPLATE) {
    copyLoosely(to, at, bytes - NUMBER_BYTES);
    return;
  }
  const template = templateAt(number);
  const last = nodeLink(template, nodesOf(template) - 1);
  for (let link = nodeLink(template, 0); link < last; link += 4) {
    const node = nodeOfLink(link);
    to = copyText(to, node, textBytesOf(node));
    let ends = endsIn(at);
    v128.store(to, v128.load(at));
    while (ends === 0) {
      to += 16;
      at += 16;
      ends = endsIn(at);
      v128.store(to, v128.load(at));
    }
    to += ctz(ends) as usize;
    at += (ctz(ends) as usize) + 1;
  }
  const node = nodeOfLink(last);
  copyText(to, node, lineBytesOf(node));
}

/* @inline */ function copyText(to: usize, node: usize, bytes: u32): usize {
  v128.store(to, v128.load(node));
  if (bytes > 16) copyRest(to, textOf(node), bytes);
  return to + bytes;
}

function copyRest(to: usize, text: usize, bytes: u32): void {
  for (let i: usize = 16; i < (bytes as usize); i += 16) v128.store(to + i, v128.load(text + i));
}

/** Bits for those of the 16 bytes at `at` that end values. */
/* @inline */ function endsIn(at: usize): u32 {
  return i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(VALUE_END as i8))) as u32;
}
