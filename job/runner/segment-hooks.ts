import type { ByteSource } from '../codec/stream/byte-source';
import type { BadRecord, Format } from '../format/format';
import type { FeedHooks } from '../input/extent';
import type { FoundHeader } from '../input/file-columns';
import type { FileSegment } from '../input/opened-ahead';
import type { FileFields } from '../kernel/record-format';
import type { InputFile } from '../store/place';
import type { OddityKind } from '../summary/summary';
import type { Keeper } from './keeper';

/** A record that has a key which the kernel seeks. */
export interface SoughtRecord {
  readonly file: string;
  readonly bad: BadRecord;
  /** The format of its file, and the fields of that file; null where they are the columns one by one. */
  readonly format: Format;
  readonly fields: FileFields | null;
}

export interface MapHooks {
  /** Is told each record of a sought key, a good one (its reason is `sought`) or a bad one. */
  onSought?(record: SoughtRecord): void;
  /** Takes a line for the file of rejects, in `keep` mode. */
  onReject(line: Buffer): void | Promise<void>;
  /** Is told the stored bytes and the lines that were read since the last call. May throw, to end the reading. */
  onRead(bytes: number, lines: number): void;
}

/** Takes all that is met in the segments of a mapper, one after the other. */
export interface MapSink {
  /** Throws with exit code 65 where a file is not in the format, or has a header that was not told of. */
  lookAtStart(file: InputFile, bytes: Uint8Array): void;
  /** The fields of a user's file with this header, which is not that of the first file. */
  fieldsOf(found: FoundHeader): FileFields | null;
  /** Takes the fields of the file that is read next. */
  takeFields(fields: FileFields | null, isFront: boolean): void;
  takeOddity(file: string, kind: OddityKind, offset: number, line: Uint8Array): void;
  /** Counts a bad record, or throws BadRecordFound where it ends the reading. */
  takeBad(segment: FileSegment, bad: BadRecord, hooks: MapHooks): void | Promise<void>;
}

/**
 * Passes on all that the feed of one segment asks and tells. It is an object of a class, because the functions of a
 * literal are made anew, and optimized anew, for each of ten thousands of small files.
 */
export class SegmentHooks implements FeedHooks {
  /** The offset of the segment's first record; null where no record begins in the segment, or none was met yet. */
  first: number | null = null;
  private storedBytes = 0;
  private lines: number;

  constructor(
    private readonly sink: MapSink,
    private readonly keeper: Keeper,
    private readonly segment: FileSegment,
    private readonly source: ByteSource,
    private readonly hooks: MapHooks,
  ) {
    this.lines = keeper.kernel.lines;
  }

  onStart(bytes: Uint8Array): void {
    this.sink.lookAtStart(this.segment.file, bytes);
  }

  onFirst(offset: number | null): void {
    this.first = offset;
  }

  fieldsOf(line: Uint8Array): FileFields | null {
    return this.sink.fieldsOf({ line, file: this.segment.file.path });
  }

  onFields(fields: FileFields | null): void {
    this.sink.takeFields(fields, this.segment.start === 0);
  }

  makeRoom(): void | Promise<void> {
    return this.keeper.makeRoom();
  }

  onBad(bad: BadRecord): void | Promise<void> {
    return this.sink.takeBad(this.segment, bad, this.hooks);
  }

  onOddity(kind: OddityKind, offset: number, line: Uint8Array): void {
    this.sink.takeOddity(this.segment.file.path, kind, offset, line);
  }

  onBytes(): void {
    const { storedBytes } = this.source;
    const { lines } = this.keeper.kernel;
    this.hooks.onRead(storedBytes - this.storedBytes, lines - this.lines);
    this.storedBytes = storedBytes;
    this.lines = lines;
  }

  breathe(): void | Promise<void> {
    return this.keeper.breathe();
  }
}
