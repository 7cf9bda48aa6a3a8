/** The typed interface of the kernel's functions that list records (assembly/seek.ts). */

import type { Exports } from './exports';
import type { WorkerLayout } from './layout';

/** Records that a scan has listed, of each four words: hash (low, high), address and length of the line. */
export interface RecordList {
  readonly count: number;
  readonly words: Uint32Array;
}
/** The number of words of an entry in a list of records. */
export const LIST_WORDS = 4;
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
