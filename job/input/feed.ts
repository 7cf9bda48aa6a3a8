/**
 * Bytes to the kernel: whole records of a segment, whatever pieces its bytes arrive in. A record belongs to the segment in
 * which its first byte lies, so a segment starts with the first record that begins at `start` or later, and ends with the
 * record that covers `end - 1`. The format knows where these are.
 *
 *     read buffer    | open record, carried over | bytes just read | room |
 *                      ^ offset in the file
 */

import type { ByteSource } from '../codec/byte-source';
import { type BadRecord, BYTES_BEFORE_SEGMENT, type Format, type Header } from '../format/format';
import { CARRIAGE_RETURN, endOfContent, endOfLine, MOST_MARK_BYTES, markBytes, NEWLINE } from '../format/lines';
import type { Kernel, Writer } from '../kernel/kernel';
import { READ_BYTES } from '../kernel/layout';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { MAX_LINE_BYTES } from '../shared/limits';
import { ODDITIES, type OddityKind } from '../summary/summary';

/** A segment's last record is looked for in pieces of this size behind its end. */
const TAIL_BYTES = 64 * 1024;
/** What is shown of a line that is too long. */
const SHOWN_BYTES = 64 * 1024;

export interface FeedHooks {
  /** The first bytes of a user's file, its mark among them, before any line of it is read. May throw. */
  onStart?(bytes: Uint8Array): void;
  /** The kernel has no room for one more record. */
  makeRoom(): void | Promise<void>;
  /** May throw, and so end the reading. */
  onBad(bad: BadRecord): void | Promise<void>;
  /** A line that may not be meant; of each kind the first of what was just read. */
  onOddity?(kind: OddityKind, offset: number, line: Uint8Array): void;
  /** Some bytes have been consumed. May throw. */
  onBytes(): void;
  /** Asked before each read, and waited for, so that whatever shares the thread has its turn. */
  breathe(): void | Promise<void>;
}

export interface Extent {
  readonly format: Format;
  readonly start: number;
  readonly end: number; // exclusive; Infinity for the whole of a stream
  /** The line that the file must start with, where it has a header. */
  readonly header: Header | null;
  /** What this kit wrote has no byte order mark, and only `\n` ends its lines. */
  readonly writer: Writer;
}

/** Lines that the kernel did not count. */
export interface FeedCounts {
  readonly headers: number;
  readonly tooLong: number;
}

/** Feeds the records of an extent; `source` begins BYTES_BEFORE_SEGMENT before `start`, or at 0 where start is 0. */
export async function feed(
  kernel: Kernel,
  source: ByteSource,
  file: string,
  extent: Extent,
  hooks: FeedHooks,
): Promise<FeedCounts> {
  return new Feed(kernel, source, file, extent, hooks).run();
}

class Feed {
  private readonly buffer: Uint8Array;
  /** Offset in the file of the buffer's first byte, and of the next byte to read. */
  private offset: number;
  private position: number;
  private filled = 0;
  private headers = 0;
  private tooLong = 0;

  constructor(
    private readonly kernel: Kernel,
    private readonly source: ByteSource,
    private readonly file: string,
    private readonly extent: Extent,
    private readonly hooks: FeedHooks,
  ) {
    const { read, readBytes } = kernel.layout;
    this.buffer = kernel.bytes.subarray(read, read + readBytes);
    this.position = Math.max(0, extent.start - BYTES_BEFORE_SEGMENT);
    this.offset = this.position;
  }

  async run(): Promise<FeedCounts> {
    const { writer, header } = this.extent;
    this.kernel.expect(writer, writer === 'user' && header !== null ? header.line : null);
    if (this.extent.start > 0) await this.skipRecordBefore();
    else await this.takeStartOfFile();
    await this.consume();
    while (await this.fill()) await this.consume();
    if (this.filled > 0) {
      this.buffer[this.filled++] = NEWLINE;
      await this.consume();
    }
    return { headers: this.headers, tooLong: this.tooLong };
  }

  /** The bytes that were read and not consumed, which begin with a record. */
  private get bytes(): Uint8Array {
    return this.buffer.subarray(0, this.filled);
  }

  /** Reads more; false at the extent's end, once no record is open there. */
  private async fill(): Promise<boolean> {
    const inside = this.extent.end - this.position;
    if (inside <= 0 && !this.extent.format.endsInside(this.bytes)) return false;
    const wanted = Math.min(inside > 0 ? Math.min(READ_BYTES, inside) : TAIL_BYTES, this.buffer.length - this.filled);
    const got = await this.read(this.buffer.subarray(this.filled, this.filled + wanted));
    if (got === 0) return false;
    this.position += got;
    const before = this.filled;
    this.filled += got;
    // the record that was open at the extent's end is its last
    const end = inside <= 0 ? this.extent.format.endOfRecord(this.bytes, before) : -1;
    if (end >= 0) this.filled = end;
    return true;
  }

  /** No promise where nothing is waited for: small files come by the ten thousand. */
  private read(target: Uint8Array): number | Promise<number> {
    const busy = this.hooks.breathe();
    return busy ? busy.then(() => this.source.read(target)) : this.source.read(target);
  }

