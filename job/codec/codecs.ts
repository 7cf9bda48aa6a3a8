/** The table of codecs. No other code decides how a file is packed. */

import type { CompressName } from '../summary/summary';
import { bzip2 } from './bzip2';
import type { Codec, CodecName, PackingCodec } from './codec';
import { deflate } from './deflate';
import { gzip } from './gzip';
import { none } from './none';
import { zstd } from './zstd';

/** The codecs that output can be packed with. */
export const PACKING_CODECS: Readonly<Record<CompressName, PackingCodec>> = { none, gzip, zstd };

export const CODECS: Readonly<Record<CodecName, Codec>> = { ...PACKING_CODECS, bzip2, deflate };

/** The codecs of packed files. */
export const PACKED: readonly Codec[] = Object.values(CODECS).filter(({ suffix }) => suffix !== '');

/** The codec of a file, by the end of its name in upper or lower case. */
export function codecOfName(path: string): Codec {
  for (const codec of PACKED) {
    if (path.slice(-codec.suffix.length).toLowerCase() === codec.suffix) return codec;
  }
  return none;
}

export function codecOf({ codec }: { readonly codec: CodecName }): Codec {
  // a shortcut: most files are not packed, and a run may have many thousands
  return codec === 'none' ? none : CODECS[codec];
}
