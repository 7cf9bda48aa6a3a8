import type { OddityKind } from '../summary/summary';
import {
  type BadLine,
  type KernelCounts,
  type KernelReason,
  type Piece,
  REASONS,
  SCAN_STATUS,
  type ScanStatus,
  WRITERS,
  type Writer,
} from './answers';
import { configure } from './configure';
import { type Crc32, foldingCrc32 } from './crc32';
import { Emission } from './emission';
import type { Exports } from './exports';
import { KernelCheck } from './kernel-check';
import { KernelKeep } from './kernel-keep';
import { KernelList } from './kernel-list';
import { KernelMerge } from './kernel-merge';
import { KernelSeek } from './kernel-seek';
import type { Layout, WorkerLayout } from './layout';
import { orderBytes } from './order-bytes';
import { type FileFields, neededFields, type RecordFormat } from './record-format';
import { BAD_LINES } from './room-sizes';
import type { RecordKey } from './sought-table';

/**
 * One worker's kernel: the typed interface of the WebAssembly functions. Two threads must not use it at the same time.
 */
export class Kernel {
  readonly bytes: Uint8Array;
  readonly layout: WorkerLayout;
  readonly partitions: number;
  /** Fast for bytes of the memory. */
  readonly crc32: Crc32;
  /** The order bytes before which deletes are forgotten (configure.ts). */
  readonly forgottenBefore: Uint8Array | null;
  /** Keeps the latest records of a partition, whose lines `emit` gives then. */
  readonly keep: KernelKeep;
  private readonly words: Uint32Array;
  private readonly kernel: Exports;
  private readonly emission: Emission;

  constructor(
    module: WebAssembly.Module,
    memory: WebAssembly.Memory,
    private readonly all: Layout,
    readonly worker: number,
    private readonly format: RecordFormat,
  ) {
    this.kernel = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Exports;
    this.bytes = new Uint8Array(memory.buffer);
    this.words = new Uint32Array(memory.buffer);
    const own = all.workers[worker];
    if (!own) throw new RangeError(`worker ${worker} of ${all.workers.length}`);
    this.layout = own;
    this.partitions = 2 ** all.radixBits;
    this.words.set(format.keyColumns, all.keyColumns >> 2);
    this.forgottenBefore = configure({ kernel: this.kernel, memory: this.bytes, layout: all, worker: own }, format);
    this.kernel.place(own.context, all.radixBits, all.chunkBytes, own.arena);
    this.kernel.placeStack(own.stack, process.hrtime.bigint());
    this.crc32 = foldingCrc32(this.kernel, this.bytes, own.fold);
    this.keep = new KernelKeep(this.kernel, all, own);
    this.emission = new Emission(this.kernel, this.bytes, own);
  }

  /** Forgets all records. The records that follow have to share their first `sharedBits` bits (hash-range.ts). */
  reset(sharedBits: number): void {
    this.kernel.reset(sharedBits);
  }

  /** Lets records take at most `bytes` bytes of the arena. */
  limitArena(bytes: number): void {
    this.kernel.limit(Math.min(this.layout.arena + bytes, this.layout.arenaEnd));
  }

  /** The number of bits that number the partitions. */
  get radixBits(): number {
    return this.all.radixBits;
  }

  get arenaBytes(): number {
    return this.layout.arenaEnd - this.layout.arena;
  }

  get usedBytes(): number {
    return this.kernel.used() >>> 0;
  }

  /**
   * Sets the writer of the lines that follow. Only lines of a user may end in `\r\n` or repeat the header, and only
   * lines of a worker are marked (`emit`).
   */
  expect(writer: Writer, header: Uint8Array | null): void {
    const { headerBytes } = this.all;
    const { header: at } = this.layout;
    if (header !== null && header.length > headerBytes)
      throw new RangeError(`no room for ${header.length} bytes of header`);
    if (header !== null) this.bytes.set(header, at);
    this.kernel.expectHeader(at, header === null ? 0 : header.length);
    this.kernel.format(WRITERS.indexOf(writer));
  }

  /** Sets the fields of the user's file whose lines follow; null where they are the columns one by one. */
  expectFields(fields: FileFields | null): void {
    const { fields: at } = this.layout;
    if (fields === null) {
      this.kernel.expectFields(0, 0, 0);
      return;
    }
    if (at === 0) throw new RangeError('no room for the fields of a file');
    const { count, from } = fields;
    new Int32Array(this.bytes.buffer).set(from, at >> 2);
    this.kernel.expectFields(at, count, neededFields(this.format, from));
  }

