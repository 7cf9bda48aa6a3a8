import { Bzip2Decoder } from './bzip2/bzip2-decoder';
import type { Codec } from './codec';
import { decoded } from './stream/decoder';

/** How the first block of a stream begins, or the end of a stream without blocks, behind `BZh` and the level. */
const BLOCK = Buffer.from([0x31, 0x41, 0x59, 0x26, 0x53, 0x59]);
const END = Buffer.from([0x17, 0x72, 0x45, 0x38, 0x50, 0x90]);
const MARK = Buffer.from('BZh');
const MARK_BYTES = 4;

export const bzip2: Codec = {
  name: 'bzip2',
  suffix: '.bz2',
  mostMagicBytes: MARK_BYTES + BLOCK.length,
  isOfKind: isBzip2,
  isSplittable: false,
  readingCost: 30,
  unpack: (file, stored) => decoded(stored, new Bzip2Decoder(file.path)),
};

/** A cut file may end within these bytes. */
function isBzip2(first: Uint8Array): boolean {
  const level = first[MARK.length] as number;
  const next = first.subarray(MARK_BYTES, MARK_BYTES + BLOCK.length);
  const begins = (bytes: Buffer) => bytes.subarray(0, next.length).equals(next);
  return (
    MARK.equals(first.subarray(0, MARK.length)) && level >= 0x31 && level <= 0x39 && (begins(BLOCK) || begins(END))
  );
}
