/** The typed interface of the kernel's functions that list records (assembly/seek.ts). */

import type { Exports } from './exports';
import type { WorkerLayout } from './layout';

/** Records that a scan has listed. Each has an entry of LIST_WORDS words. */
export interface RecordList {
  readonly count: number;
  readonly words: Uint32Array;
}

/** An entry in a list of records: the two halves of its hash, and the address and the length of its line. */
export const LIST_WORDS = 4;
export const HASH_LOW_WORD = 0;
export const HASH_HIGH_WORD = 1;
export const LINE_AT_WORD = 2;
export const LINE_BYTES_WORD = 3;
const LIST_ENTRY_BYTES = 4 * LIST_WORDS;
/** A record has at least one byte, and a newline. */
const SMALLEST_LINE_BYTES = 2;

export class KernelList {
  private readonly first: number;

  constructor(
    private readonly kernel: Exports,
    private readonly words: Uint32Array,
    { arena, arenaEnd, readBytes }: WorkerLayout,
  ) {
    const most = Math.ceil(readBytes / SMALLEST_LINE_BYTES);
    if (most * LIST_ENTRY_BYTES > arenaEnd - arena) throw new RangeError(`no room for a list of ${most} records`);
    kernel.resetList(arena);
    this.first = arena >> 2;
  }

  /** The records that were listed since the last call. The list is valid until the next scan. */
  take(): RecordList {
    const { kernel, words, first } = this;
    const count = kernel.listed.value;
    kernel.clearList();
    return { count, words: words.subarray(first, first + LIST_WORDS * count) };
  }
}
