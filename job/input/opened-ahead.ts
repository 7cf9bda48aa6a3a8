/** Opens files, which are read one by one, ahead of their turn where opening starts with waiting for an answer. */

import { codecOf } from '../codec/codecs';
import type { ByteSource } from '../codec/stream/byte-source';
import { BYTES_BEFORE_SEGMENT } from '../format/format';
import { placeOf } from '../place/places';
import type { Extent, InputFile } from '../store/place';

/** How many files a process has open at a time. Its workers share them. */
const FILES_OF_PROCESS = 48;
/** The least number of open files of a worker, in a process with many workers. */
const LEAST_FILES = 4;

/** How many files one of `workers` workers may have open at a time. */
export function filesAtATime(workers: number): number {
  return Math.max(LEAST_FILES, Math.floor(FILES_OF_PROCESS / workers));
}

/** The records that begin at the bytes `start` .. `end` of a file. */
export interface FileSegment {
  readonly file: InputFile;
  readonly start: number;
  readonly end: number; // exclusive
}

/**
 * The stored bytes that are read for a segment. They include BYTES_BEFORE_SEGMENT, and a packed file is read as a
 * whole. The last record may need some bytes more.
 */
export function extentOf({ file, start, end }: FileSegment): Extent {
  if (!codecOf(file).isSplittable) return { start: 0, end: file.sizeBytes };
  return { start: Math.max(0, start - BYTES_BEFORE_SEGMENT), end };
}

interface Opened {
  readonly source: ByteSource;
  readonly bytes: number;
}

/** The stored bytes of segments, which are taken in the order of the segments. */
export class OpenedAhead {
  /** The segments of places whose files are opened ahead. */
  private readonly ahead: readonly FileSegment[];
  private readonly opened: Opened[] = [];
  private next = 0;

  /** @param most how many segments are open at a time: the segment that is read, and those after it */
  constructor(
    segments: readonly FileSegment[],
    private readonly most: number,
  ) {
    this.ahead = segments.filter(({ file }) => placeOf(file.path).openAhead !== null);
  }

  /** The bytes of the segment whose turn it is. The caller has to close them. Segments after it are opened ahead. */
  take(segment: FileSegment): ByteSource {
    // a shortcut for runs that read only this machine, which may have many thousands of files
    if (this.ahead.length === 0) return open(segment);
    const { openAhead } = placeOf(segment.file.path);
    if (openAhead === null) return open(segment);
    if (this.opened.length === 0) this.openNext();
    const { source, bytes } = this.opened.shift() as Opened;
    // together, the open segments take at most the memory of one large segment
    let taken = this.opened.reduce((sum, each) => sum + each.bytes, bytes);
    while (this.next < this.ahead.length && this.opened.length + 1 < this.most) {
      taken += bytesOf(this.ahead[this.next] as FileSegment);
      if (taken > openAhead.mostBytes) break;
      this.openNext();
    }
    return source;
  }

  /** Closes the segments that were opened ahead and never taken. */
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

/** How much memory an open segment takes. */
function bytesOf(segment: FileSegment): number {
  const { openAhead } = placeOf(segment.file.path);
  return openAhead === null ? 0 : openAhead.bytesOf(segment.file, extentOf(segment));
}
