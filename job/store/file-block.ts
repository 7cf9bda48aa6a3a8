/**
 * Some input files, one behind the other, in memory that threads can share:
 *
 *     sizes, 8 bytes each | numbers of codecs, 1 byte each | names and versions, as JSON in UTF-8
 *
 * The names lack the beginning that all paths of the block share, which is stated once.
 */

import type { CodecName } from '../codec/codec';
import { CODECS } from '../codec/codecs';
import type { InputFile } from './place';

const SIZE_BYTES = 8;
const CODEC_NAMES = Object.keys(CODECS) as readonly CodecName[];

/** The beginning of all paths, then the rest of each path, then each version. */
type Text = readonly [prefix: string, names: readonly string[], versions: readonly string[]];

/** The size of a file, and all else that a plan needs of it. */
export type FileSize = Pick<InputFile, 'sizeBytes' | 'codec' | 'isUncut' | 'start'>;

/** The memory of a block. Only `path`, `sizeBytes`, `version` and `codec` of its files are kept. */
export function blockOf(files: readonly InputFile[]): SharedArrayBuffer {
  const prefix = files.reduce((shared, { path }) => sharedPrefix(shared, path), (files[0] as InputFile).path);
  const names = files.map(({ path }) => path.slice(prefix.length));
  const versions = files.map(({ version }) => version);
  const text = Buffer.from(JSON.stringify([prefix, names, versions] satisfies Text));
  const memory = new SharedArrayBuffer((SIZE_BYTES + 1) * files.length + text.length);
  const { sizes, codecs, rest } = partsOf(memory, files.length);
  for (const [i, { sizeBytes, codec }] of files.entries()) {
    sizes[i] = sizeBytes;
    codecs[i] = CODEC_NAMES.indexOf(codec);
  }
  rest.set(text);
  return memory;
}

/** A block that is read. Its text is parsed when a file is asked for, and not where only sizes are. */
export class FileBlock {
  private readonly parts: Parts;
  private text: Text | null = null;

  constructor(memory: SharedArrayBuffer, files: number) {
    this.parts = partsOf(memory, files);
  }

  sizeAt(i: number): FileSize {
    const { sizes, codecs } = this.parts;
    return { sizeBytes: sizes[i] as number, codec: CODEC_NAMES[codecs[i] as number] as CodecName };
  }

  fileAt(i: number): InputFile {
    this.text ??= JSON.parse(this.parts.rest.toString()) as Text;
    const [prefix, names, versions] = this.text;
    const { sizeBytes, codec } = this.sizeAt(i);
    return { path: prefix + names[i], sizeBytes, version: versions[i] as string, own: false, codec };
  }
}

interface Parts {
  readonly sizes: Float64Array;
  readonly codecs: Uint8Array;
  readonly rest: Buffer;
}

function partsOf(memory: SharedArrayBuffer, files: number): Parts {
  return {
    sizes: new Float64Array(memory, 0, files),
    codecs: new Uint8Array(memory, SIZE_BYTES * files, files),
    rest: Buffer.from(memory, (SIZE_BYTES + 1) * files),
  };
}

function sharedPrefix(a: string, b: string): string {
  if (b.startsWith(a)) return a;
  let length = 0;
  while (a[length] === b[length]) length++;
  return a.slice(0, length);
}
