/** Recognizes text in UTF-16 by its byte order mark, and turns it into UTF-8 piece by piece. Pure. */

import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';

export type Utf16 = 'UTF-16LE' | 'UTF-16BE';

/** How many bytes at the start of a file are looked at. */
export const MARKED_SAMPLE_BYTES = 4096;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** A quick test of the first byte, which settles most files: whether more bytes have to be looked at. */
export function mayBeUtf16(firstByte: number): boolean {
  return firstByte === 0xff || firstByte === 0xfe;
}

/**
 * The encoding of a file with these first bytes; null where the file is not in UTF-16 with a byte order mark. A text in
 * one byte a character may begin with the two bytes of the mark. So some character, such as the delimiter or a newline,
 * must have a zero byte on the right side too, unless the mark is all that there is. Two zeros behind the mark are the
 * mark of UTF-32.
 */
export function utf16Of(first: Uint8Array): Utf16 | null {
  const isMarked = (a: number, b: number) => first[0] === a && first[1] === b;
  const hasZeroAt = (parity: 0 | 1) => first.length === 2 || first.some((byte, i) => byte === 0 && i % 2 === parity);
  if (isMarked(0xff, 0xfe)) return hasZeroAt(1) && !(first[2] === 0 && first[3] === 0) ? 'UTF-16LE' : null;
  return isMarked(0xfe, 0xff) && hasZeroAt(0) ? 'UTF-16BE' : null;
}

/** Turns the bytes of a file, from its first one on, into UTF-8. The byte order mark stays the first character. */
export class Utf16Decoder {
  /** The bytes of a character whose other bytes have not been read yet. */
  private open: Buffer = Buffer.alloc(0);
  /** The offset in the file of the first byte that is not decoded yet. */
  private offset = 0;

  constructor(
    private readonly path: string,
    private readonly encoding: Utf16,
  ) {}

  /** Throws with exit code 65 for half of a surrogate pair, which is no character and has no form in UTF-8. */
  decode(piece: Uint8Array): Buffer {
    const bytes = Buffer.concat([this.open, piece]);
    const whole = this.wholeBytes(bytes);
    // a copy of its own: the caller reads the next bytes into the same memory
    this.open = Buffer.from(bytes.subarray(whole));
    const units = bytes.subarray(0, whole);
    const text = (this.encoding === 'UTF-16BE' ? units.swap16() : units).toString('utf16le');
    const lone = LONE_SURROGATE.exec(text);
    if (lone !== null) {
      throw this.failure(
        `half of a character, U+${text.charCodeAt(lone.index).toString(16).toUpperCase()} alone,`,
        this.offset + 2 * lone.index,
      );
    }
    this.offset += whole;
    return Buffer.from(text);
  }

  /** Has to be called at the end of the file. Throws with exit code 65 where the file ends within a character. */
  end(): void {
    if (this.open.length > 0) throw this.failure('an end within a character', this.offset);
  }

  /** The number of bytes before a character that is not complete. */
  private wholeBytes(bytes: Buffer): number {
    const even = bytes.length - (bytes.length % 2);
    if (even === 0) return 0;
    const high = bytes[even - (this.encoding === 'UTF-16LE' ? 1 : 2)] as number;
    return high >= 0xd8 && high <= 0xdb ? even - 2 : even;
  }

  private failure(what: string, offset: number): Failure {
    return new Failure(
      EXIT.badData,
      `'${this.path}' is text in ${this.encoding} and has ${what} at byte ${offset}; it is damaged: write it anew, or take ` +
        'it out',
    );
  }
}
