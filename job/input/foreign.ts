/**
 * Recognizes files that are no delimited text by their first bytes: packed files, tables in binary formats, documents,
 * and text in UTF-16 without a mark or in UTF-32. Pure. Read as text, these files would be bad records, or records of noise.
 */

import zlib from 'node:zlib';
import type { Codec } from '../codec/codec';
import { CODECS, codecOfName, PACKED } from '../codec/codecs';
import { alternatives } from '../shared/figures';
import { endTest } from './end-test';

/** The format of a file that is no delimited text, and how the user can make it an input. */
export interface Foreign {
  /** Completes the sentence "'…' is". */
  readonly is: string;
  readonly remedy: string;
}

interface Signature extends Foreign {
  readonly bytes: Buffer;
  /** The offset of these bytes in the file. */
  readonly at: number;
  /**
   * Null where the bytes alone prove the format. Else a text could have these bytes too, and the format is only
   * recognized where a control character is among them, or among this many bytes behind them.
   */
  readonly binaryWithin: number | null;
}

/** How many bytes at the start of a file are looked at. */
const SAMPLE_BYTES = 4096;
/** In how many bytes control characters are looked for. */
const NEAR_BYTES = 64;
/** The same for some signatures that are words, which a text may well begin with. */
const NEXT_BYTES = 8;

const UNDERSTOOD = alternatives(PACKED.map(({ suffix }) => suffix));

const packed = (format: string): Foreign => ({
  is: `packed by ${format}, which is not understood`,
  remedy: `unpack it, or pack it as ${UNDERSTOOD}`,
});
const table = (format: string): Foreign => ({
  is: `${format}, and no delimited text`,
  remedy: 'export it as delimited text',
});
const encoded = (encoding: string): Foreign => ({
  is: `text in ${encoding}, of more than one byte a character`,
  remedy: `convert it, as by iconv -f ${encoding} -t UTF-8`,
});
const unnamed = ({ name, suffix }: Codec): Foreign => ({
  is: `packed by ${name}, which its name does not say`,
  remedy: `give it a name that ends in ${suffix}, or unpack it`,
});
const TAR: Foreign = { is: 'a tar archive, and no delimited text', remedy: 'take its files out' };

const signature = (text: string, foreign: Foreign, at = 0): Signature => ({
  ...foreign,
  bytes: Buffer.from(text, 'latin1'),
  at,
  binaryWithin: null,
});
const printable = (text: string, foreign: Foreign, at = 0, binaryWithin = NEAR_BYTES): Signature => ({
  ...signature(text, foreign, at),
  binaryWithin,
});

const SIGNATURES: readonly Signature[] = [
  signature('\x1f\x8b\x08', unnamed(CODECS.gzip)),
  signature('\x28\xb5\x2f\xfd', unnamed(CODECS.zstd)),
  ...Array.from({ length: 16 }, (_, i) =>
    signature(`${String.fromCharCode(0x50 + i)}\x2a\x4d\x18`, {
      is: 'packed by zstd or LZ4, which its name does not say',
      remedy: `give it a name that ends in ${CODECS.zstd.suffix} if it is zstd, or unpack it`,
    }),
  ),
  ...Array.from('123456789', (level) => [
    printable(`BZh${level}1AY&SY`, unnamed(CODECS.bzip2)),
    signature(`BZh${level}\x17rE8P\x90`, unnamed(CODECS.bzip2)),
  ]).flat(),
  signature('\xfd7zXZ\0', packed('xz')),
  signature('LZIP\x01', packed('lzip')),
  printable('\x1f\x9d', packed('compress')),
  signature('\x04\x22\x4d\x18', packed('LZ4')),
  signature('\x02\x21\x4c\x18', packed('LZ4')),
  signature('\xff\x06\0\0sNaPpY', packed('Snappy')),
  signature('\x89LZO\0\r\n\x1a\n', packed('lzop')),
  signature('7z\xbc\xaf\x27\x1c', packed('7-Zip')),
  signature('Rar!\x1a\x07', packed('RAR')),
  ...['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08'].map((start) =>
    signature(start, {
      is: 'a zip archive, or a spreadsheet such as .xlsx, which is not understood',
      remedy: 'unpack it, or export the spreadsheet as delimited text',
    }),
  ),
  printable('ustar', TAR, 257),
  printable('PAR1', table('a Parquet file'), 0, NEXT_BYTES),
  printable('PARE', table('an encrypted Parquet file'), 0, NEXT_BYTES),
  printable('ORC', table('an ORC file'), 0, NEXT_BYTES),
  printable('Obj\x01', table('an Avro file')),
  signature('SQLite format 3\0', table('an SQLite database')),
  printable('DUCK', table('a DuckDB database'), 8),
  signature('ARROW1\0\0', table('an Arrow file')),
  printable('FEA1', table('a Feather file')),
  printable('SEQ\x06', table('a Hadoop SequenceFile')),
  printable('RCF\x01', table('an RCFile')),
  signature('PGCOPY\n\xff\r\n\0', table('a binary copy of PostgreSQL')),
  signature('\x89HDF\r\n\x1a\n', table('an HDF5 file')),
  signature('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', table('a Microsoft Office file')),
  signature('%PDF-', table('a PDF document')),
  signature('\x89PNG\r\n\x1a\n', table('a PNG image')),
  signature('\xff\xd8\xff\xe0', table('a JPEG image')),
  printable('\x7fELF', table('a program')),
  printable('Salted__', { is: 'encrypted by OpenSSL', remedy: 'decrypt it' }),
  signature('\xff\xfe\0\0', encoded('UTF-32')),
  signature('\0\0\xfe\xff', encoded('UTF-32')),
];

