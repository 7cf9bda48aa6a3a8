/** The order bytes of an integer: 8 bytes, big-endian, of the number with its sign bit inverted. */

import { parse, parsed } from '../bytes/number';
import { GOOD } from '../bytes/reason';
import { setOrderFault } from './fault';

const SIGN: u64 = (1 as u64) << 63;
const INTEGER_BYTES: usize = 8;

/** Loads the 16 bytes before `end`, some of which may lie before `start`. */
export function encodeInteger(start: usize, end: usize, to: usize): usize {
  const reason = parse(start, end);
  if (reason !== GOOD) return setOrderFault(reason);
  return storeInteger(to, parsed);
}

/* @inline */ export function storeInteger(to: usize, value: i64): usize {
  store<u64>(to, bswap<u64>((value as u64) ^ SIGN));
  return to + INTEGER_BYTES;
}