  /** Gives the kernel all whole records of the buffer, and carries over the open one; of one that is too long, nothing. */
  private async consume(): Promise<void> {
    await this.scan();
    while (this.filled > MAX_LINE_BYTES + 1) {
      await this.skipLongLine();
      await this.scan();
    }
  }

  private async scan(): Promise<void> {
    const base = this.kernel.layout.read;
    const end = base + this.filled;
    let at = base;
    do {
      at = this.kernel.scan(at, end);
      if (this.kernel.badCount > 0) await this.reportBad();
      if (this.kernel.sawOddities) this.reportOddities();
      if (this.kernel.scanStatus === 'no-room') await this.hooks.makeRoom();
    } while (this.kernel.scanStatus !== 'all-read');
    this.drop(at - base);
  }

  private async reportBad(): Promise<void> {
    for (const { at, bytes, reason } of this.kernel.badLines()) {
      const start = at - this.kernel.layout.read;
      // of a line that is too long as much as skipLongLine shows: that it lay in the buffer as a whole is chance
      const shownBytes = reason === 'length' ? SHOWN_BYTES : bytes;
      const line = this.buffer.subarray(start, start + shownBytes);
      const busy = this.hooks.onBad({ offset: this.offset + start, reason, line, lineBytes: bytes });
      if (busy) await busy;
    }
  }

  private reportOddities(): void {
    for (const kind of ODDITIES) {
      const { firstAt } = this.kernel.oddities[kind];
      if (firstAt === 0) continue;
      const start = firstAt - this.kernel.layout.read;
      const end = this.buffer.indexOf(NEWLINE, start);
      this.hooks.onOddity?.(kind, this.offset + start, this.buffer.subarray(start, end));
    }
  }

  /** Takes bytes away from the front of the buffer. */
  private drop(bytes: number): void {
    if (bytes === 0) return;
    this.buffer.copyWithin(0, bytes, this.filled);
    this.filled -= bytes;
    this.offset += bytes;
    this.hooks.onBytes();
  }

  /** The rest of a record that began before the extent belongs to the one before. */
  private async skipRecordBefore(): Promise<void> {
    while (this.position < this.extent.end && (await this.fill())) {
      const first = this.extent.format.firstRecord(this.bytes);
      this.drop(first < 0 ? this.filled : first);
      if (first >= 0) return;
    }
  }

  private async takeStartOfFile(): Promise<void> {
    // one byte more: behind a mark that fills the extent there is a line to read on
    while (this.filled <= MOST_MARK_BYTES && (await this.fill())) {}
    if (this.extent.writer === 'user') {
      this.hooks.onStart?.(this.bytes);
      this.drop(markBytes(this.bytes));
    }
    if (this.extent.header) await this.takeHeader(this.extent.header);
  }

  private async takeHeader(header: Header): Promise<void> {
    let end = -1;
    do {
      end = this.extent.format.endOfRecord(this.bytes, 0);
    } while (end < 0 && this.filled <= MAX_LINE_BYTES && (await this.fill()));
    if (this.filled === 0) return;
    if (end < 0) end = this.filled;
    const line = this.buffer.subarray(0, endOfContent(this.buffer, end, this.extent.writer === 'user'));
    if (Buffer.compare(line, header.line) !== 0) throw otherHeader(this.file, line, header);
    this.headers++;
    this.drop(end);
  }

  /** The open line is too long: its start is reported, the rest passed over. */
  private async skipLongLine(): Promise<void> {
    const offset = this.offset;
    const shown = this.buffer.slice(0, SHOWN_BYTES);
    let lineBytes = 0;
    let last = 0;
    for (;;) {
      const end = endOfLine(this.bytes, 0);
      const bytes = end < 0 ? this.filled : end - 1;
      if (bytes > 0) last = this.buffer[bytes - 1] as number;
      lineBytes += bytes;
      this.drop(end < 0 ? this.filled : end);
      if (end >= 0) break;
      // an open line, even an empty buffer's, goes on behind the extent's end
      if (!(await this.fillOpenLine())) break;
    }
    if (last === CARRIAGE_RETURN && this.extent.writer === 'user') lineBytes--;
    this.tooLong++;
    await this.hooks.onBad({ offset, reason: 'length', line: shown, lineBytes });
  }

  private async fillOpenLine(): Promise<boolean> {
    const inside = this.extent.end - this.position;
    const wanted = inside > 0 ? Math.min(READ_BYTES, inside) : TAIL_BYTES;
    const got = await this.read(this.buffer.subarray(0, wanted));
    this.position += got;
    this.filled = got;
    const end = inside > 0 ? -1 : endOfLine(this.bytes, 0);
    if (end >= 0) this.filled = end;
    return got > 0;
  }
}

function otherHeader(file: string, line: Uint8Array, header: Header): Failure {
  const [found, expected] = [line, header.line].map((bytes) => Buffer.from(bytes).subarray(0, 200).toString());
  return new Failure(
    EXIT.badData,
    `'${file}' starts with the header '${found}', but '${header.file}' with '${expected}'; with --header all must be equal`,
  );
}