/** The signatures at the start of a file, by their first byte. */
const BY_FIRST_BYTE: readonly Signature[][] = Array.from({ length: 256 }, () => []);
for (const each of SIGNATURES) if (each.at === 0) BY_FIRST_BYTE[each.bytes[0] as number]?.push(each);
const BEHIND_START = SIGNATURES.filter(({ at }) => at > 0);

/** Files with these ends of their names are never read as text, whatever their bytes are. */
const BY_NAME: ReadonlyMap<string, Foreign> = new Map([
  ['.xz', packed('xz')],
  ['.lz4', packed('LZ4')],
  ['.lzo', packed('LZO')],
  ['.snappy', packed('Snappy')],
  ['.br', packed('Brotli')],
  ['.zip', packed('zip')],
  ['.7z', packed('7-Zip')],
  ['.z', packed('compress')],
  ['.parquet', table('a Parquet file')],
  ['.avro', table('an Avro file')],
  ['.orc', table('an ORC file')],
]);

const mayBeForeign = endTest([...BY_NAME.keys()]);

/** Formats that have no signature. They are recognized by the suffix of the file's name, or of what a packed file holds. */
const BY_SUFFIX: ReadonlyMap<string, Foreign> = new Map([
  ...[...BY_NAME].filter(([suffix]) => ['.snappy', '.lzo', '.lz4', '.br'].includes(suffix)),
  ['.lzo_deflate', packed('LZO')],
  ['.lzma', packed('LZMA')],
  ['.zz', unnamed(CODECS.deflate)],
  ['.zlib', unnamed(CODECS.deflate)],
]);

/** The format that the end of a file's name says, in upper or lower case; null where it may be delimited text. */
export function foreignByName(path: string): Foreign | null {
  if (!mayBeForeign(path)) return null;
  const found = BY_NAME.get(lastSuffix(path));
  return found === undefined ? null : found;
}

/** The first bytes of zlib and LZMA. */
const FIRST_OF_ZLIB = 0x78;
const FIRST_OF_LZMA = 0x5d;

/** Matches the names whose last suffix is one of BY_SUFFIX. A codec's own suffix may follow. */
const HAS_SUFFIX = (() => {
  const oneOf = (suffixes: readonly string[]) => `(${suffixes.join('|').replaceAll('.', '\\.')})`;
  const ofCodecs = Object.values(CODECS).map(({ suffix }) => suffix);
  return new RegExp(`${oneOf([...BY_SUFFIX.keys()])}${oneOf(ofCodecs)}$`, 'i');
})();

/**
 * The format of a file with this name and these first bytes; null where the file may be delimited text. `separator` has
 * one character for each byte. Its bytes are no sign of a binary file, even where they are control characters.
 *
 * The common cases come first: a run may have ten thousands of small files, and the thorough test takes as long as
 * reading one.
 */
