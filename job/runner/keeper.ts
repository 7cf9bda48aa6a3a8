/**
 * The batch loop: read, keep, spill, read back. The tasks of both runners use it. A keeper owns the records of one
 * worker. Records that outgrow its memory leave as spills, which are blocks of lines by partition; read-back.ts reads
 * them back range by range.
 */

import type { Format } from '../format/format';
import { ALL_HASHES, type Cut, type HashRange, narrow, partitionsOf, type Stretch } from '../kernel/hash-range';
import type { Kernel } from '../kernel/kernel';
import { WRITE_BYTES } from '../kernel/room-sizes';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { firstLimit, hasMadeRoom, isWorthCompacting, limitBehind, nextLimit, sampledPartitions } from './compaction';
import { type SpillFolder, type SpillRun, SpillWriter } from './spill';
import { fitTables, type TableNeeds } from './tables';

/** The settings of a keeper. */
export interface KeeperPlan {
  /** The format of the records, and of the lines that a keeper hands on to another keeper. */
  readonly format: Format;
  readonly temp: SpillFolder;
  /** Cuts a range of hashes into stretches. Lines leave the keeper stretch by stretch. */
  readonly cut: Cut;
  /** Whether lines leave for another keeper, which needs the marks of `Kernel.emit`, or for good. */
  readonly handsOn: boolean;
  /** Called every few milliseconds, and waited for, so that other work of the same thread has its turn. */
  breathe(): void | Promise<void>;
}

/**
 * Takes lines in canonical order, of one stretch at a time. Where lines leave for good, the deletes of a stretch follow
 * its other lines.
 */
export type LineSink = (bytes: Uint8Array, lines: number, stretch: Stretch, isDeleted: boolean) => void | Promise<void>;

/** Merges the kept records with the former output. */
export interface FormerMerge {
  /** Passes lines to `sink`: at least all those before the last kept record of the stretch, and this one. */
  mergeUpTo(stretch: Stretch, sink: LineSink): Promise<void>;
}

export class Keeper {
  /** Spills since the last `takeSpills`. */
  private spills: SpillRun[] = [];
  private sharedBits = 0;
  private limitBytes = 0;
  /** The range of hashes given to the last `begin`. */
  range = ALL_HASHES;
  spilledBytes = 0;
  /** The number of lines of the former output that have been handed to a sink. */
  private formerHanded = 0;
  private former: FormerMerge | null = null;

  constructor(
    readonly kernel: Kernel,
    private readonly plan: KeeperPlan,
  ) {
    this.begin(0, ALL_HASHES);
  }

  get format(): Format {
    return this.plan.format;
  }

  /**
   * Forgets all records. The next records have to share their first `sharedBits` bits (hash-range.ts); only those with
   * hashes in `range` will leave.
   */
  begin(sharedBits: number, range: HashRange): void {
    this.sharedBits = sharedBits;
    this.range = range;
    this.kernel.reset(sharedBits);
    this.limitArena(firstLimit(this.kernel.arenaBytes));
  }

  /** Makes room for more records: drops superseded ones where there are many, else raises the limit, else spills. */
  async makeRoom(): Promise<void> {
    const { kernel } = this;
    const { arenaBytes } = kernel;
    kernel.seal();
    if (isWorthCompacting(await this.shareKept())) {
      const beforeBytes = kernel.usedBytes;
      await this.compact();
      const { usedBytes } = kernel;
      this.limitArena(limitBehind(usedBytes, this.limitBytes, arenaBytes));
      if (hasMadeRoom(beforeBytes, usedBytes, this.limitBytes)) return;
    }
    if (this.limitBytes < arenaBytes) this.limitArena(nextLimit(this.limitBytes, arenaBytes));
    else await this.spill();
  }

