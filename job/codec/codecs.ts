/** The table of codecs. No other code decides how a file is packed. */

import type { CodecName } from '../summary/summary';
import type { Codec } from './codec';
import { gzip } from './gzip';
import { none } from './none';

export const CODECS: Readonly<Record<CodecName, Codec>> = { none, gzip };

const PACKED = Object.values(CODECS).filter(({ suffix }) => suffix !== '');

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
