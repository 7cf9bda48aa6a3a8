/** Objects of S3 that are read one after the other, opened ahead of their turn: each begins with waiting for an answer. */

import { isGzip } from '../runner/splits';
import { isS3 } from '../shared/s3-location';
import { theS3 } from '../store/s3/client';
import type { InputFile } from './list';
import { EAGER_TAIL_BYTES, ObjectSource, SOURCE_BYTES } from './object-source';

/** Objects of a process that are open at a time, however many workers it has. */
const OBJECTS_OF_PROCESS = 48;
/** Of a worker, in a process that has many. */
const LEAST_OBJECTS = 4;

export function objectsAtATime(workers: number): number {
  return Math.max(LEAST_OBJECTS, Math.floor(OBJECTS_OF_PROCESS / workers));
}

/** Lines of a file that are read: those that begin at bytes start .. end. */
interface Segment {
  readonly file: InputFile;
  readonly start: number;
  readonly end: number; // exclusive
}

interface Opened {
  readonly source: ObjectSource;
  readonly bytes: number;
}

/** The objects among the files of some segments, in their order. */
export class ObjectsAhead {
  private readonly segments: readonly Segment[];
  private readonly opened: Opened[] = [];
  private next = 0;

  /** @param most that are open at a time: the one that is read, and those behind it */
  constructor(
    segments: readonly Segment[],
    private readonly most: number,
  ) {
    this.segments = segments.filter(({ file }) => isS3(file.path));
  }

  /** The one whose turn it is. Whoever has it closes it. */
  take(): ObjectSource {
    if (this.opened.length === 0) this.openNext();
    const { source, bytes } = this.opened.shift() as Opened;
    // together they take no more memory than one that is large
    let taken = this.opened.reduce((sum, each) => sum + each.bytes, bytes);
    while (this.next < this.segments.length && this.opened.length + 1 < this.most) {
      taken += bytesOf(this.segments[this.next] as Segment);
      if (taken > SOURCE_BYTES) break;
      this.openNext();
    }
    return source;
  }

  /** Those whose turn never came. */
  close(): void {
    for (const { source } of this.opened) source.close();
  }

  private openNext(): void {
    const segment = this.segments[this.next++] as Segment;
    const { file } = segment;
    const source = new ObjectSource(theS3(), file, startOf(segment), isGzip(file.path) ? file.sizeBytes : segment.end);
    this.opened.push({ source, bytes: bytesOf(segment) });
  }
}

/** The byte before tells whether a line begins at the first. */
function startOf({ file, start }: Segment): number {
  return isGzip(file.path) ? 0 : Math.max(0, start - 1);
}

function bytesOf(segment: Segment): number {
  const { file, end } = segment;
  const inside = isGzip(file.path) ? file.sizeBytes : end - startOf(segment) + EAGER_TAIL_BYTES;
  return Math.min(inside, file.sizeBytes, SOURCE_BYTES);
}