  /** Writes the latest records so far to a temporary file, and forgets all records. */
  async spill(): Promise<void> {
    const writer = new SpillWriter(this.plan.temp);
    const { usedBytes } = this.kernel;
    this.kernel.seal();
    for (let partition = 0; partition < this.kernel.partitions; partition++) {
      this.kernel.keep.startOwn(partition, this.range);
      // A partition that outgrew its table leaves in several batches. Two batches may contain the same key; reading
      // back keeps the latest record.
      let isDone = false;
      while (!isDone) {
        isDone = await this.endBatch();
        for (const { bytes } of this.kernel.emit(WRITE_BYTES, this.range.last, true)) {
          writer.write(bytes);
          this.spilledBytes += bytes.length;
          writer.addTags(this.kernel.keep.tags);
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

  /** Whether the records of each partition fit a table, so that they can leave without a spill. Seals the records. */
  get fitsTables(): boolean {
    this.kernel.seal();
    return fitTables([this.tables]);
  }

  /** The number of records in each partition, and the size of the largest table that there is room for. */
  get tables(): TableNeeds {
    const { kernel } = this;
    const records = Array.from({ length: kernel.partitions }, (_, partition) => kernel.keep.countOwn(partition));
    return { records, mostSlots: kernel.keep.mostSlots };
  }

  /** Passes the latest lines of this keeper within its range to `sink`. The records have to fit the tables. */
  async drain(sink: LineSink): Promise<void> {
    this.kernel.seal();
    const { sharedBits, range, kernel } = this;
    for (const partition of partitionsOf(range, sharedBits, kernel.radixBits)) {
      kernel.keep.startOwn(partition, range);
      await this.endPartition();
      await this.emit(narrow(range, sharedBits, kernel.radixBits, partition), sink);
    }
  }

  /**
   * Passes the latest lines of all workers within `range` to `sink`. The records have to fit the tables, every worker's
   * kernel must be sealed, and no worker may have spilled.
   */
  async drainAll(range: HashRange, sink: LineSink): Promise<void> {
    for (const partition of partitionsOf(range, 0, this.kernel.radixBits)) {
      this.kernel.keep.startAll(partition, range);
      await this.endPartition();
      await this.emit(narrow(range, 0, this.kernel.radixBits, partition), sink);
    }
  }

  /** From now on the records that leave for good are merged with those of the former output; with null no longer. */
  mergeWith(former: FormerMerge | null): void {
    this.former = former;
  }

  private async emit(range: HashRange, sink: LineSink): Promise<void> {
    const { cut, handsOn } = this.plan;
    for (const stretch of cut(range)) {
      if (this.former !== null) {
        await this.former.mergeUpTo(stretch, sink);
        continue;
      }
      for (const { bytes, lines, formerLines, isDeleted } of this.kernel.emit(WRITE_BYTES, stretch.last, handsOn)) {
        this.formerHanded += formerLines;
        await sink(bytes, lines, stretch, isDeleted);
      }
    }
  }

  /**
   * The number of lines of the former output that have left this keeper. Where lines leave for good, these are the keys
   * that a merge has left unchanged, also those whose deletes are forgotten.
   */
  get formerLines(): number {
    return this.formerHanded + this.kernel.counts.forgottenFormer;
  }

  /** Lets other work of the same thread have its turn. */
  breathe(): void | Promise<void> {
    return this.plan.breathe();
  }

  /** Keeps records until the partition is done, which returns true, or until the batch is full. */
  private async endBatch(): Promise<boolean> {
    for (;;) {
      const status = this.kernel.keep.keepSome();
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

  /** The share of records that are the latest of their keys, estimated from some partitions. */
  private async shareKept(): Promise<number> {
    const { records } = this.tables;
    let [all, kept] = [0, 0];
    for (const partition of sampledPartitions(records)) {
      const inPartition = records[partition] as number;
      this.kernel.keep.startOwn(partition, this.range);
      await this.endBatch();
      all += inPartition;
      kept += inPartition * this.kernel.keep.shareKept;
    }
    return kept / all;
  }

  private async compact(): Promise<void> {
    for (let partition = 0; partition < this.kernel.partitions; partition++) {
      this.kernel.keep.startOwn(partition, this.range);
      while (!(await this.endBatch())) {}
      this.kernel.keep.slide(partition);
    }
  }
}
