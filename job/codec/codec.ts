import type { CodecName } from '../summary/summary';
import type { ByteSource } from './byte-source';

/** A packed file, as its codec has to know it. */
export interface PackedFile {
  readonly path: string;
  readonly sizeBytes: number;
}

/** A way in which files are packed. A new one is a file of this folder, and a line in the table of codecs. */
export interface Codec {
  readonly name: CodecName;
  /** The end of the names of packed files, `.gz`; '' where nothing is packed. */
  readonly suffix: string;
  /** The first bytes of every packed file; null where nothing is packed. */
  readonly magic: Buffer | null;
  /** Whether a file can be read from the middle on: only then it is cut into splits, and its size says how much it holds. */
  readonly isSplittable: boolean;
  /** Reading a stored byte costs about as much as reading so many bytes that are not packed. */
  readonly readingCost: number;
  /** Whether a file of no bytes is no packed file. */
  readonly needsContent: boolean;
  /**
   * The bytes that a file unpacks to. `stored` are its bytes from the first on; `openAt` opens it once more at an offset.
   * Reading throws with exit code 65 where the file is damaged.
   */
  unpack(file: PackedFile, stored: ByteSource, openAt: (start: number) => ByteSource): ByteSource;
  /** Packs some bytes; a file may be the sequence of the results of several calls. */
  pack(bytes: Uint8Array): Uint8Array;
}
