/** Checks that a container has as many threads as its node has cores. Pure. */

import { findInstanceType } from '../catalog/instance-type';
import type { Settings } from '../settings/settings';
import { type Finding, findings } from './finding';

const { error } = findings('slots');

/**
 * One container a node, with a slot for each vCPU, starts the fewest JVMs and uses all cores. Containers of one slot are
 * accepted on every type.
 */
export function checkSlots({ slots, coreInstanceType: type }: Settings): readonly Finding[] {
  const found = findInstanceType(type);
  if (found === null || slots === 1 || slots === found.vcpus) return [];
  return error(
    `slots is ${slots}, and ${type} has ${found.vcpus} vCPUs; set slots to ${found.vcpus}, or to 1 for containers of one thread`,
  );
}