  /**
   * Reads the lines in from .. to, and stores their records. Returns the address after the last line that it consumed.
   * `scanStatus` says why it ended.
   */
  scan(from: number, to: number): number {
    return this.kernel.scan(from, to, this.layout.bad, BAD_LINES) >>> 0;
  }

  get scanStatus(): ScanStatus {
    return SCAN_STATUS[this.kernel.status.value] as ScanStatus;
  }

  /** The bad lines that the last scan met. */
  *badLines(): Generator<BadLine> {
    const list = this.layout.bad >> 2;
    for (let i = 0; i < this.kernel.badCount.value; i++) {
      const word = (field: number) => this.words[list + 4 * i + field] as number;
      yield { at: word(0), bytes: word(1), reason: REASONS[word(2) - 1] as KernelReason, sought: word(3) - 1 };
    }
  }

  get badCount(): number {
    return this.kernel.badCount.value;
  }

  get lines(): number {
    return Number(this.kernel.lines.value);
  }

  get counts(): KernelCounts {
    const { lines, blank, headers, comments, records, superseded, forgotten, forgottenFormer } = this.kernel;
    return {
      lines: Number(lines.value),
      blank: Number(blank.value),
      headers: Number(headers.value),
      comments: Number(comments.value),
      records: Number(records.value),
      superseded: Number(superseded.value),
      forgotten: Number(forgotten.value),
      forgottenFormer: Number(forgottenFormer.value),
    };
  }

  /**
   * For each kind of line that the user may not have intended: the number of these lines so far, and the address of the
   * first one in the last scan (0 if the last scan met none).
   */
  get oddities(): Readonly<Record<OddityKind, { readonly count: number; readonly firstAt: number }>> {
    const { marks, firstMark, noValues, firstNoValue } = this.kernel;
    return {
      'byte-order-mark': { count: Number(marks.value), firstAt: firstMark.value >>> 0 },
      'no-order': { count: Number(noValues.value), firstAt: firstNoValue.value >>> 0 },
    };
  }

  /** Whether the last scan met any of these oddities. */
  get sawOddities(): boolean {
    return this.kernel.firstMark.value !== 0 || this.kernel.firstNoValue.value !== 0;
  }

  /** Whether any field so far began with a double quote. */
  get sawQuotes(): boolean {
    return this.kernel.quoted.value !== 0;
  }

  /** Ends the records of each partition, so that they can be read. */
  seal(): void {
    this.kernel.seal();
  }

  /**
   * Emits the lines of the kept records with hashes up to `last` that were not emitted before, in canonical order. A
   * piece has at most `pieceBytes` bytes, unless its first line is longer than that. It is valid only until the next
   * piece is taken. Marked pieces are for another worker to read: empty lines in them say which lines belong to the
   * former output. Pieces that are not marked leave for good: deletes are in pieces of their own, which follow. Throws a
   * RangeError if a line does not fit the buffer.
   */
  emit(pieceBytes: number, last: bigint, isMarked: boolean): Generator<Piece> {
    if (isMarked || this.format.deleteWhen.length === 0) return this.emission.all(pieceBytes, last, isMarked);
    return this.emission.divided(pieceBytes, last);
  }

  /** The functions for a merge with parts of the former output. The layout has to have rooms for it. */
  merging(): KernelMerge {
    const { merge } = this.layout;
    if (merge === null) throw new RangeError('no room for a merge');
    return new KernelMerge(this.kernel, this.bytes, merge, this.crc32);
  }

  /** From now on scans check the canonical order of lines, and store no records. */
  startCheck(): KernelCheck {
    return new KernelCheck(this.kernel, this.layout);
  }

  /**
   * From now on scans look for records of these keys, and store no records. They are listed as bad lines of the reason
   * `sought`; lines whose order is bad keep that reason, and tell their key too.
   */
  startSeek(keys: readonly RecordKey[]): KernelSeek {
    return new KernelSeek(this.kernel, this.bytes, this.layout, keys);
  }

  /** From now on scans list records, and store none. */
  startList(): KernelList {
    return new KernelList(this.kernel, this.words, this.layout);
  }

  /**
   * The order bytes of the value of the `i`-th order column, which has to be a good one. The order must not be simple
   * (`isSimpleOrder`). Overwrites the read buffer.
   */
  orderBytes(i: number, value: Uint8Array): Uint8Array {
    return orderBytes(this.kernel, this.bytes, this.layout, i, value);
  }

  /** The hash of a key. The key has to fit the read buffer, which this call overwrites. */
  hash(key: Uint8Array): bigint {
    this.bytes.set(key, this.layout.read);
    return BigInt.asUintN(64, this.kernel.hash64(this.layout.read, key.length));
  }
}
