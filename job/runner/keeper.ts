/**
 * The batch loop: read, keep, spill, read back. Every task runs it, whatever carries its blocks. A keeper owns one
 * worker's records; what outgrows its memory leaves as spills, blocks of lines by partition, which read-back.ts reads
 * back range by range.
 */

import type { Format } from '../format/format';
import { ALL_HASHES, type Cut, type HashRange, narrow, partitionsOf, type Stretch } from '../kernel/hash-range';
import type { Kernel } from '../kernel/kernel';
import { WRITE_BYTES } from '../kernel/layout';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { type SpillFolder, type SpillRun, SpillWriter } from './spill';
import { fitTables, type TableNeeds } from './tables';

/** How a keeper works. */
export interface KeeperPlan {
  /** Of the records, and of the lines that a keeper hands on to another. */
  readonly format: Format;
  readonly temp: SpillFolder;
  /** Lines leave in the stretches that this makes of the hashes. */
  readonly cut: Cut;
  /** Whether lines leave for another keeper, marked, or for good. */
  readonly handsOn: boolean;
  /** Waited for every few milliseconds, so that whatever shares the thread has its turn. */
  breathe(): void | Promise<void>;
}

/** Takes lines in canonical order, of one stretch at a time. */
export type LineSink = (bytes: Uint8Array, lines: number, stretch: Stretch) => void | Promise<void>;

const MiB = 1024 * 1024;
/** Keys that come up again and again are met before this much has piled up. */
const FIRST_LIMIT_BYTES = 48 * MiB;
/** After a compaction: room for this many times what was kept, so that what stays is not gone through too often. */
const ROOM_BEHIND_KEPT = 4;
/** Partitions looked at to tell how much of the memory is superseded. */
const SAMPLED_PARTITIONS = 8;
/** Compact where less than this share of the records would be left; else take more memory, or spill. */
const WORTH_COMPACTING = 0.5;
/** Compacted and still fuller than this: the next record would soon ask again. */
const NEARLY_FULL = 0.75;
/** Nor is it over where compacting gave back less than this share. */
const WORTH_RETURNING = 0.125;

export class Keeper {
  /** Spills since the last `takeSpills`. */
  private spills: SpillRun[] = [];
  private sharedBits = 0;
  private limitBytes = 0;
  /** Of the last `begin`. */
  range = ALL_HASHES;
  spilledBytes = 0;
  /** Lines that left this keeper and are of the former output: keys that are as they were, where they left for good. */
  formerLines = 0;

  constructor(
    readonly kernel: Kernel,
    private readonly plan: KeeperPlan,
  ) {
    this.begin(0, ALL_HASHES);
  }

  get format(): Format {
    return this.plan.format;
  }

  /** Forgets all records. The next ones share their first `sharedBits` bits (hash-range.ts), and those in `range` leave. */
  begin(sharedBits: number, range: HashRange): void {
    this.sharedBits = sharedBits;
    this.range = range;
    this.kernel.reset(sharedBits);
    this.limitArena(Math.min(FIRST_LIMIT_BYTES, this.kernel.arenaBytes));
  }

  /** Drops superseded records where that pays, takes more of the arena, or spills. */
  async makeRoom(): Promise<void> {
    this.kernel.seal();
    if ((await this.shareKept()) < WORTH_COMPACTING) {
      const beforeBytes = this.kernel.usedBytes;
      await this.compact();
      const usedBytes = this.kernel.usedBytes;
      this.limitArena(Math.max(this.limitBytes, Math.min(ROOM_BEHIND_KEPT * usedBytes, this.kernel.arenaBytes)));
      // a record that is longer than a chunk finds no room in those that were given back
      const freedBytes = beforeBytes - usedBytes;
      if (freedBytes > WORTH_RETURNING * this.limitBytes && usedBytes < NEARLY_FULL * this.limitBytes) return;
    }
    if (this.limitBytes < this.kernel.arenaBytes)
      this.limitArena(Math.min(2 * this.limitBytes, this.kernel.arenaBytes));
    else await this.spill();
  }

