/**
 * The batch loop: read, keep, spill, read back. Every task runs it, whatever carries its blocks. A keeper owns one
 * worker's records; what outgrows its memory leaves as spills, blocks of lines by partition, which `reduceSpills` reads
 * back range by range.
 */

import { EXIT } from '../contract';
import { Failure } from '../failure';
import { feed } from '../input/feed';
import type { ByteSource } from '../input/source';
import { ALL_HASHES, type Cut, type HashRange, narrow, partitionsOf, type Stretch } from '../kernel/hash-range';
import type { Kernel } from '../kernel/kernel';
import { WRITE_BYTES } from '../kernel/layout';
import { closeSpill, openBlocks, type SpillFolder, type SpillRun, SpillWriter } from './spill';

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
/** Hash bits beyond which ranges are no longer divided: two different keys there share all of them. */
const MAX_HASH_SHIFT = 54;
/** What a group of partitions that is read back may take, of the arena and at the most. */
const GROUP_SHARE = 0.5;
const GROUP_BYTES = 64 * MiB;

const WHOLE = { start: 0, end: Number.POSITIVE_INFINITY, header: null, isOwn: true };

export class Keeper {
  /** Spills since the last `takeSpills`. */
  private spills: SpillRun[] = [];
  private hashShift = 0;
  private limitBytes = 0;
  /** Of the last `begin`. */
  range = ALL_HASHES;
  spilledBytes = 0;

  /** Lines leave in the stretches that `cut` makes of the hashes. */
  constructor(
    readonly kernel: Kernel,
    private readonly temp: SpillFolder,
    private readonly cut: Cut,
  ) {
    this.begin(0, ALL_HASHES);
  }

  /** Forgets all records. The next ones share their first `hashShift` bits; of those outside `range` none leaves. */
  begin(hashShift: number, range: HashRange): void {
    this.hashShift = hashShift;
    this.range = range;
    this.kernel.reset(hashShift);
    this.limitArena(Math.min(FIRST_LIMIT_BYTES, this.kernel.arenaBytes));
  }

  /** Drops superseded records where that pays, takes more of the arena, or spills. */
  makeRoom(): void {
    this.kernel.seal();
    if (this.shareKept() < WORTH_COMPACTING) {
      const beforeBytes = this.kernel.usedBytes;
      this.compact();
      const usedBytes = this.kernel.usedBytes;
      this.limitArena(Math.max(this.limitBytes, Math.min(ROOM_BEHIND_KEPT * usedBytes, this.kernel.arenaBytes)));
      // a record that is longer than a chunk finds no room in those that were given back
      const freedBytes = beforeBytes - usedBytes;
      if (freedBytes > WORTH_RETURNING * this.limitBytes && usedBytes < NEARLY_FULL * this.limitBytes) return;
    }
    if (this.limitBytes < this.kernel.arenaBytes)
      this.limitArena(Math.min(2 * this.limitBytes, this.kernel.arenaBytes));
    else this.spill();
  }

  /** Writes what is kept so far to a temporary file, and forgets it. */
  spill(): void {
    const writer = new SpillWriter(this.temp);
    const { usedBytes } = this.kernel;
    this.kernel.seal();
    for (let partition = 0; partition < this.kernel.partitions; partition++) {
      this.keepOwn(partition);
      for (const { bytes } of this.kernel.emit(WRITE_BYTES, this.range.last)) {
        writer.write(bytes);
        this.spilledBytes += bytes.length;
      }
      writer.endBlock();
    }
    this.spills.push(writer.finish(this.hashShift, this.kernel.radixBits, usedBytes));
    this.kernel.reset(this.hashShift);
  }

  get hasSpilled(): boolean {
    return this.spills.length > 0;
  }

  takeSpills(): SpillRun[] {
    const spills = this.spills;
    this.spills = [];
    return spills;
  }

  /** The lines of this keeper's records within its range. */
  async drain(sink: LineSink): Promise<void> {
    this.kernel.seal();
    const { hashShift, range, kernel } = this;
    for (const partition of partitionsOf(range, hashShift, kernel.radixBits)) {
      this.keepOwn(partition);
      await this.emit(narrow(range, hashShift, kernel.radixBits, partition), sink);
    }
  }

  /** The lines of all workers' records within a range; every worker's kernel must have been sealed, and none spilled. */
  async drainAll(range: HashRange, sink: LineSink): Promise<void> {
    for (const partition of partitionsOf(range, 0, this.kernel.radixBits)) {
      if (this.kernel.keepAll(partition, range) < 0) throw tooManyEqualHashes();
      await this.emit(narrow(range, 0, this.kernel.radixBits, partition), sink);
    }
  }

