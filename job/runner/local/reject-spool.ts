import { none } from '../../codec/none';
import { countLines } from '../../output/line-batch';
import { PartWriter, type WrittenPart } from '../../output/part-writer';
import type { PartSink } from '../../store/store';
import { closeSpill, openBlocks, type SpillFolder, SpillWriter } from '../spill';

/** A worker keeps up to this many bytes of rejects in memory. Beyond that it writes them to a temporary file. */
const MEMORY_BYTES = 1024 * 1024;
const COPY_BYTES = 256 * 1024;

/**
 * Keeps the rejects of one worker until every split of the run has been read. Only then are the numbers of the files
 * known: a file of rejects is numbered by how many earlier splits have rejects too, and an upload to S3 needs its name
 * when it begins.
 */
export class RejectSpool {
  private readonly splits: number[] = [];
  /** The rejects of `splits[i]` are bytes `starts[i] .. starts[i + 1]` of all that was added. */
  private readonly starts: number[] = [];
  private bytes = 0;
  private pending: Buffer[] = [];
  private pendingBytes = 0;
  private file: SpillWriter | null = null;

  constructor(private readonly folder: SpillFolder) {}

  /** Adds a line with its ending. All lines of one split have to be added before those of the next. */
  add(split: number, line: Buffer): void {
    if (this.splits.at(-1) !== split) {
      this.splits.push(split);
      this.starts.push(this.bytes);
    }
    this.pending.push(line);
    this.pendingBytes += line.length;
    this.bytes += line.length;
    if (this.pendingBytes > MEMORY_BYTES) this.writePending();
  }

  /** The splits that have rejects. */
  get splitsWithRejects(): readonly number[] {
    return this.splits;
  }

  /** Writes a file for each split that has rejects. To be called once, when all rejects have been added. */
  async writeFiles(open: (split: number) => PartSink): Promise<WrittenPart[]> {
    const starts = [...this.starts, this.bytes];
    if (this.file !== null) this.writePending();
    const run = this.file && { ...this.file.finish(0, 0, 0), starts };
    const inMemory = run === null ? Buffer.concat(this.pending) : Buffer.alloc(0);
    const written: WrittenPart[] = [];
    try {
      for (const [i, split] of this.splits.entries()) {
        const writer = new PartWriter(open(split), none);
        if (run === null) await writeLines(writer, inMemory.subarray(starts[i], starts[i + 1]));
        else await copyLines(writer, openBlocks(run, i, i + 1));
        written.push(await writer.finish());
      }
    } finally {
      if (run !== null) closeSpill(run);
    }
    return written;
  }

  /** Gives the temporary file back, where there is one. */
  discard(): void {
    if (this.file !== null) closeSpill(this.file.finish(0, 0, 0));
    this.file = null;
  }

  private writePending(): void {
    this.file ??= new SpillWriter(this.folder);
    this.file.write(Buffer.concat(this.pending));
    this.pending = [];
    this.pendingBytes = 0;
  }
}

async function copyLines(writer: PartWriter, source: ReturnType<typeof openBlocks>): Promise<void> {
  const buffer = Buffer.allocUnsafe(COPY_BYTES);
  for (let got = await source.read(buffer); got > 0; got = await source.read(buffer)) {
    await writeLines(writer, buffer.subarray(0, got));
  }
}

function writeLines(writer: PartWriter, bytes: Buffer): Promise<void> {
  return writer.write(bytes, countLines(bytes));
}
