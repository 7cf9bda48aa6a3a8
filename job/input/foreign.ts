/**
 * Recognizes files that are no delimited text by their first bytes: packed files, tables in binary formats, documents,
 * and text in UTF-16 without a mark or in UTF-32. Pure. Read as text, these files would be bad records, or records of noise.
 */

import zlib from 'node:zlib';
import { CODECS } from '../codec/codecs';
import { isBinary } from './binary';
import { type Foreign, packed, unnamed } from './foreign-formats';
import { foreignBySuffix, mayHaveForeignSuffix } from './foreign-names';
import { mayBeSigned, NEAR_BYTES, signedFormat } from './signatures';
import { wideEncoding } from './wide-encoding';

/** How many bytes at the start of a file are looked at. */
const SAMPLE_BYTES = 4096;
/** The first bytes of zlib and LZMA. */
const FIRST_OF_ZLIB = 0x78;
const FIRST_OF_LZMA = 0x5d;

/**
 * The format of a file with this name and these first bytes; null where the file may be delimited text. `separator` has
 * one character for each byte. Its bytes are no sign of a binary file, even where they are control characters.
 *
 * The common cases come first: a run may have ten thousands of small files, and the thorough test takes as long as
 * reading one.
 */
export function foreignFormat(first: Uint8Array, name: string, separator: string): Foreign | null {
  if (first.length === 0) return null;
  if (!mayBeSigned(first) && !mayBeUnsigned(first, name)) return null;
  const separators = Buffer.from(separator, 'latin1');
  const bytes = Buffer.from(first.buffer, first.byteOffset, Math.min(first.length, SAMPLE_BYTES));
  const signed = signedFormat(bytes, separators);
  if (signed !== null) return signed;
  if (isZlib(bytes, separators)) return unnamed(CODECS.deflate);
  if (isLzma(bytes, separators)) return packed('LZMA');
  const bySuffix = foreignBySuffix(name);
  if (bySuffix !== null && isBinary(bytes.subarray(0, NEAR_BYTES), separators)) return bySuffix;
  return wideEncoding(bytes, separators);
}

/**
 * A quick test for all formats that have no signature at the start of the file. A format whose signature lies behind
 * the start passes it, because its files have zeros.
 */
function mayBeUnsigned(first: Uint8Array, name: string): boolean {
  if (first[0] === FIRST_OF_ZLIB || first[0] === FIRST_OF_LZMA) return true;
  const sample = first.length > SAMPLE_BYTES ? first.subarray(0, SAMPLE_BYTES) : first;
  return sample.includes(0) || mayHaveForeignSuffix(name);
}

/** A text may begin with `x`, the first byte of zlib, too. So the bytes must also unpack to something. */
function isZlib(bytes: Buffer, separators: Buffer): boolean {
  const [method, flags] = bytes;
  if (
    method !== FIRST_OF_ZLIB ||
    flags === undefined ||
    separators.includes(flags) ||
    ![0x01, 0x9c, 0xda].includes(flags)
  )
    return false;
  try {
    return zlib.inflateSync(bytes, { finishFlush: zlib.constants.Z_SYNC_FLUSH }).length > 0;
  } catch {
    return false;
  }
}

/**
 * Whether the bytes are the header of an LZMA file: the usual properties byte 0x5d, a dictionary size that is a
 * multiple of 64 KiB, and an unpacked size of 64 bits, which is unknown (all ones) or less than 2^40.
 */
function isLzma(bytes: Buffer, separators: Buffer): boolean {
  if (separators.includes(0) || bytes.length < 13 || bytes.readUIntBE(0, 3) !== 0x5d0000) return false;
  return bytes.readUIntLE(10, 3) === 0 || bytes.readBigUInt64LE(5) === 0xffffffffffffffffn;
}
