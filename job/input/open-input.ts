/** Opens the files of the inputs: their text, or their bytes as they are stored. */

import { codecOf } from '../codec/codecs';
import type { ByteSource } from '../codec/stream/byte-source';
import type { Reading } from '../options/spec';
import { placeOf } from '../place/places';
import type { InputFile } from '../store/place';
import { namedRightly } from './named-rightly';
import { inUtf8, withNewlines } from './text-source';

export interface TextHooks {
  /** Is given the bytes of the file as they are stored, front to back. */
  onStored?(bytes: Uint8Array): void;
  /** Is called once, before any byte is handed out, where the file is in UTF-16. */
  onUtf16?(): void;
}

/**
 * The text of a file from `start` on. The reader certainly needs the bytes up to `end`, so they may be fetched ahead. A
 * packed file is always unpacked from its start on.
 */
export function openInput(
  file: InputFile,
  start: number,
  end: number,
  reading: Reading,
  hooks: TextHooks = {},
): ByteSource {
  const isWhole = !codecOf(file).isSplittable;
  const stored = isWhole ? openStored(file, 0, file.sizeBytes) : openStored(file, start, end);
  return textOf(file, stored, start, reading, hooks);
}

/**
 * The text of a file from `start` on, of which `stored` has the bytes as they are stored. Only a file that is read from
 * its first byte on can be in UTF-16, so no such file may be cut.
 */
export function textOf(
  file: InputFile,
  stored: ByteSource,
  start: number,
  { lineEnd }: Reading,
  { onStored, onUtf16 }: TextHooks = {},
): ByteSource {
  const tap = onStored === undefined ? stored : tapped(stored, onStored);
  const codec = codecOf(file);
  const packed = file.own ? tap : namedRightly(file.path, codec, tap);
  const bytes = codec.unpack(file, packed, (at) => openStored(file, at, at));
  if (file.own) return bytes;
  const text = start === 0 ? inUtf8(file.path, bytes, onUtf16) : bytes;
  return lineEnd === 'cr' ? withNewlines(text) : text;
}

/** The bytes of a file from `start` on, as they are stored. The reader certainly needs those up to `end`. */
export function openStored(file: InputFile, start: number, end: number): ByteSource {
  return placeOf(file.path).open(file, { start, end });
}

function tapped(source: ByteSource, onStored: (bytes: Uint8Array) => void): ByteSource {
  return {
    async read(target) {
      const got = await source.read(target);
      onStored(target.subarray(0, got));
      return got;
    },
    get storedBytes() {
      return source.storedBytes;
    },
    close: () => source.close(),
  };
}
