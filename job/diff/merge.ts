/** Merges the records of two outputs, which come in batches in canonical order, and tells the differences. */

import { compareKeys, type RecordKeys } from '../input/record-keys';
import { HASH_HIGH_WORD, HASH_LOW_WORD, LINE_AT_WORD, LINE_BYTES_WORD, LIST_WORDS } from '../kernel/kernel-list';
import type { Batch } from './record-stream';

export type Change = 'added' | 'changed' | 'removed' | 'deleted';

/** The numbers of keys that the outputs have in common, with equal records, or not. */
export interface DiffCounts {
  /** Keys that only the new output has. */
  readonly added: number;
  /** Keys whose records differ. */
  readonly changed: number;
  /** Keys that only the old output has, apart from those that are deleted. */
  readonly removed: number;
  /** Keys of which the old output has a record, and the new one a delete. */
  readonly deleted: number;
  readonly unchanged: number;
}

/** A source of batches, as RecordStream is. */
export interface Batches {
  next(): Promise<Batch | null>;
}

/** No records at all. */
export const NO_BATCHES: Batches = { next: async () => null };

/**
 * Takes changed records. Of a key that is deleted `now` is its delete, which is no record of the new output. The lines are
 * valid during the call only.
 */
export interface ChangeSink {
  add(change: Change, former: Uint8Array | null, now: Uint8Array | null): void;
  /** Whether the sink wants to be flushed before it takes more. */
  readonly isFull: boolean;
  flush(): Promise<void>;
}

/** Takes no record, where the counts are enough. */
export const NO_CHANGES: ChangeSink = { add: () => {}, isFull: false, flush: async () => {} };

/** The most records that are compared at a time where both outputs have been equal before. */
const MOST_AT_A_TIME = 4096;

/** The present record of an output. */
class Cursor {
  private words: Uint32Array = new Uint32Array(0);
  private count = 0;
  private memory: Buffer = Buffer.alloc(0);
  private next = 0;
  hasEnded = false;

  constructor(private readonly batches: Batches) {}

  /** The number of records in this batch, from the present one on. */
  get left(): number {
    return this.count - this.next;
  }

  async fill(): Promise<void> {
    while (this.left === 0 && !this.hasEnded) {
      const batch = await this.batches.next();
      this.hasEnded = batch === null;
      if (batch === null) return;
      this.memory = batch.memory;
      this.words = batch.list.words;
      this.count = batch.list.count;
      this.next = 0;
    }
  }

  skip(records: number): void {
    this.next += records;
  }

  line(): Buffer {
    const at = this.startOf(0);
    return this.memory.subarray(at, at + this.bytesOf(0));
  }

  /** Compares the hash of the present record with that of another cursor's. */
  compareHash(other: Cursor): number {
    const [a, b] = [LIST_WORDS * this.next, LIST_WORDS * other.next];
    const high = (this.words[a + HASH_HIGH_WORD] as number) - (other.words[b + HASH_HIGH_WORD] as number);
    if (high !== 0) return high;
    return (this.words[a + HASH_LOW_WORD] as number) - (other.words[b + HASH_LOW_WORD] as number);
  }

  /** Whether the next records of both are equal, byte by byte. */
  hasEqual(other: Cursor, records: number): boolean {
    const [a, b] = [this.startOf(0), other.startOf(0)];
    const endA = this.startOf(records - 1) + this.bytesOf(records - 1);
    const endB = other.startOf(records - 1) + other.bytesOf(records - 1);
    return endA - a === endB - b && this.memory.compare(other.memory, b, endB, a, endA) === 0;
  }

  private startOf(record: number): number {
    return this.words[LIST_WORDS * (this.next + record) + LINE_AT_WORD] as number;
  }

  private bytesOf(record: number): number {
    return this.words[LIST_WORDS * (this.next + record) + LINE_BYTES_WORD] as number;
  }
}

/** The records of two outputs, and the deletes of the new one. */
export interface Compared {
  readonly former: Batches;
  readonly now: Batches;
  readonly deletes: Batches;
}

