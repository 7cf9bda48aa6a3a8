/** The typed interface of the kernel's functions that look for records of some keys (assembly/seek.ts). */

import type { Exports } from './exports';
import type { WorkerLayout } from './layout';
import { BAD_LINES } from './room-sizes';
import { planSoughtTable, type RecordKey } from './sought-table';

const NEWLINE = 10;

export class KernelSeek {
  constructor(
    private readonly kernel: Exports,
    private readonly memory: Uint8Array,
    private readonly layout: WorkerLayout,
    keys: readonly RecordKey[],
  ) {
    const { arena, arenaEnd } = layout;
    const { bytes, slots } = planSoughtTable(keys, arena);
    if (bytes.length > arenaEnd - arena) throw new RangeError(`no room for ${keys.length} keys`);
    memory.set(bytes, arena);
    kernel.resetSeek(arena, slots);
  }

  /** The key of one record, which is given without its ending; null where it cannot be read. Overwrites the read buffer. */
  keyOf(record: Uint8Array): RecordKey | null {
    const { kernel, memory } = this;
    const { read, bad } = this.layout;
    memory.set(record, read);
    memory[read + record.length] = NEWLINE;
    kernel.forgetSeen();
    kernel.scan(read, read + record.length + 1, bad, BAD_LINES);
    const at = kernel.seenKeyAt.value >>> 0;
    if (at === 0) return null;
    const end = at + (kernel.seenKeyBytes.value >>> 0);
    return { hash: BigInt.asUintN(64, kernel.seenHash.value), bytes: memory.slice(at, end) };
  }
}