  private async emit(range: HashRange, sink: LineSink): Promise<void> {
    for (const stretch of this.cut(range)) {
      for (const { bytes, lines } of this.kernel.emit(WRITE_BYTES, stretch.last)) await sink(bytes, lines, stretch);
    }
  }

  private keepOwn(partition: number): void {
    if (this.kernel.keepOwn(partition, this.range) < 0) throw tooManyEqualHashes();
  }

  private limitArena(bytes: number): void {
    this.limitBytes = bytes;
    this.kernel.limitArena(bytes);
  }

  /** Estimated from some partitions: the largest, where a key that comes up again and again would be, and others. */
  private shareKept(): number {
    const counts = Array.from({ length: this.kernel.partitions }, (_, partition) => this.kernel.countOwn(partition));
    const bySize = counts
      .map((_, partition) => partition)
      .sort((a, b) => (counts[b] as number) - (counts[a] as number));
    const step = Math.max(1, this.kernel.partitions / SAMPLED_PARTITIONS);
    const sample = bySize.filter((_, place) => place % step === 0);
    const all = sample.reduce((sum, partition) => sum + (counts[partition] as number), 0);
    return sample.reduce((sum, partition) => sum + Math.max(0, this.kernel.keepOwn(partition, this.range)), 0) / all;
  }

  private compact(): void {
    for (let partition = 0; partition < this.kernel.partitions; partition++) {
      this.keepOwn(partition);
      this.kernel.slide(partition);
    }
  }
}

/** Hands on all that a keeper was fed: from memory, or from its spills if there are any. */
export async function handOn(keeper: Keeper, sink: LineSink): Promise<void> {
  if (keeper.hasSpilled) await handOnSpills(keeper, sink, false);
  else await keeper.drain(sink);
}

/** Reads spills back, as many partitions at a time as fit the memory, and hands on the latest lines in `range`. */
export async function reduceSpills(
  keeper: Keeper,
  spills: readonly SpillRun[],
  range: HashRange,
  sink: LineSink,
  isSecondTry = false,
): Promise<void> {
  const [{ hashShift, radixBits }] = spills as [SpillRun];
  const groupBits = isSecondTry ? 0 : groupBitsFor(spills, radixBits, keeper.kernel.arenaBytes);
  const prefixBits = radixBits - groupBits;
  if (hashShift + prefixBits > MAX_HASH_SHIFT) throw tooManyEqualHashes();
  for (const group of partitionsOf(range, hashShift, prefixBits)) {
    const groupRange = narrow(range, hashShift, prefixBits, group);
    keeper.begin(hashShift + prefixBits, groupRange);
    const partitions = partitionsOf(groupRange, hashShift, radixBits);
    for (const spill of spills) await feedBlocks(keeper, spill, partitions);
    // a group that outgrew the memory in its turn is divided by the hash bits that come next; not one bit of that
    // division stays open, so that it ends
    if (keeper.hasSpilled) await handOnSpills(keeper, sink, true);
    else await keeper.drain(sink);
  }
}

async function handOnSpills(keeper: Keeper, sink: LineSink, isSecondTry: boolean): Promise<void> {
  keeper.spill();
  const spills = keeper.takeSpills();
  await reduceSpills(keeper, spills, keeper.range, sink, isSecondTry);
  for (const spill of spills) closeSpill(spill);
}

async function feedBlocks(keeper: Keeper, spill: SpillRun, partitions: readonly number[]): Promise<void> {
  const first = partitions[0] as number;
  const last = first + partitions.length;
  const bytes = (spill.starts[last] as number) - (spill.starts[first] as number);
  if (bytes === 0) return;
  await feedKept(keeper, openBlocks(spill, first, last), 'a spill');
}

/** Feeds lines that a keeper handed on. */
export async function feedKept(keeper: Keeper, source: ByteSource, what: string): Promise<void> {
  await feed(keeper.kernel, source, what, WHOLE, {
    makeRoom: () => keeper.makeRoom(),
    onBad: ({ offset, reason }) => {
      throw new Failure(EXIT.software, `${what} came with a bad line at ${offset} (${reason}); please report this`);
    },
    onBytes: () => {},
  });
}

/** How many of the last partition bits to leave open, so that a group of partitions fits the memory. */
function groupBitsFor(spills: readonly SpillRun[], radixBits: number, arenaBytes: number): number {
  const bytesPerPartition = spills.reduce((sum, spill) => sum + spill.memoryBytes, 0) / 2 ** radixBits;
  const fitting = Math.min(GROUP_BYTES, arenaBytes * GROUP_SHARE) / bytesPerPartition;
  return Math.max(0, Math.min(radixBits, Math.floor(Math.log2(fitting))));
}

function tooManyEqualHashes(): Failure {
  return new Failure(
    EXIT.software,
    'too many different keys have nearly the same hash for the memory; more --memory, or fewer --threads, may do',
  );
}
