/**
 * Feeds the kernel with the whole records of a segment, whatever pieces the bytes of the file arrive in. A record
 * belongs to the segment that holds its first byte. So the first record of a segment is the first one that begins at
 * `start` or later, and its last record is the one that covers the byte `end - 1`. The format finds where these records
 * begin and end. The buffer may hold bytes behind the segment too, which the kernel is not given.
 */

import type { ByteSource } from '../codec/stream/byte-source';
import { BYTES_BEFORE_SEGMENT } from '../format/format';
import { NEWLINE } from '../format/lines';
import type { ScanStatus } from '../kernel/answers';
import type { Kernel } from '../kernel/kernel';
import { READ_BYTES } from '../kernel/room-sizes';
import { MAX_LINE_BYTES } from '../shared/limits';
import { ODDITIES } from '../summary/summary';
import { answered, type Fill, isToCome } from './asking';
import type { Extent, Fed, FeedHooks } from './extent';
import { SHOWN_BYTES, takeOverlong } from './overlong';
import { ReadBuffer } from './read-buffer';
import { type FileColumns, type Start, type StartCounts, takeStart } from './start-of-file';

/** The last record of a segment may reach past the segment's end. Its rest is read in pieces of this size. */
const TAIL_BYTES = 64 * 1024;
const NO_START: StartCounts = { headers: 0, skipped: 0, comments: 0 };

/**
 * Feeds the records of an extent to the kernel. `source` begins BYTES_BEFORE_SEGMENT before `start`, or at 0 where
 * `start` is 0. Throws with exit code 65 where the file starts with a header that is refused.
 */
export async function feed(
  kernel: Kernel,
  source: ByteSource,
  file: string,
  extent: Extent,
  hooks: FeedHooks,
): Promise<Fed> {
  return new Feed(kernel, source, file, extent, hooks).run();
}

class Feed {
  private readonly memory: Uint8Array;
  private readonly buffer: ReadBuffer;
  /** The records of this extent begin before this offset. */
  private limit: number;
  private start: StartCounts = NO_START;
  private overlong = 0;

  constructor(
    private readonly kernel: Kernel,
    source: ByteSource,
    private readonly file: string,
    private readonly extent: Extent,
    private readonly hooks: FeedHooks,
  ) {
    const { read, readBytes } = kernel.layout;
    this.memory = kernel.bytes.subarray(read, read + readBytes);
    this.buffer = new ReadBuffer(this.memory, source, Math.max(0, extent.start - BYTES_BEFORE_SEGMENT), hooks);
    this.limit = extent.end;
  }

  async run(): Promise<Fed> {
    const { buffer, extent, hooks, kernel } = this;
    const start = extent.start > 0 ? this.startInside() : this.startAtFront();
    const { fields, header } = isToCome(start) ? await start : start;
    kernel.expect(extent.writer, extent.writer === 'user' ? header : null);
    kernel.expectFields(fields);
    hooks.onFields?.(fields);
    for (let isMore = true; isMore; ) {
      const busy = this.consume();
      if (busy) await busy;
      const reading = this.isWithin && this.fill();
      isMore = typeof reading === 'boolean' ? reading : await reading;
    }
    if (this.isWithin && buffer.filled > 0) await this.consumeLast();
    const { headers, skipped, comments } = this.start;
    // no spread: it is slow for ten thousands of small files; and the newline that the last record may lack is not in the
    // file
    return { headers, skipped, comments, overlong: this.overlong, end: Math.min(buffer.offset, buffer.position) };
  }

  /** Whether the bytes that are to be consumed next belong to this extent. */
  private get isWithin(): boolean {
    return this.buffer.offset < this.limit;
  }

  /** Reads more bytes, also behind the end of the extent. */
  private readonly fill: Fill = () => {
    const { position, filled } = this.buffer;
    const inside = this.extent.end - position;
    return this.buffer.read(
      Math.min(inside > 0 ? Math.min(READ_BYTES, inside) : TAIL_BYTES, this.memory.length - filled),
    );
  };

  /**
   * Gives the kernel all whole records of the extent that are in the buffer. The open record stays in the buffer, unless
   * it is too long.
   */
  private consume(): void | Promise<void> {
    const busy = this.scan();
    if (busy) return busy.then(() => this.consumeOverlong());
    if (this.holdsOverlong) return this.consumeOverlong();
  }

  private get holdsOverlong(): boolean {
    return this.isWithin && this.buffer.filled > MAX_LINE_BYTES + 1;
  }

  private async consumeOverlong(): Promise<void> {
    while (this.holdsOverlong) {
      await this.takeOverlong();
      await this.scan();
    }
  }

