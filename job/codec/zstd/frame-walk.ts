/**
 * Walks over the frames of a zstd file without unpacking them (RFC 8878): a frame is a header, blocks that say how long
 * they are, and a checksum. So it is known where each frame ends, and what cannot be unpacked is refused by name.
 */

import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { memorySize } from '../../shared/figures';
import { damaged } from '../stream/damaged';

/** A frame may ask for this much memory, as `zstd --long=27` uses. The zstd command has the same limit by default. */
const MOST_WINDOW_BYTES = 128 * 1024 * 1024;
const MOST_BLOCK_BYTES = 128 * 1024;

const MAGIC = 0xfd2fb528;
/** The 16 magic numbers of frames that every reader skips. */
const SKIPPABLE = 0x184d2a50;
const MAGIC_BYTES = 4;
const BLOCK_HEADER_BYTES = 3;
const CHECKSUM_BYTES = 4;

/** Bits of a frame's descriptor, and kinds of blocks. */
const SINGLE_SEGMENT = 0x20;
const RESERVED = 0x08;
const CHECKSUM = 0x04;
const REPEATED_BYTE = 1;
const PACKED_BLOCK = 2;
const RESERVED_BLOCK = 3;
/** How many bytes the fields for the dictionary and for the size of the content have, by their flags. */
const DICTIONARY_BYTES = [0, 1, 2, 4] as const;
const CONTENT_SIZE_BYTES = [0, 2, 4, 8] as const;

/** What the next bytes are. Bytes that are skipped are the content of a block or frame, or a checksum. */
type Part = 'magic' | 'descriptor' | 'header' | 'skipped-size' | 'block-header' | 'skipped';

export function isZstd(first: Uint8Array): boolean {
  if (first.length < MAGIC_BYTES) return false;
  const magic = Buffer.from(first.buffer, first.byteOffset, MAGIC_BYTES).readUInt32LE();
  return magic === MAGIC || isSkippable(magic);
}

function isSkippable(magic: number): boolean {
  return magic >>> 4 === SKIPPABLE >>> 4;
}

export class FrameWalk {
  /** The offset in the file of the next byte. */
  offset = 0;
  /** Whether the frame that was begun last is known to be one that every reader skips. */
  isSkipped = false;
  /** The most bytes to which the blocks so far of the frame that was begun last unpack. */
  mostContentBytes = 0;
  private part: Part = 'magic';
  /** How many bytes the part has; of a part that is skipped, how many are left. */
  private partBytes = MAGIC_BYTES;
  /** The bytes of the part that were seen, unless it is skipped. */
  private readonly seen = Buffer.alloc(16);
  private seenBytes = 0;
  private descriptor = 0;
  private mostBlockBytes = MOST_BLOCK_BYTES;
  private isLastBlock = false;
  private awaitsChecksum = false;

  constructor(private readonly path: string) {}

  /** Whether the next byte begins a frame, if there is a next byte. */
  get isBetweenFrames(): boolean {
    return this.part === 'magic' && this.seenBytes === 0;
  }

  /** Walks over the bytes up to the end of a frame. Returns how many they are. Throws with exit code 65 for bad ones. */
  walk(bytes: Uint8Array): number {
    let at = 0;
    if (this.isBetweenFrames) this.isSkipped = false;
    do {
      const taken = this.take(bytes.subarray(at));
      at += taken;
      this.offset += taken;
      const missing = this.part === 'skipped' ? this.partBytes : this.partBytes - this.seenBytes;
      if (missing === 0) this.endPart();
    } while (at < bytes.length && !this.isBetweenFrames);
    return at;
  }

  /** Has to be called at the end of the file. Throws with exit code 65 where the file ends within a frame. */
  end(): void {
    if (!this.isBetweenFrames) throw damaged(this.path, this.offset, 'the file ends within a frame');
  }

  /** Takes bytes of the part. Returns how many. */
  private take(bytes: Uint8Array): number {
    if (this.part === 'skipped') {
      const skipped = Math.min(this.partBytes, bytes.length);
      this.partBytes -= skipped;
      return skipped;
    }
    const taken = bytes.subarray(0, this.partBytes - this.seenBytes);
    this.seen.set(taken, this.seenBytes);
    this.seenBytes += taken.length;
    return taken.length;
  }

  private expect(part: Part, bytes: number): void {
    this.part = part;
    this.partBytes = bytes;
    this.seenBytes = 0;
    if (part === 'skipped' && bytes === 0) this.endPart();
  }

