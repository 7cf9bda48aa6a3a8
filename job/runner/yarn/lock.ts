/** A lock that the threads of one process share. */

/** Waits for its turn, and returns the function that ends it. */
export type Lock = () => Promise<() => void>;

const FREE = 0;
const TAKEN = 1;

/** A lock whose holder is told by `shared`, an Int32Array of one element. The waiting thread does nothing else. */
export function lockOf(shared: Int32Array): Lock {
  const unlock = () => {
    Atomics.store(shared, 0, FREE);
    Atomics.notify(shared, 0, 1);
  };
  return async () => {
    while (Atomics.compareExchange(shared, 0, FREE, TAKEN) !== FREE) Atomics.wait(shared, 0, TAKEN);
    return unlock;
  };
}

export function newLock(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}
