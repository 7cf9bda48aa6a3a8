/** The table of keys that the kernel's seek.ts looks for, as it reads it from memory. Pure. */

/** A key as the kernel compares it, and its hash. */
export interface RecordKey {
  readonly hash: bigint;
  readonly bytes: Uint8Array;
}

/** The bytes to copy to the address for which they were planned, and the number of slots. */
export interface SoughtTable {
  readonly bytes: Uint8Array;
  readonly slots: number;
}

/** The same number as in the kernel's seek.ts. */
const SLOT_BYTES = 24;
/** The kernel compares keys in words, and reads this far past them. */
const SLACK_BYTES = 64;

/** How many bytes the table of these keys takes. */
export function soughtTableBytes(keys: readonly RecordKey[]): number {
  return slotsOf(keys.length) * SLOT_BYTES + keys.reduce((sum, { bytes }) => sum + bytes.length, 0) + SLACK_BYTES;
}

/** Plans the table for the address `at`. Of equal keys the first one is found. */
export function planSoughtTable(keys: readonly RecordKey[], at: number): SoughtTable {
  const slots = slotsOf(keys.length);
  const bytes = new Uint8Array(soughtTableBytes(keys));
  const view = new DataView(bytes.buffer);
  let keyAt = slots * SLOT_BYTES;
  keys.forEach(({ hash, bytes: key }, number) => {
    let slot = Number(hash & BigInt(slots - 1));
    while (view.getUint32(slot * SLOT_BYTES + 8, true) !== 0) slot = (slot + 1) % slots;
    view.setBigUint64(slot * SLOT_BYTES, hash, true);
    view.setUint32(slot * SLOT_BYTES + 8, at + keyAt, true);
    view.setUint32(slot * SLOT_BYTES + 12, key.length, true);
    view.setUint32(slot * SLOT_BYTES + 16, number, true);
    bytes.set(key, keyAt);
    keyAt += key.length;
  });
  return { bytes, slots };
}

/** A power of two, and more than twice the keys. */
function slotsOf(keys: number): number {
  return 2 ** Math.ceil(Math.log2(2 * keys + 2));
}