  /** Writes what is kept so far to a temporary file, and forgets it. */
  async spill(): Promise<void> {
    const writer = new SpillWriter(this.plan.temp);
    const { usedBytes } = this.kernel;
    this.kernel.seal();
    for (let partition = 0; partition < this.kernel.partitions; partition++) {
      this.kernel.startOwn(partition, this.range);
      // a partition that outgrew its table leaves in batches, which may have keys in common: reading back settles that
      let isDone = false;
      while (!isDone) {
        isDone = await this.endBatch();
        for (const { bytes } of this.kernel.emit(WRITE_BYTES, this.range.last, true)) {
          writer.write(bytes);
          this.spilledBytes += bytes.length;
          writer.addTags(this.kernel.tags);
        }
      }
      writer.endBlock();
    }
    this.spills.push(writer.finish(this.sharedBits, this.kernel.radixBits, usedBytes));
    this.kernel.reset(this.sharedBits);
  }

  get hasSpilled(): boolean {
    return this.spills.length > 0;
  }

  takeSpills(): SpillRun[] {
    const spills = this.spills;
    this.spills = [];
    return spills;
  }

  /** Whether each partition fits a table, so that its records need not be spilled to be kept. Seals the records. */
  get fitsTables(): boolean {
    this.kernel.seal();
    return fitTables([this.tables]);
  }

  /** What a worker's records ask of tables, and what there is room for. */
  get tables(): TableNeeds {
    const { kernel } = this;
    const records = Array.from({ length: kernel.partitions }, (_, partition) => kernel.countOwn(partition));
    return { records, mostSlots: kernel.mostSlots };
  }

  /** The lines of this keeper's records within its range, which have to fit the tables. */
  async drain(sink: LineSink): Promise<void> {
    this.kernel.seal();
    const { sharedBits, range, kernel } = this;
    for (const partition of partitionsOf(range, sharedBits, kernel.radixBits)) {
      kernel.startOwn(partition, range);
      await this.endPartition();
      await this.emit(narrow(range, sharedBits, kernel.radixBits, partition), sink);
    }
  }

  /**
   * The lines of all workers' records within a range, which have to fit the tables; every worker's kernel must have been
   * sealed, and none spilled.
   */
  async drainAll(range: HashRange, sink: LineSink): Promise<void> {
    for (const partition of partitionsOf(range, 0, this.kernel.radixBits)) {
      this.kernel.startAll(partition, range);
      await this.endPartition();
      await this.emit(narrow(range, 0, this.kernel.radixBits, partition), sink);
    }
  }

  private async emit(range: HashRange, sink: LineSink): Promise<void> {
    const { cut, handsOn } = this.plan;
    for (const stretch of cut(range)) {
      for (const { bytes, lines, formerLines } of this.kernel.emit(WRITE_BYTES, stretch.last, handsOn)) {
        this.formerLines += formerLines;
        await sink(bytes, lines, stretch);
      }
    }
  }

  /** Lets whatever shares the thread have its turn. */
  breathe(): void | Promise<void> {
    return this.plan.breathe();
  }

  /** Whether the partition is done; if not, the batch is full. */
  private async endBatch(): Promise<boolean> {
    for (;;) {
      const status = this.kernel.keepSome();
      const busy = this.breathe();
      if (busy) await busy;
      if (status !== 'more') return status === 'done';
    }
  }

  private async endPartition(): Promise<void> {
    if (await this.endBatch()) return;
    throw new Failure(EXIT.software, 'a partition of records does not fit its table; please report this');
  }

  private limitArena(bytes: number): void {
    this.limitBytes = bytes;
    this.kernel.limitArena(bytes);
  }

  /** Estimated from some partitions: the largest, where a key that comes up again and again would be, and others. */
  private async shareKept(): Promise<number> {
    const counts = Array.from({ length: this.kernel.partitions }, (_, partition) => this.kernel.countOwn(partition));
    const bySize = counts
      .map((_, partition) => partition)
      .sort((a, b) => (counts[b] as number) - (counts[a] as number));
    const step = Math.max(1, this.kernel.partitions / SAMPLED_PARTITIONS);
    const sample = bySize.filter((_, place) => place % step === 0);
    let [all, kept] = [0, 0];
    for (const partition of sample) {
      const records = counts[partition] as number;
      this.kernel.startOwn(partition, this.range);
      await this.endBatch();
      all += records;
      kept += records * this.kernel.shareKept;
    }
    return kept / all;
  }

  private async compact(): Promise<void> {
    for (let partition = 0; partition < this.kernel.partitions; partition++) {
      this.kernel.startOwn(partition, this.range);
      while (!(await this.endBatch())) {}
      this.kernel.slide(partition);
    }
  }
}
