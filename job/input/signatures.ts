/** The formats that have a signature: bytes at the start of a file, or at a certain place behind it. Pure. */

import { CODECS } from '../codec/codecs';
import { isBinary } from './binary';
import { encoded, type Foreign, packed, TAR, table, unnamed } from './foreign-formats';

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

/** In how many bytes control characters are looked for. */
export const NEAR_BYTES = 64;
/** The same for some signatures that are words, which a text may well begin with. */
const NEXT_BYTES = 8;

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

/** A quick test that a file without a signature at its start fails, and some texts pass. The file has a byte at least. */
export function mayBeSigned(file: Uint8Array): boolean {
  const signatures = signaturesFor(file);
  return signatures.length > 0 && signatures.some((each) => matches(file, each));
}

/** The format of a file that has a signature; null where it has none. `separators` are no sign of a binary file. */
export function signedFormat(file: Buffer, separators: Buffer): Foreign | null {
  const found = [...signaturesFor(file), ...BEHIND_START].find((each) => begins(file, each, separators));
  return found === undefined ? null : found;
}

function signaturesFor(file: Uint8Array): readonly Signature[] {
  return BY_FIRST_BYTE[file[0] as number] as readonly Signature[];
}

function begins(file: Buffer, signature: Signature, separators: Buffer): boolean {
  const { bytes, at, binaryWithin } = signature;
  if (!matches(file, signature)) return false;
  return binaryWithin === null || isBinary(file.subarray(at, at + bytes.length + binaryWithin), separators);
}

function matches(file: Uint8Array, { bytes, at }: Signature): boolean {
  return bytes.every((byte, i) => file[at + i] === byte);
}
