import { type OddityKind, REJECT_REASONS, type RejectReason } from '../summary/summary';
import type { Exports } from './exports';
import type { HashRange } from './hash-range';
import { BAD_LINES, type Layout, SLOT_BYTES, slotsFor, type WorkerLayout } from './layout';

/** What the kernel must know of a record, as numbers. */
export interface RecordFormat {
  readonly columns: number;
  /** A byte. */
  readonly delimiter: number;
  readonly orderColumn: number;
  readonly orderIsText: boolean;
  /** Ascending. */
  readonly keyColumns: readonly number[];
}

/** Reasons that `check` adds to those of a bad record, from 5 on. */
export const CHECK_REASONS = ['sequence', 'duplicate', 'partition'] as const;
export type KernelReason = RejectReason | (typeof CHECK_REASONS)[number];
const REASONS: readonly KernelReason[] = [...REJECT_REASONS, ...CHECK_REASONS];

export interface BadLine {
  /** Address in the memory. */
  readonly at: number;
  readonly bytes: number;
  readonly reason: KernelReason;
}

/** Who wrote lines: a user, an earlier run of this kit into the output that is merged with, or a worker of this run. */
export type Writer = 'user' | 'former-run' | 'worker';
const WRITERS: readonly Writer[] = ['user', 'former-run', 'worker'];

/** Why a scan ended, see the kernel's scan.ts. */
export type ScanStatus = 'all-read' | 'no-room' | 'bad-lines-full';
const SCAN_STATUS: readonly ScanStatus[] = ['all-read', 'no-room', 'bad-lines-full'];

/** How far the records of a partition are kept: see the kernel's keep.ts. */
export type KeepStatus = 'done' | 'more' | 'full';
const KEEP_STATUS: readonly KeepStatus[] = ['done', 'more', 'full'];
/** Records that are kept at a time: some milliseconds of work. */
const KEEP_RECORDS = 100_000;

/** Counts since the kernel was made. */
export interface KernelCounts {
  readonly lines: number;
  readonly blank: number;
  /** Lines inside of a user's files that are the header again. */
  readonly headers: number;
  readonly records: number;
  readonly superseded: number;
}

/** Lines in canonical order. */
export interface Piece {
  readonly bytes: Uint8Array;
  readonly lines: number;
  /** Of those, how many are of the former output. */
  readonly formerLines: number;
}

/** One worker's kernel: the typed face of the WebAssembly functions. Not for two threads at once. */
export class Kernel {
  readonly bytes: Uint8Array;
  readonly layout: WorkerLayout;
  readonly partitions: number;
  private readonly words: Uint32Array;
  private readonly kernel: Exports;

  constructor(
    module: WebAssembly.Module,
    memory: WebAssembly.Memory,
    private readonly all: Layout,
    readonly worker: number,
    format: RecordFormat,
  ) {
    this.kernel = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Exports;
    this.bytes = new Uint8Array(memory.buffer);
    this.words = new Uint32Array(memory.buffer);
    const own = all.workers[worker];
    if (!own) throw new RangeError(`worker ${worker} of ${all.workers.length}`);
    this.layout = own;
    this.partitions = 2 ** all.radixBits;
    this.words.set(format.keyColumns, all.keyColumns >> 2);
    this.kernel.configure(
      format.columns,
      format.delimiter,
      format.orderColumn,
      Number(format.orderIsText),
      all.keyColumns,
      format.keyColumns.length,
      own.ends,
      own.joined,
    );
    this.kernel.place(own.context, all.radixBits, all.chunkBytes, own.arena);
    this.kernel.placeStack(own.stack, process.hrtime.bigint());
  }

  /** Forgets all records; those to come share their first `sharedBits` bits (hash-range.ts). */
  reset(sharedBits: number): void {
    this.kernel.reset(sharedBits);
  }

  /** Lets records take `bytes` of the arena at most. */
  limitArena(bytes: number): void {
    this.kernel.limit(Math.min(this.layout.arena + bytes, this.layout.arenaEnd));
  }

  /** Bits of the hash that number the partitions. */
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
   * Says who wrote the lines that follow: only a user's may end in `\r\n` or be the header again, and only a worker's are
   * marked (`emit`).
   */
  expect(writer: Writer, header: Uint8Array | null): void {
    const { header: at, headerBytes } = this.all;
    if (header !== null && header.length > headerBytes)
      throw new RangeError(`no room for ${header.length} bytes of header`);
    // every worker writes the same
    if (header !== null) this.bytes.set(header, at);
    this.kernel.expectHeader(at, header === null ? 0 : header.length);
    this.kernel.format(WRITERS.indexOf(writer));
  }

  /** Keeps the lines at from .. to; returns the address behind the last one consumed. */
  scan(from: number, to: number): number {
    return this.kernel.scan(from, to, this.layout.bad, BAD_LINES) >>> 0;
  }

  get scanStatus(): ScanStatus {
    return SCAN_STATUS[this.kernel.status.value] as ScanStatus;
  }

  /** The bad lines of the last scan. */
  *badLines(): Generator<BadLine> {
    const list = this.layout.bad >> 2;
    for (let i = 0; i < this.kernel.badCount.value; i++) {
      const [at, bytes, reason] = this.words.subarray(list + 4 * i, list + 4 * i + 3) as unknown as [
        number,
        number,
        number,
      ];
      yield { at, bytes, reason: REASONS[reason - 1] as KernelReason };
    }
  }

  get badCount(): number {
    return this.kernel.badCount.value;
  }

