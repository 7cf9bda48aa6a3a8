import type { CompressName } from '../summary/summary';
import type { ByteSource } from './stream/byte-source';
import type { PackedFile } from './stream/packed-file';

/** Output is packed by some of the codecs, and files of others are read as well. */
export type CodecName = CompressName | 'bzip2' | 'deflate';

/** A way to pack files. A new codec is a file of this folder, and a line in the table of codecs. */
export interface Codec {
  readonly name: CodecName;
  /** The end of the names of packed files, such as `.gz`; '' for the codec of files that are not packed. */
  readonly suffix: string;
  /** How many of a file's first bytes `isOfKind` looks at; 0 for the codec of files that are not packed. */
  readonly mostMagicBytes: number;
  /** Whether a file with these first bytes, of which a short file has fewer, is packed in this way. */
  isOfKind(first: Uint8Array): boolean;
  /**
   * Whether a file can be read from the middle on. Only then it is cut into splits, and only then its size tells how
   * much it holds.
   */
  readonly isSplittable: boolean;
  /** The cost of reading a stored byte, in bytes of a file that is not packed. */
  readonly readingCost: number;
  /**
   * Unpacks a file. `stored` has the bytes of the file from the first on; `openAt` opens the file once more at an
   * offset. Reading throws with exit code 65 where the file is damaged.
   */
  unpack(file: PackedFile, stored: ByteSource, openAt: (start: number) => ByteSource): ByteSource;
}

/** A codec that output can be packed with. */
export interface PackingCodec extends Codec {
  readonly name: CompressName;
  /** Whether an empty file is damaged, since packing never makes one. */
  readonly needsContent: boolean;
  /** Packs some bytes. The results of several calls, one behind the other, are a packed file too. */
  pack(bytes: Uint8Array): Uint8Array;
}