  private endPart(): void {
    if (this.part === 'magic') this.startFrame(this.seen.readUInt32LE());
    else if (this.part === 'descriptor') this.readDescriptor(this.seen[0] as number);
    else if (this.part === 'header') this.readHeader();
    else if (this.part === 'skipped-size') this.expect('skipped', this.seen.readUInt32LE());
    else if (this.part === 'block-header') this.readBlockHeader(this.seen.readUIntLE(0, BLOCK_HEADER_BYTES));
    else this.endBlock();
  }

  private startFrame(magic: number): void {
    this.isSkipped = isSkippable(magic);
    this.mostContentBytes = 0;
    this.isLastBlock = this.isSkipped;
    this.awaitsChecksum = false;
    if (this.isSkipped) this.expect('skipped-size', MAGIC_BYTES);
    else if (magic === MAGIC) this.expect('descriptor', 1);
    else throw damaged(this.path, this.offset - MAGIC_BYTES, 'there is no zstd frame');
  }

  private readDescriptor(descriptor: number): void {
    if ((descriptor & RESERVED) !== 0) throw this.damaged('a frame has a reserved bit');
    this.descriptor = descriptor;
    const { windowBytes, dictionaryBytes, contentSizeBytes } = fieldsOf(descriptor);
    this.expect('header', windowBytes + dictionaryBytes + contentSizeBytes);
  }

  private readHeader(): void {
    const { seen, descriptor } = this;
    const { windowBytes, dictionaryBytes, contentSizeBytes } = fieldsOf(descriptor);
    const dictionary = dictionaryBytes === 0 ? 0 : seen.readUIntLE(windowBytes, dictionaryBytes);
    if (dictionary !== 0) {
      throw this.refused(
        `needs the dictionary ${dictionary}, and dictionaries are not understood; pack it without one`,
      );
    }
    const needed =
      windowBytes === 1 ? windowOf(seen[0] as number) : contentSize(seen, dictionaryBytes, contentSizeBytes);
    if (needed > MOST_WINDOW_BYTES) {
      const has = `a window of ${memorySize(needed)}`;
      throw this.refused(
        `has ${has}, at most ${memorySize(MOST_WINDOW_BYTES)} are read; pack it with zstd --long=27 or less`,
      );
    }
    this.mostBlockBytes = Math.min(needed, MOST_BLOCK_BYTES);
    this.awaitsChecksum = (descriptor & CHECKSUM) !== 0;
    this.expect('block-header', BLOCK_HEADER_BYTES);
  }

  private readBlockHeader(header: number): void {
    this.isLastBlock = (header & 1) !== 0;
    const type = (header >> 1) & 3;
    const bytes = header >> 3;
    if (type === RESERVED_BLOCK || bytes > this.mostBlockBytes)
      throw this.damaged('a frame has a block of no known kind');
    this.mostContentBytes += type === PACKED_BLOCK ? this.mostBlockBytes : bytes;
    this.expect('skipped', type === REPEATED_BYTE ? 1 : bytes);
  }

  /** Goes on behind a block, a checksum, or a frame that is skipped. */
  private endBlock(): void {
    const { awaitsChecksum } = this;
    if (!this.isLastBlock) {
      this.expect('block-header', BLOCK_HEADER_BYTES);
    } else if (awaitsChecksum) {
      this.awaitsChecksum = false;
      this.expect('skipped', CHECKSUM_BYTES);
    } else this.expect('magic', MAGIC_BYTES);
  }

  private damaged(what: string): Failure {
    return damaged(this.path, this.offset, what);
  }

  private refused(what: string): Failure {
    return new Failure(EXIT.badData, `cannot unpack '${this.path}': the frame near byte ${this.offset} ${what}`);
  }
}

/** How many bytes the fields of a header have, by the descriptor in front of it. */
function fieldsOf(descriptor: number) {
  const isSingleSegment = (descriptor & SINGLE_SEGMENT) !== 0;
  const sizeFlag = descriptor >> 6;
  return {
    windowBytes: isSingleSegment ? 0 : 1,
    dictionaryBytes: DICTIONARY_BYTES[descriptor & 3] as number,
    contentSizeBytes: sizeFlag === 0 && isSingleSegment ? 1 : (CONTENT_SIZE_BYTES[sizeFlag] as number),
  };
}

/** The memory that a frame asks for: a power of two, and up to seven eighths of it more. */
function windowOf(byte: number): number {
  const base = 2 ** (10 + (byte >> 3));
  return base + (base / 8) * (byte & 7);
}

function contentSize(header: Buffer, at: number, bytes: number): number {
  if (bytes === 8) return Number(header.readBigUInt64LE(at));
  return header.readUIntLE(at, bytes) + (bytes === 2 ? 256 : 0);
}
