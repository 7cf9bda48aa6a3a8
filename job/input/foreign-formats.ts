/** Formats of files that are no delimited text, in words. */

import type { Codec } from '../codec/codec';
import { PACKED } from '../codec/codecs';
import { alternatives } from '../shared/figures';

/** The format of a file that is no delimited text, and how the user can make it an input. */
export interface Foreign {
  /** Completes the sentence "'…' is". */
  readonly is: string;
  readonly remedy: string;
}

const UNDERSTOOD = alternatives(PACKED.map(({ suffix }) => suffix));

export const packed = (format: string): Foreign => ({
  is: `packed by ${format}, which is not understood`,
  remedy: `unpack it, or pack it as ${UNDERSTOOD}`,
});

export const table = (format: string): Foreign => ({
  is: `${format}, and no delimited text`,
  remedy: 'export it as delimited text',
});

export const encoded = (encoding: string): Foreign => ({
  is: `text in ${encoding}, of more than one byte a character`,
  remedy: `convert it, as by iconv -f ${encoding} -t UTF-8`,
});

export const unnamed = ({ name, suffix }: Codec): Foreign => ({
  is: `packed by ${name}, which its name does not say`,
  remedy: `give it a name that ends in ${suffix}, or unpack it`,
});

export const TAR: Foreign = { is: 'a tar archive, and no delimited text', remedy: 'take its files out' };
