/**
 * Feeds the kernel with the whole records of a segment, whatever pieces the bytes of the file arrive in. A record
 * belongs to the segment that holds its first byte. So the first record of a segment is the first one that begins at
 * `start` or later, and its last record is the one that covers the byte `end - 1`. The format finds where these records
 * begin and end.
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

/** The last record of a segment may reach past the segment's end. Its rest is read in pieces of this size. */
const TAIL_BYTES = 64 * 1024;
/** How much of a line that is too long is reported. */
const SHOWN_BYTES = 64 * 1024;

export interface FeedHooks {
  /**
   * Is told the first bytes of a user's file, including its byte order mark, before any line of the file is read. May
   * throw.
   */
  onStart?(bytes: Uint8Array): void;
  /** Has to free memory of the kernel, which has no room for one more record. */
  makeRoom(): void | Promise<void>;
  /** Is told each bad record. May throw, which ends the reading. */
  onBad(bad: BadRecord): void | Promise<void>;
  /** Is told, after each scan of the kernel, the first line of each kind of oddity that the scan met. */
  onOddity?(kind: OddityKind, offset: number, line: Uint8Array): void;
  /** Is called each time that some bytes have been consumed. May throw. */
  onBytes(): void;
  /** Is called and awaited before each read, so that other work on the same thread has its turn. */
  breathe(): void | Promise<void>;
}

/** The records to feed: those that begin at the bytes `start` .. `end` of a file. */
export interface Extent {
  readonly format: Format;
  readonly start: number;
  readonly end: number; // exclusive; Infinity to read to the end of the source
  /** The header that the file must start with; null where the files have no header. */
  readonly header: Header | null;
  /** Files that this kit wrote have no byte order mark, and only `\n` ends their lines. */
  readonly writer: Writer;
}

/** The lines that the feed consumes itself, so that the kernel does not count them. */
export interface FeedCounts {
  readonly headers: number;
  readonly tooLong: number;
}

/**
 * Feeds the records of an extent to the kernel. `source` begins BYTES_BEFORE_SEGMENT before `start`, or at 0 where
 * `start` is 0. Throws with exit code 65 where the file starts with another header.
 */
export function feed(
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
  /** The offset in the file of the buffer's first byte. */
  private offset: number;
  /** The offset in the file of the next byte to read. */
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

  /**
   * The bytes that were read and are not consumed yet. Once the start of the extent is found, they begin with a record.
   */
  private get bytes(): Uint8Array {
    return this.buffer.subarray(0, this.filled);
  }

  /**
   * Reads more bytes. Returns false at the end of the file, and at the end of the extent once no record is open there.
   * Returns no promise where nothing has to be awaited: promises are slow for tens of thousands of small files.
   */
  private fill(): boolean | Promise<boolean> {
    const inside = this.extent.end - this.position;
    if (inside <= 0 && (this.filled === 0 || !this.extent.format.endsInside(this.bytes))) return false;
    const wanted = Math.min(inside > 0 ? Math.min(READ_BYTES, inside) : TAIL_BYTES, this.buffer.length - this.filled);
    const got = this.read(this.buffer.subarray(this.filled, this.filled + wanted));
    return typeof got === 'number' ? this.take(got, inside) : got.then((bytes) => this.take(bytes, inside));
  }

  /** Takes the bytes that were just read into the buffer, before which `inside` bytes of the extent were unread. */
  private take(got: number, inside: number): boolean {
    if (got === 0) return false;
    this.position += got;
    const before = this.filled;
    this.filled += got;
    // the record that is open at the end of the extent is the last one of the extent
    const end = inside <= 0 ? this.extent.format.endOfRecord(this.bytes, before) : -1;
    if (end >= 0) this.filled = end;
    return true;
  }

  /** Like `fill`, returns no promise where nothing has to be awaited. */
  private read(target: Uint8Array): number | Promise<number> {
    const busy = this.hooks.breathe();
    return busy ? busy.then(() => this.source.read(target)) : this.source.read(target);
  }

  /**
   * Gives the kernel all whole records of the buffer. The open record stays in the buffer, unless it is too long: then
   * its line is skipped.
   */
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
    for (;;) {
      at = this.kernel.scan(at, end);
      const status = this.kernel.scanStatus;
      if (this.kernel.badCount > 0) await this.reportBad();
      if (this.kernel.sawOddities) this.reportOddities();
      if (status === 'all-read') break;
      if (status === 'no-room') await this.hooks.makeRoom();
    }
    this.drop(at - base);
  }

  private async reportBad(): Promise<void> {
    for (const { at, bytes, reason } of this.kernel.badLines()) {
      const start = at - this.kernel.layout.read;
      // It is chance whether a line that is too long lies in the buffer as a whole. Its report must not depend on that,
      // so it shows as much of the line as skipLongLine does.
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

  /** Removes bytes from the front of the buffer. */
  private drop(bytes: number): void {
    if (bytes === 0) return;
    this.buffer.copyWithin(0, bytes, this.filled);
    this.filled -= bytes;
    this.offset += bytes;
    this.hooks.onBytes();
  }

  /** Skips the rest of a record that began before this extent, because it belongs to the extent before. */
  private async skipRecordBefore(): Promise<void> {
    while (this.position < this.extent.end && (await this.fill())) {
      const first = this.extent.format.firstRecord(this.bytes);
      this.drop(first < 0 ? this.filled : first);
      if (first >= 0) return;
    }
  }

  private async takeStartOfFile(): Promise<void> {
    // One byte more than the mark is read. Where the mark fills the extent, the line behind it belongs to this extent
    // too, and `fill` reads on only where a record is open.
    while (this.filled <= MOST_MARK_BYTES && (await this.fill())) {}
    if (this.extent.writer === 'user') {
      const { bytes } = this;
      this.hooks.onStart?.(bytes);
      this.drop(markBytes(bytes));
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

  /** Skips the open line, which is too long. Its start is reported as a bad record. */
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
      // `fill` would stop at the end of the extent, since the buffer is empty; but this line goes on behind it
      if (!(await this.fillOpenLine())) break;
    }
    if (last === CARRIAGE_RETURN && this.extent.writer === 'user') lineBytes--;
    this.tooLong++;
    await this.hooks.onBad({ offset, reason: 'length', line: shown, lineBytes });
  }

  /** Fills the buffer with more of the open line, which may reach past the extent. Returns false at the file's end. */
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
