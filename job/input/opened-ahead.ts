/** Files that are read one after the other, opened ahead of their turn where opening begins with waiting for an answer. */

import type { ByteSource } from '../codec/byte-source';
import { codecOf } from '../codec/codecs';
import { BYTES_BEFORE_SEGMENT } from '../format/format';
import { placeOf } from '../place/places';
import type { Extent, InputFile } from '../store/place';

/** Files of a process that are open at a time, however many workers it has. */
const FILES_OF_PROCESS = 48;
/** Of a worker, in a process that has many. */
const LEAST_FILES = 4;

export function filesAtATime(workers: number): number {
  return Math.max(LEAST_FILES, Math.floor(FILES_OF_PROCESS / workers));
}

/** The records that begin at bytes start .. end of a file. */
export interface FileSegment {
  readonly file: InputFile;
  readonly start: number;
  readonly end: number; // exclusive
}

/** The bytes that are read for a segment, those before it among them that tell whether a record begins at its first. */
export function extentOf({ file, start, end }: FileSegment): Extent {
  if (!codecOf(file).isSplittable) return { start: 0, end: file.sizeBytes };
  return { start: Math.max(0, start - BYTES_BEFORE_SEGMENT), end };
}

interface Opened {
  readonly source: ByteSource;
  readonly bytes: number;
}

/** The stored bytes of some segments, in their order. */
export class OpenedAhead {
  /** Those that are opened before their turn. */
  private readonly ahead: readonly FileSegment[];
  private readonly opened: Opened[] = [];
  private next = 0;

  /** @param most that are open at a time: the one that is read, and those behind it */
  constructor(
    segments: readonly FileSegment[],
    private readonly most: number,
  ) {
    this.ahead = segments.filter(({ file }) => placeOf(file.path).openAhead !== null);
  }

  /** The one whose turn it is. Whoever has it closes it. */
  take(segment: FileSegment): ByteSource {
    const { file } = segment;
    const { openAhead } = placeOf(file.path);
    if (openAhead === null) return open(segment);
    if (this.opened.length === 0) this.openNext();
    const { source, bytes } = this.opened.shift() as Opened;
    // together they take no more memory than one that is large
    let taken = this.opened.reduce((sum, each) => sum + each.bytes, bytes);
    while (this.next < this.ahead.length && this.opened.length + 1 < this.most) {
      taken += bytesOf(this.ahead[this.next] as FileSegment);
      if (taken > openAhead.mostBytes) break;
      this.openNext();
    }
    return source;
  }

  /** Those whose turn never came. */
  close(): void {
    for (const { source } of this.opened) source.close();
  }

  private openNext(): void {
    const segment = this.ahead[this.next++] as FileSegment;
    this.opened.push({ source: open(segment), bytes: bytesOf(segment) });
  }
}

function open(segment: FileSegment): ByteSource {
  return placeOf(segment.file.path).open(segment.file, extentOf(segment));
}

function bytesOf(segment: FileSegment): number {
  const { openAhead } = placeOf(segment.file.path);
  return openAhead === null ? 0 : openAhead.bytesOf(segment.file, extentOf(segment));
}
