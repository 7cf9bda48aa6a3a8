/** The counters that all workers of a run share: the next split and part to take, the progress, and where to stop. */

const NEXT_SPLIT = 0;
const NEXT_PART = 1;
/** The number of the first split in which a bad record ended the reading. */
const STOP_AT = 2;
const COUNTERS = 3;
const READ_BYTES = 0;
const READ_LINES = 1;
const WRITTEN_LINES = 2;
const REDUCED_HASHES = 3;
const SLOTS = 4;
const NOWHERE = 0x7fff_ffff;
const ENDED = -1;

export class SharedProgress {
  private readonly counters: Int32Array;
  /** For each worker: bytes read, lines read, lines written, hashes reduced. */
  private readonly progress: Float64Array;

  constructor(readonly buffer: SharedArrayBuffer) {
    this.counters = new Int32Array(buffer, 0, COUNTERS);
    this.progress = new Float64Array(buffer, 16);
  }

  static for(workers: number): SharedProgress {
    const shared = new SharedProgress(new SharedArrayBuffer(16 + 8 * SLOTS * workers));
    shared.counters[STOP_AT] = NOWHERE;
    return shared;
  }

  takeSplit(): number {
    return Atomics.add(this.counters, NEXT_SPLIT, 1);
  }

  takePart(): number {
    return Atomics.add(this.counters, NEXT_PART, 1);
  }

  /**
   * Tells all workers that no split behind this one matters any more. Splits are taken in order, so every earlier split
   * has been taken by a worker, which reads it on. So the first bad record of the run is found, whatever the number of
   * workers.
   */
  stopAt(split: number): void {
    let seen = Atomics.load(this.counters, STOP_AT);
    while (split < seen) {
      const before = Atomics.compareExchange(this.counters, STOP_AT, seen, split);
      if (before === seen) return;
      seen = before;
    }
  }

  /** Tells all workers that the run is over. */
  end(): void {
    Atomics.store(this.counters, STOP_AT, ENDED);
  }

  get hasEnded(): boolean {
    return Atomics.load(this.counters, STOP_AT) === ENDED;
  }

  isStopped(split: number): boolean {
    return split > Atomics.load(this.counters, STOP_AT);
  }

  addRead(worker: number, bytes: number): void {
    this.add(worker, READ_BYTES, bytes);
  }

  addLines(worker: number, lines: number): void {
    this.add(worker, READ_LINES, lines);
  }

  addWritten(worker: number, lines: number): void {
    this.add(worker, WRITTEN_LINES, lines);
  }

  /**
   * Adds hashes that were reduced, of all 2^64. The progress of the reduce phase is measured in hashes, because the
   * number of records that will be left is not known in advance.
   */
  addReduced(worker: number, hashes: bigint): void {
    this.add(worker, REDUCED_HASHES, Number(hashes));
  }

  get readBytes(): number {
    return this.total(READ_BYTES);
  }

  get readLines(): number {
    return this.total(READ_LINES);
  }

  get writtenLines(): number {
    return this.total(WRITTEN_LINES);
  }

  get reducedHashes(): number {
    return this.total(REDUCED_HASHES);
  }

  private add(worker: number, slot: number, amount: number): void {
    const at = SLOTS * worker + slot;
    this.progress[at] = (this.progress[at] as number) + amount;
  }

  private total(slot: number): number {
    return this.progress.reduce((sum, value, i) => (i % SLOTS === slot ? sum + value : sum), 0);
  }
}