  /** Consumes the last bytes of a file, in which a record is open. */
  private async consumeLast(): Promise<void> {
    this.buffer.endLine();
    await this.scan();
    while (this.isWithin && this.buffer.filled > 0) {
      await this.takeOverlong();
      await this.scan();
    }
  }

  /** How many bytes of the buffer the kernel is given: those up to the end of the last record of this extent. */
  private get ownBytes(): number {
    const { filled, offset, bytes } = this.buffer;
    const inside = this.limit - offset;
    if (filled <= inside) return filled;
    const end = this.extent.format.endOfRecord(bytes, inside - 1);
    return end < 0 ? inside : end;
  }

  /**
   * Scans the buffer from the index `from` on. Returns a promise only where the kernel came to something that others
   * may have to be waited for.
   */
  private scan(from = 0): void | Promise<void> {
    if (!this.isWithin) return;
    const { kernel } = this;
    const base = kernel.layout.read;
    const to = kernel.scan(base + from, base + this.ownBytes) - base;
    const status = kernel.scanStatus;
    if (kernel.sawOddities) this.reportOddities();
    if (kernel.badCount > 0 || status !== 'all-read' || this.hooks.onScanned !== undefined)
      return this.goOn(to, status);
    this.buffer.drop(to);
  }

  /** Deals with the records of a scan that others look at, with bad ones, or with a lack of room, and scans the rest of the buffer. */
  private async goOn(to: number, status: ScanStatus): Promise<void> {
    if (this.kernel.badCount > 0) await this.reportBad();
    if (this.hooks.onScanned !== undefined) await this.hooks.onScanned(this.buffer.offset);
    if (status === 'no-room') await this.hooks.makeRoom();
    if (status !== 'all-read') return this.scan(to);
    this.buffer.drop(to);
  }

  private async reportBad(): Promise<void> {
    for (const { at, bytes, reason, sought } of this.kernel.badLines()) {
      const start = at - this.kernel.layout.read;
      // It is chance whether a line that is too long lies in the buffer as a whole. Its report must not depend on that,
      // so it shows as much of the line as overlong.ts does.
      const shownBytes = reason === 'length' ? SHOWN_BYTES : bytes;
      const line = this.memory.subarray(start, start + shownBytes);
      const busy = this.hooks.onBad({ offset: this.buffer.offset + start, reason, line, lineBytes: bytes, sought });
      if (busy) await busy;
    }
  }

  private reportOddities(): void {
    for (const kind of ODDITIES) {
      const { firstAt } = this.kernel.oddities[kind];
      if (firstAt === 0) continue;
      const start = firstAt - this.kernel.layout.read;
      const end = this.memory.indexOf(NEWLINE, start);
      this.hooks.onOddity?.(kind, this.buffer.offset + start, this.memory.subarray(start, end));
    }
  }

  /** Skips the rest of a record that began before this extent, because it belongs to the extent before. */
  private async skipRecordBefore(): Promise<void> {
    const { buffer } = this;
    const { format, columns, end } = this.extent;
    for (let isEnd = false; !isEnd && (buffer.filled > 0 || buffer.position < end); ) {
      const isAll = buffer.isFull || !(await this.fill());
      isEnd = isAll && !buffer.isFull;
      const first = format.firstRecord(buffer.bytes, columns, isAll);
      if (first >= 0) return buffer.drop(first);
      if (isAll || !format.guessesStarts) buffer.dropAll();
    }
  }

  private async startInside(): Promise<FileColumns> {
    await this.skipRecordBefore();
    this.hooks.onFirst?.(this.isWithin ? this.buffer.offset : null);
    const { head, header } = this.extent;
    if (head !== null && head.header !== null)
      return { fields: head.fields, header: Buffer.from(head.header, 'latin1') };
    return header === null ? { fields: null, header } : { fields: header.fields, header: header.found };
  }

  private startAtFront(): FileColumns | Promise<FileColumns> {
    const { extent, hooks } = this;
    hooks.onFirst?.(0);
    const start = answered(takeStart(this.buffer, this.file, extent, hooks), this.fill);
    return isToCome(start) ? start.then((taken) => this.startBehind(taken)) : this.startBehind(start);
  }

  private startBehind(start: Start): FileColumns {
    const { headers, skipped, comments } = start;
    this.start = start;
    // where a mark fills the extent, the line behind it belongs to this extent too
    if (headers + skipped + comments === 0) this.limit = Math.max(this.limit, this.buffer.offset + 1);
    return start;
  }

  private takeOverlong(): Promise<void> {
    this.overlong++;
    return takeOverlong(this.buffer, this.extent, this.fill, (bad) => this.hooks.onBad(bad));
  }
}
