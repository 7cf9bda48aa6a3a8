/** The typed interface of the kernel's functions that keep the latest records of one partition at a time (assembly/keep.ts). */

import { KEEP_STATUS, type KeepStatus } from './answers';
import type { Exports } from './exports';
import type { HashRange } from './hash-range';
import { type Layout, slotsFor, type WorkerLayout } from './layout';
import { SLOT_BYTES } from './room-sizes';

/** About the number of records that one call of `keepSome` processes. This takes some milliseconds. */
const KEEP_RECORDS = 100_000;

export class KernelKeep {
  constructor(
    private readonly kernel: Exports,
    private readonly all: Layout,
    private readonly own: WorkerLayout,
  ) {}

  /** The number of this worker's records in a partition. */
  countOwn(partition: number): number {
    return this.kernel.countOf(this.own.context, 1, 0, partition);
  }

  /**
   * The slots of the largest possible table: in the table's own place, or in the rest of the arena that no chunk has
   * taken.
   */
  get mostSlots(): number {
    return Math.max(this.all.tableSlots, this.spareSlots);
  }

  /** Begins to keep the latest records of a partition, from this worker's records with hashes in `range`. */
  startOwn(partition: number, range: HashRange): void {
    this.start(this.own.context, 1, partition, range);
  }

  /** Begins to keep the latest records of a partition, from all workers' records with hashes in `range`. */
  startAll(partition: number, range: HashRange): void {
    const { workers } = this.all;
    this.start((workers[0] as WorkerLayout).context, workers.length, partition, range);
  }

  /**
   * Continues for some milliseconds. When the result is not 'more', the latest records of the batch can be emitted, and
   * the others are marked as superseded. After 'full' the next call begins another batch of the partition's records.
   */
  keepSome(): KeepStatus {
    this.kernel.rewind();
    return KEEP_STATUS[this.kernel.keepSome(KEEP_RECORDS)] as KeepStatus;
  }

  /** The share of the present batch's records that is kept. */
  get shareKept(): number {
    return this.kernel.kept.value / Math.max(1, this.kernel.walked.value);
  }

  /**
   * The least and the greatest tag of the batch whose lines were just emitted. A tag is the 32 bits that follow the
   * bits of the partition.
   */
  get tags(): readonly [least: number, greatest: number] {
    return [this.kernel.leastTag.value >>> 0, this.kernel.greatestTag.value >>> 0];
  }

  /** Removes the superseded records from this worker's partition. */
  slide(partition: number): void {
    this.kernel.slide(partition);
  }

  private start(context: number, contexts: number, partition: number, { first, last }: HashRange): void {
    const stride = contexts > 1 ? this.all.contextStride : 0;
    const slots = slotsFor(this.kernel.countOf(context, contexts, stride, partition));
    const isSpare = slots > this.all.tableSlots && this.spareSlots > this.all.tableSlots;
    const table = isSpare ? this.spareAt : this.own.table;
    const most = isSpare ? this.spareSlots : this.all.tableSlots;
    this.kernel.keep(context, contexts, stride, partition, first, last, table, most);
  }

  private get spareAt(): number {
    return Math.ceil((this.kernel.top() >>> 0) / 8) * 8;
  }

  private get spareSlots(): number {
    return Math.max(0, Math.floor((this.own.arenaEnd - this.spareAt) / SLOT_BYTES));
  }
}