/** The differences between two outputs whose records have the same spec. */
export async function mergeDifferences(
  { former, now, deletes }: Compared,
  keys: RecordKeys,
  sink: ChangeSink,
): Promise<DiffCounts> {
  const merge = new Merge(new Cursor(former), new Cursor(now), new Cursor(deletes), keys, sink);
  return merge.run();
}

class Merge {
  private readonly counts = { added: 0, changed: 0, removed: 0, deleted: 0, unchanged: 0 };
  private atATime = 1;
  /** Whether the deletes in memory are all before the present record of the old output. */
  private lacksDeletes = true;

  constructor(
    private readonly former: Cursor,
    private readonly now: Cursor,
    private readonly deletes: Cursor,
    private readonly keys: RecordKeys,
    private readonly sink: ChangeSink,
  ) {}

  async run(): Promise<DiffCounts> {
    const { former, now, deletes, sink } = this;
    for (;;) {
      await former.fill();
      await now.fill();
      await deletes.fill();
      this.lacksDeletes = false;
      if (former.hasEnded && now.hasEnded) break;
      if (former.hasEnded) while (now.left > 0 && !sink.isFull) this.takeAdded();
      else if (now.hasEnded) while (former.left > 0 && this.canGoOn) this.takeRemoved();
      else this.takeBoth();
      if (sink.isFull) await sink.flush();
    }
    await sink.flush();
    return this.counts;
  }

  private get canGoOn(): boolean {
    return !this.sink.isFull && !this.lacksDeletes;
  }

  private takeAdded(): void {
    this.counts.added++;
    this.sink.add('added', null, this.now.line());
    this.now.skip(1);
  }

  /** Takes a record that only the old output has, unless deletes have to be read first to tell whether its key is deleted. */
  private takeRemoved(): void {
    const { former, deletes, counts, sink } = this;
    while (deletes.left > 0 && this.compare(deletes, former) < 0) deletes.skip(1);
    if (deletes.left === 0 && !deletes.hasEnded) {
      this.lacksDeletes = true;
      return;
    }
    const isDeleted = deletes.left > 0 && this.compare(deletes, former) === 0;
    const change = isDeleted ? 'deleted' : 'removed';
    counts[change]++;
    sink.add(change, former.line(), isDeleted ? deletes.line() : null);
    former.skip(1);
  }

  private takeBoth(): void {
    const { former, now } = this;
    while (former.left > 0 && now.left > 0 && this.canGoOn) {
      const order = former.compareHash(now);
      if (order === 0) this.takeSameHash();
      else if (order < 0) this.takeRemoved();
      else this.takeAdded();
    }
  }

  /** Takes records of one hash, and equal records that follow them. */
  private takeSameHash(): void {
    const { former, now, counts } = this;
    // equal bytes are equal records, whatever their keys are
    const records = Math.min(this.atATime, former.left, now.left);
    if (former.hasEqual(now, records)) {
      former.skip(records);
      now.skip(records);
      counts.unchanged += records;
      this.atATime = Math.min(2 * this.atATime, MOST_AT_A_TIME);
      return;
    }
    if (records > 1) {
      this.atATime = 1;
      return;
    }
    this.takeDifferent();
  }

  private takeDifferent(): void {
    const { former, now, counts, sink } = this;
    const order = this.compare(former, now);
    if (order < 0) this.takeRemoved();
    else if (order > 0) this.takeAdded();
    else {
      counts.changed++;
      sink.add('changed', former.line(), now.line());
      former.skip(1);
      now.skip(1);
    }
  }

  /** Compares the keys of the present records of two cursors in canonical order. */
  private compare(a: Cursor, b: Cursor): number {
    const byHash = a.compareHash(b);
    if (byHash !== 0) return byHash;
    const [x, y] = [this.keys.keyOf(a.line()), this.keys.keyOf(b.line())];
    if (x === null || y === null) throw new RangeError('a record of an output has no key');
    return compareKeys(x, y);
  }
}
