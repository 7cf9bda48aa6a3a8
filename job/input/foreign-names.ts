/** Recognizes files that are no delimited text by the ends of their names. Pure. */

import { CODECS, codecOfName } from '../codec/codecs';
import { endTest } from './end-test';
import { type Foreign, packed, table, unnamed } from './foreign-formats';

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

/** Matches the names whose last suffix is one of BY_SUFFIX. A codec's own suffix may follow. */
const HAS_SUFFIX = (() => {
  const oneOf = (suffixes: readonly string[]) => `(${suffixes.join('|').replaceAll('.', '\\.')})`;
  const ofCodecs = Object.values(CODECS).map(({ suffix }) => suffix);
  return new RegExp(`${oneOf([...BY_SUFFIX.keys()])}${oneOf(ofCodecs)}$`, 'i');
})();

/** A quick test that fails for nearly all names of which `foreignBySuffix` has nothing to say. */
export function mayHaveForeignSuffix(name: string): boolean {
  return HAS_SUFFIX.test(name);
}

/** The format that a name says where the bytes are no text, but have no signature; null where it says none. */
export function foreignBySuffix(name: string): Foreign | null {
  const found = BY_SUFFIX.get(suffixOf(name));
  return found === undefined ? null : found;
}

/** The last suffix of the unpacked content's name, in lower case: the suffix of the file's codec is left out. */
function suffixOf(name: string): string {
  return lastSuffix(name.slice(0, name.length - codecOfName(name).suffix.length));
}

/** The last suffix of a name, in lower case; all of the name where it has none. */
function lastSuffix(name: string): string {
  return name.slice(Math.max(0, name.lastIndexOf('.'))).toLowerCase();
}
