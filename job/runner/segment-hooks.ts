import type { ByteSource } from '../codec/byte-source';
import type { BadRecord } from '../format/format';
import type { FeedHooks } from '../input/extent';
import type { FileSegment } from '../input/opened-ahead';
import type { FileFields } from '../kernel/record-format';
import type { OddityKind } from '../summary/summary';
import type { Keeper } from './keeper';
import type { MapHooks, Mapper } from './mapper';

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
    private readonly mapper: Mapper,
    private readonly keeper: Keeper,
    private readonly segment: FileSegment,
    private readonly source: ByteSource,
    private readonly hooks: MapHooks,
  ) {
    this.lines = keeper.kernel.lines;
  }

  onStart(bytes: Uint8Array): void {
    this.mapper.lookAtStart(this.segment.file, bytes);
  }

  onFirst(offset: number | null): void {
    this.first = offset;
  }

  fieldsOf(line: Uint8Array): FileFields | null {
    return this.mapper.fieldsOf({ line, file: this.segment.file.path });
  }

  onFields(fields: FileFields | null): void {
    this.mapper.takeFields(fields, this.segment.start === 0);
  }

  makeRoom(): void | Promise<void> {
    return this.keeper.makeRoom();
  }

  onBad(bad: BadRecord): void | Promise<void> {
    return this.mapper.takeBad(this.segment, bad, this.hooks);
  }

  onOddity(kind: OddityKind, offset: number, line: Uint8Array): void {
    this.mapper.takeOddity(this.segment.file.path, kind, offset, line);
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
