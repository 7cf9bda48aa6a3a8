/** The table of codecs. Nothing else asks how a file is packed. */

import type { CodecName } from '../summary/summary';
import type { Codec } from './codec';
import { gzip } from './gzip';
import { none } from './none';

export const CODECS: Readonly<Record<CodecName, Codec>> = { none, gzip };

/** The codec of a file, by the end of its name in any case of its letters. */
export function codecOfName(path: string): Codec {
  const lower = path.toLowerCase();
  const packed = Object.values(CODECS).find(({ suffix }) => suffix !== '' && lower.endsWith(suffix));
  return packed === undefined ? none : packed;
}

export function codecOf({ codec }: { readonly codec: CodecName }): Codec {
  return CODECS[codec];
}