  get lines(): number {
    return Number(this.kernel.lines.value);
  }

  get counts(): KernelCounts {
    const { lines, blank, headers, records, superseded } = this.kernel;
    return {
      lines: Number(lines.value),
      blank: Number(blank.value),
      headers: Number(headers.value),
      records: Number(records.value),
      superseded: Number(superseded.value),
    };
  }

  /** What was met so far that may not be meant, and where it was first in the last scan: an address, 0 for nowhere. */
  get oddities(): Readonly<Record<OddityKind, { readonly count: number; readonly firstAt: number }>> {
    const { marks, firstMark, noValues, firstNoValue } = this.kernel;
    return {
      'byte-order-mark': { count: Number(marks.value), firstAt: firstMark.value >>> 0 },
      'no-order': { count: Number(noValues.value), firstAt: firstNoValue.value >>> 0 },
    };
  }

  /** Whether the last scan met any of these. */
  get sawOddities(): boolean {
    return this.kernel.firstMark.value !== 0 || this.kernel.firstNoValue.value !== 0;
  }

  /** Whether a field began with a double quote. */
  get sawQuotes(): boolean {
    return this.kernel.quoted.value !== 0;
  }

  seal(): void {
    this.kernel.seal();
  }

  countOwn(partition: number): number {
    return this.kernel.countOf(this.layout.context, 1, 0, partition);
  }

  /** Slots of the largest table that there is room for: the table's own place, or what records leave of the arena. */
  get mostSlots(): number {
    return Math.max(this.all.tableSlots, this.spareSlots);
  }

  /** Begins to look for the latest records of this worker's partition, of hashes in `range`. */
  startOwn(partition: number, range: HashRange): void {
    this.start(this.layout.context, 1, partition, range);
  }

  /** The same over every worker's records. */
  startAll(partition: number, range: HashRange): void {
    const { workers } = this.all;
    this.start((workers[0] as WorkerLayout).context, workers.length, partition, range);
  }

  /**
   * Goes on for some milliseconds. Once it is not 'more' the latest records that it met can be emitted, and the others are
   * marked. After 'full' the next call begins another batch of the partition's records.
   */
  keepSome(): KeepStatus {
    this.kernel.rewind();
    return KEEP_STATUS[this.kernel.keepSome(KEEP_RECORDS)] as KeepStatus;
  }

  /** Of the present batch: the share of its records that is kept. */
  get shareKept(): number {
    return this.kernel.kept.value / Math.max(1, this.kernel.walked.value);
  }

  /** The least and the greatest tag, the 32 bits behind a partition's, of the lines that were just emitted. */
  get tags(): readonly [least: number, greatest: number] {
    return [this.kernel.leastTag.value >>> 0, this.kernel.greatestTag.value >>> 0];
  }

  private start(context: number, contexts: number, partition: number, { first, last }: HashRange): void {
    const stride = contexts > 1 ? this.all.contextStride : 0;
    const slots = slotsFor(this.kernel.countOf(context, contexts, stride, partition));
    const isSpare = slots > this.all.tableSlots && this.spareSlots > this.all.tableSlots;
    const table = isSpare ? this.spareAt : this.layout.table;
    const most = isSpare ? this.spareSlots : this.all.tableSlots;
    this.kernel.keep(context, contexts, stride, partition, first, last, table, most);
  }

  private get spareAt(): number {
    return Math.ceil((this.kernel.top() >>> 0) / 8) * 8;
  }

  private get spareSlots(): number {
    return Math.max(0, Math.floor((this.layout.arenaEnd - this.spareAt) / SLOT_BYTES));
  }

  /** Takes the marked records out of this worker's partition. */
  slide(partition: number): void {
    this.kernel.slide(partition);
  }

  /**
   * Those lines that the last `keep` left whose hash is `last` at the most, and that were not emitted yet: in canonical
   * order, in pieces of about `pieceBytes`; each is gone at the next. Marked ones are for another worker to read: in each
   * piece empty lines say which of the others are of the former output.
   */
  *emit(pieceBytes: number, last: bigint, isMarked: boolean): Generator<Piece> {
    const { out, outBytes } = this.layout;
    const { emittedBytes, emittedLines, emittedFormer } = this.kernel;
    const emit = (bytes: number) => Boolean(this.kernel.emit(out, bytes, last, Number(isMarked)));
    let isLeft = true;
    while (isLeft) {
      isLeft = emit(pieceBytes);
      // a line longer than the piece needs the whole buffer
      if (isLeft && emittedBytes.value === 0) isLeft = emit(outBytes);
      const bytes = emittedBytes.value;
      if (bytes)
        yield {
          bytes: this.bytes.subarray(out, out + bytes),
          lines: emittedLines.value,
          formerLines: emittedFormer.value,
        };
      else if (isLeft) throw new RangeError(`a line does not fit the ${outBytes} bytes for output`);
    }
  }

  /** From here on scans check the canonical order instead of keeping records. */
  startCheck(): void {
    this.kernel.resetCheck(this.layout.out);
  }

  /** The lines that follow must have a hash of this range. */
  checkRange(range: HashRange): void {
    this.kernel.checkOrder(range.first, range.last);
  }

  /** The hash of a key of up to the read buffer's size; overwrites the read buffer. */
  hash(key: Uint8Array): bigint {
    this.bytes.set(key, this.layout.read);
    return BigInt.asUintN(64, this.kernel.hash64(this.layout.read, key.length));
  }
}
