/**
 * Merges the latest records of a run with a part of the former output. The part is read as a stream beside them: only the
 * records of the run are in memory, and most lines of the part are copied without being looked at.
 */

import type { HashRange, Stretch } from '../kernel/hash-range';
import { FORMER_FILES, type FormerNumber, type KernelMerge, type MergeStatus } from '../kernel/kernel-merge';
import { WRITE_BYTES } from '../kernel/room-sizes';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { sum } from '../shared/sum';
import { FormerFile, type StoredPart } from './former-file';
import type { FormerMerge, LineSink } from './keeper';
import type { FormerRead } from './results';

/** A part of the former output, and the file of its deletes. Plain data, since it travels to a thread. */
export interface FormerPart {
  readonly alive: StoredPart;
  readonly deleted: StoredPart | null;
}

/** The bytes of all files of parts that are merged; 0 where there are none. */
export function bytesOfParts(former: readonly FormerPart[] | null): number {
  if (former === null) return 0;
  const files = former.flatMap(({ alive, deleted }) => (deleted === null ? [alive] : [alive, deleted]));
  return sum(files, ({ file }) => file.sizeBytes);
}

/** What is the same for all parts of a merge. */
export interface MergePlan {
  readonly output: string;
  /** The bytes that each file begins with, before its lines. */
  readonly front: Uint8Array | null;
}

export class PartMerge implements FormerMerge {
  private readonly files: readonly [FormerFile, FormerFile | null];
  private readonly written: [lines: number, lines: number] = [0, 0];

  constructor(
    private readonly merge: KernelMerge,
    { alive, deleted }: FormerPart,
    private readonly range: HashRange,
    { output, front }: MergePlan,
  ) {
    const first = new FormerFile(merge, 0, alive, output, front);
    this.files = [first, deleted && new FormerFile(merge, 1, deleted, output, front)];
    merge.open(range, [true, deleted !== null]);
    for (const file of FORMER_FILES) merge.giveOutput(file, WRITE_BYTES);
  }

  async mergeUpTo(stretch: Stretch, sink: LineSink): Promise<void> {
    for (;;) {
      const status = this.merge.mergeSome(stretch.last);
      if (status === 'done') return;
      const { file } = this.merge;
      if (status === 'needs-lines') await this.fileOf(file).fill();
      else if (status === 'output-full') await this.writeOut(file, stretch, sink);
      else throw this.fileOf(file).fault(status);
    }
  }

  /** Passes all lines that are left to `sink`, once all records are merged. Returns what was read. */
  async finish(sink: LineSink): Promise<FormerRead> {
    const stretch = { last: this.range.last, part: 0, group: 0 };
    for (const file of FORMER_FILES) {
      await this.writeOut(file, stretch, sink);
      await this.copyRest(file, stretch, sink);
    }
    const read = this.files.filter((file) => file !== null);
    return {
      lines: sum(read, ({ lines }) => lines),
      headers: sum(read, ({ headers }) => headers),
      checksums: read.map(({ checksum }) => checksum),
    };
  }

  /** The number of lines that were copied. Throws where another number of lines was written than was to be. */
  get copiedLines(): number {
    return sum(FORMER_FILES, (number) => {
      const file = this.files[number];
      const { leftOut, putIn } = this.merge.changes(number);
      const copied = (file === null ? 0 : file.lines - file.headers) - leftOut;
      if (copied + putIn === this.written[number]) return copied;
      throw new Failure(
        EXIT.software,
        `a merge wrote ${this.written[number]} lines in place of ${copied + putIn}; please report this`,
      );
    });
  }

  close(): void {
    const [alive, deleted] = this.files;
    try {
      alive.close();
    } finally {
      deleted?.close();
    }
  }

  private fileOf(number: FormerNumber): FormerFile {
    return this.files[number] as FormerFile;
  }

  /** Writes the output of a file. Where that is empty, a line has to be written that is longer than the usual room. */
  private async writeOut(number: FormerNumber, stretch: Stretch, sink: LineSink): Promise<void> {
    const bytes = this.merge.output(number);
    if (bytes.length > 0) await this.write(number, bytes, stretch, sink);
    this.merge.giveOutput(number, bytes.length > 0 ? WRITE_BYTES : this.merge.rooms.outBytes);
  }

  /** Writes the lines that are left: from where they were read, but deletes by the kernel, which may forget some. */
  private async copyRest(number: FormerNumber, stretch: Stretch, sink: LineSink): Promise<void> {
    const file = this.files[number];
    if (file === null) return;
    for (;;) {
      if (number === 0) await this.writeLeft(stretch, sink);
      else await this.copyDeletes(file, stretch, sink);
      if (file.isAllRead) return;
      await file.fill();
    }
  }

  private async writeLeft(stretch: Stretch, sink: LineSink): Promise<void> {
    const [at, end] = this.merge.left(0);
    if (end > at) await this.write(0, this.merge.memory.subarray(at, end), stretch, sink);
  }

  private async copyDeletes(file: FormerFile, stretch: Stretch, sink: LineSink): Promise<void> {
    let status: MergeStatus;
    do {
      status = this.merge.copyRest(1);
      if (status === 'no-record') throw file.fault(status);
      await this.writeOut(1, stretch, sink);
    } while (status !== 'done');
  }

  private async write(number: FormerNumber, bytes: Uint8Array, stretch: Stretch, sink: LineSink): Promise<void> {
    const lines = this.merge.countLines(bytes.byteOffset, bytes.byteOffset + bytes.length);
    this.written[number] += lines;
    await sink(bytes, lines, stretch, number === 1);
  }
}
