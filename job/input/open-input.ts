/** Opens the files of the inputs, unpacked or as they are stored. */

import type { ByteSource } from '../codec/byte-source';
import { codecOf } from '../codec/codecs';
import { placeOf } from '../place/places';
import type { InputFile } from '../store/place';

/** Is given the bytes of a file as they are stored, front to back. */
export type StoredSink = (bytes: Uint8Array) => void;

/**
 * The unpacked bytes of a file from `start` on. The reader certainly needs those up to `end`, so they may be fetched
 * ahead. A packed file is always unpacked from its start on.
 */
export function openInput(file: InputFile, start: number, end: number): ByteSource {
  const isWhole = !codecOf(file).isSplittable;
  return unpacked(file, isWhole ? openStored(file, 0, file.sizeBytes) : openStored(file, start, end));
}

/** Unpacks `stored`, the bytes of a file as they are stored. `onStored` is given these bytes as they are read. */
export function unpacked(file: InputFile, stored: ByteSource, onStored?: StoredSink): ByteSource {
  const source = onStored === undefined ? stored : tapped(stored, onStored);
  return codecOf(file).unpack(file, source, (start) => openStored(file, start, start));
}

/** The bytes of a file from `start` on, as they are stored. The reader certainly needs those up to `end`. */
export function openStored(file: InputFile, start: number, end: number): ByteSource {
  return placeOf(file.path).open(file, { start, end });
}

function tapped(source: ByteSource, onStored: StoredSink): ByteSource {
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
