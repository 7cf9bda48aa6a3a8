/** The bytes of inputs, unpacked. */

import type { ByteSource } from '../codec/byte-source';
import { codecOf } from '../codec/codecs';
import { placeOf } from '../place/places';
import type { InputFile } from '../store/place';

/** Takes the bytes of a file as they are stored, front to back. */
export type StoredSink = (bytes: Uint8Array) => void;

/** The bytes of a file from `start` on; those up to `end` are wanted for sure. A packed file is unpacked from its start on. */
export function openInput(file: InputFile, start: number, end: number): ByteSource {
  const isWhole = !codecOf(file).isSplittable;
  return unpacked(file, isWhole ? openStored(file, 0, file.sizeBytes) : openStored(file, start, end));
}

/** The same of bytes as they are stored, which `onStored` sees as they are read. */
export function unpacked(file: InputFile, stored: ByteSource, onStored?: StoredSink): ByteSource {
  const source = onStored === undefined ? stored : tapped(stored, onStored);
  return codecOf(file).unpack(file, source, (start) => openStored(file, start, start));
}

/** The bytes from `start` on, as they are stored. */
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
