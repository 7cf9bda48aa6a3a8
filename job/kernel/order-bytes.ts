import type { Exports } from './exports';
import type { WorkerLayout } from './layout';

/** The kernel may read so far before and behind a value that it orders by. */
const AROUND_VALUE_BYTES = 64;

/**
 * The order bytes of the value of the `i`-th order column, which has to be a good one. The order must not be simple
 * (`isSimpleOrder`). Overwrites the read buffer.
 */
export function orderBytes(
  kernel: Exports,
  memory: Uint8Array,
  { order, read }: WorkerLayout,
  i: number,
  value: Uint8Array,
): Uint8Array {
  const at = read + AROUND_VALUE_BYTES;
  memory.set(value, at);
  kernel.startOrder(order);
  kernel.addOrder(i, at, at + value.length);
  return memory.slice(order, kernel.orderEnd() >>> 0);
}
