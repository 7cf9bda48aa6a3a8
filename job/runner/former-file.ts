/** One file of the former output whose lines are merged with records: a part, or the deletes of a part. */

import type { ByteSource } from '../codec/stream/byte-source';
import type { SegmentChecksum } from '../input/checksum';
import type { FormerNumber, KernelMerge } from '../kernel/kernel-merge';
import { WRITE_BYTES } from '../kernel/room-sizes';
import { placeOf } from '../place/places';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import type { InputFile } from '../store/place';

/** Plain data, since it travels to a thread. */
export interface StoredPart {
  /** The name in the output. */
  readonly name: string;
  readonly file: InputFile;
}

/** The failure for a part of the former output that is not as a run has written it. */
export function damagedFormerPart(output: string, name: string, difference: string): Failure {
  return new Failure(
    EXIT.badData,
    `cannot merge into '${output}': part '${name}' is damaged, ${difference}; ` +
      'restore it, or run again without --merge on all inputs',
  );
}

/** Gives the kernel the lines of a file, piece by piece. The bytes are counted and checksummed on the way. */
export class FormerFile {
  private readonly source: ByteSource;
  private readonly memory: Uint8Array;
  /** The offset in the file of the next byte to read, and where the bytes in the room end. */
  private offset = 0;
  private end: number;
  private crc = 0;
  lines = 0;
  headers = 0;

  /** @param front the bytes that the file has to begin with, before its lines */
  constructor(
    private readonly merge: KernelMerge,
    private readonly number: FormerNumber,
    private readonly part: StoredPart,
    private readonly output: string,
    private readonly front: Uint8Array | null,
  ) {
    const { file } = part;
    this.memory = merge.memory;
    this.end = merge.rooms.lines[number];
    this.source = placeOf(file.path).open(file, { start: 0, end: file.sizeBytes });
  }

  get isAllRead(): boolean {
    return this.offset === this.part.file.sizeBytes;
  }

  /**
   * Gives the kernel the next whole lines, at least one unless the file ends. All lines before them have to be copied.
   * Throws with exit code 65 where the file is no part that a run has written.
   */
  async fill(): Promise<void> {
    const at = this.offset === 0 ? await this.takeFront() : await this.goOn();
    for (;;) {
      const status = this.merge.giveLines(this.number, at, this.end, this.isAllRead);
      if (status !== 'done') throw this.fault(status);
      const [, whole] = this.merge.left(this.number);
      if (this.isAllRead && whole !== this.end) throw this.damaged('its last line has no end');
      if (whole > at || this.isAllRead) return;
      await this.read();
    }
  }

  /** The failure for a line that the kernel could not merge with. */
  fault(status: string): Failure {
    const at = this.offset - (this.end - this.merge.faultAt);
    return this.damaged(
      status === 'unsorted'
        ? `its records are not in canonical order at byte ${at}`
        : `there is no record at byte ${at}`,
    );
  }

  get checksum(): SegmentChecksum {
    return { file: this.part.file.path, start: 0, end: this.offset, crc32: this.crc };
  }

  close(): void {
    this.source.close();
  }

  /** Reads the first bytes, and returns the address behind the front. */
  private async takeFront(): Promise<number> {
    const at = this.end;
    const { front } = this;
    const frontBytes = front === null ? 0 : front.length;
    do await this.read();
    while (this.offset < frontBytes && !this.isAllRead);
    if (front === null) return at;
    if (Buffer.compare(this.memory.subarray(at, Math.min(at + frontBytes, this.end)), front) !== 0) {
      throw this.damaged('it does not begin with the header of the output');
    }
    this.headers++;
    return at + frontBytes;
  }

  /** Moves the bytes of a line that is not whole to the start of the room, and reads more. Returns their address. */
  private async goOn(): Promise<number> {
    const at = this.merge.rooms.lines[this.number];
    const [, whole] = this.merge.left(this.number);
    this.memory.copyWithin(at, whole, this.end);
    this.end = at + this.end - whole;
    await this.read();
    return at;
  }

  private async read(): Promise<void> {
    const { lines, readBytes } = this.merge.rooms;
    if (this.isAllRead) return;
    const target = this.memory.subarray(this.end, Math.min(this.end + WRITE_BYTES, lines[this.number] + readBytes));
    if (target.length === 0) throw this.damaged(`a line of it has more than ${readBytes} bytes`);
    const reading = this.source.read(target);
    const got = typeof reading === 'number' ? reading : await reading;
    this.crc = this.merge.crc32(target.subarray(0, got), this.crc);
    this.lines += this.merge.countLines(this.end, this.end + got);
    this.end += got;
    this.offset += got;
  }

  private damaged(difference: string): Failure {
    return damagedFormerPart(this.output, this.part.name, difference);
  }
}