export function foreignFormat(first: Uint8Array, name: string, separator: string): Foreign | null {
  if (first.length === 0) return null;
  const signatures = BY_FIRST_BYTE[first[0] as number] as readonly Signature[];
  const mayBeSigned = signatures.length > 0 && signatures.some((each) => matches(first, each));
  if (!mayBeSigned && !mayBeUnsigned(first, name)) return null;
  const separators = Buffer.from(separator, 'latin1');
  const bytes = Buffer.from(first.buffer, first.byteOffset, Math.min(first.length, SAMPLE_BYTES));
  const signed = [...signatures, ...BEHIND_START].find((each) => begins(bytes, each, separators));
  if (signed !== undefined) return signed;
  if (isZlib(bytes, separators)) return unnamed(CODECS.deflate);
  if (isLzma(bytes, separators)) return packed('LZMA');
  const bySuffix = BY_SUFFIX.get(suffixOf(name));
  if (bySuffix !== undefined && isBinary(bytes.subarray(0, NEAR_BYTES), separators)) return bySuffix;
  return wideEncoding(bytes, separators);
}

/**
 * A quick test for all formats that have no signature at the start of the file. A format whose signature lies behind
 * the start passes it, because its files have zeros.
 */
function mayBeUnsigned(first: Uint8Array, name: string): boolean {
  if (first[0] === FIRST_OF_ZLIB || first[0] === FIRST_OF_LZMA) return true;
  const sample = first.length > SAMPLE_BYTES ? first.subarray(0, SAMPLE_BYTES) : first;
  return sample.includes(0) || HAS_SUFFIX.test(name);
}

/** The last suffix of the unpacked content's name, in lower case: the suffix of the file's codec is left out. */
function suffixOf(name: string): string {
  return lastSuffix(name.slice(0, name.length - codecOfName(name).suffix.length));
}

/** The last suffix of a name, in lower case; all of the name where it has none. */
function lastSuffix(name: string): string {
  return name.slice(Math.max(0, name.lastIndexOf('.'))).toLowerCase();
}

function begins(file: Buffer, signature: Signature, separators: Buffer): boolean {
  const { bytes, at, binaryWithin } = signature;
  if (!matches(file, signature)) return false;
  return binaryWithin === null || isBinary(file.subarray(at, at + bytes.length + binaryWithin), separators);
}

function matches(file: Uint8Array, { bytes, at }: Signature): boolean {
  return bytes.every((byte, i) => file[at + i] === byte);
}

/** Whether some byte is a control character that a text does not have. Those of `separators` are none. */
export function isBinary(bytes: Uint8Array, separators: Uint8Array): boolean {
  const isOfText = (byte: number) =>
    byte >= 32 || byte === 9 || byte === 10 || byte === 13 || separators.includes(byte);
  return !bytes.every(isOfText);
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

/**
 * Recognizes UTF-16 without a byte order mark, in which every other byte of most text is zero. All zeros must be on the
 * same side of their characters, and at least a third of the characters and every newline must have one. Text with a
 * mark is in UTF-8 by now (text-source.ts).
 */
function wideEncoding(bytes: Buffer, separators: Buffer): Foreign | null {
  const [even, odd] = zerosByParity(bytes);
  if (separators.includes(0) || bytes.length < 6) return null;
  if (even === 0 && odd >= bytes.length / 6 && endsWide(bytes, 0)) return encoded('UTF-16LE');
  if (odd === 0 && even >= bytes.length / 6 && endsWide(bytes, 1)) return encoded('UTF-16BE');
  return null;
}

function zerosByParity(bytes: Buffer): [even: number, odd: number] {
  const zeros: [number, number] = [0, 0];
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === 0) zeros[i & 1 ? 1 : 0]++;
  return zeros;
}

/**
 * Whether each byte 10 at an offset of this parity has the zero of a two-byte newline beside it. Without any newline,
 * the bytes have to be a single line of ASCII, in which every other byte is zero.
 */
function endsWide(bytes: Buffer, parity: 0 | 1): boolean {
  let newlines = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) {
    const zero = parity === 0 ? at + 1 : at - 1;
    // a byte 10 at the other parity belongs to another character
    if (at % 2 !== parity || zero >= bytes.length) continue;
    if (bytes[zero] !== 0) return false;
    newlines++;
  }
  if (newlines > 0) return true;
  const zeros = bytes.reduce((count, byte) => count + Number(byte === 0), 0);
  return zeros === Math.floor(bytes.length / 2);
}
