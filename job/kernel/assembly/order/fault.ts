/** Why the order value that was encoded last is bad. */

import { GOOD } from '../bytes/reason';

export let orderFault: u32 = GOOD;

/** Returns 0, the address that the functions which encode a value return for a bad one. */
export function setOrderFault(reason: u32): usize {
  orderFault = reason;
  return 0;
}
