import type { CodecName } from '../codec/codec';
import type { ByteSource } from '../codec/stream/byte-source';
import type { FileFields } from '../kernel/record-format';
import type { ExitCode } from '../shared/exit';
import type { SkippedFile } from '../summary/skipped-files';
import type { OutputStore } from './store';

/** A file that a place has listed. Plain data, since it is sent to threads and to tasks. */
export interface InputFile {
  /** The path as the user would write it. */
  readonly path: string;
  readonly sizeBytes: number;
  /** A text that changes when the content changes: a time of modification of a file, the ETag of an object. */
  readonly version: string;
  /** Whether this kit wrote the file; in such a file only `\n` ends a line. */
  readonly own: boolean;
  /** The codec according to the file's name: splits are planned by it before any byte of the file is read. */
  readonly codec: CodecName;
  /** Whether the file is read as one segment, because it was cut where no record begins. Missing where it may be cut. */
  readonly isUncut?: true;
  /** Missing unless a look at the file's first bytes was necessary before it was cut. */
  readonly start?: StartOfFile;
}

/** Facts about the start of a file that every segment of the file depends on. */
export interface StartOfFile {
  /**
   * No cut lies before this byte: the bytes up to it are the start of the file, with no records in them. It is the size
   * of a file that cannot be cut at all.
   */
  readonly uncutBytes: number;
  /** The fields of the file; null where they are the columns one by one. */
  readonly fields: FileFields | null;
  /** The header of the file, one character a byte; null where it is that of the first file, or where there is none. */
  readonly header: string | null;
}

/** Findings of a listing, in addition to the files. */
export interface ListingNotes {
  /** Symbolic links that were found below the roots; they may lead anywhere. */
  readonly links: string[];
  /** Files that were skipped for a hidden name, by their identity. */
  readonly skipped: Map<string, SkippedFile>;
}

/** The bytes `start` .. `end` of a file. A reader may ask for bytes after `end` too, to complete the last line. */
export interface Extent {
  readonly start: number;
  readonly end: number; // exclusive
}

/**
 * A kind of storage that locations name. This interface is everything that the job needs of a storage to read inputs
 * and to publish outputs.
 */
export interface Place {
  /** Whether a location names something in this place. */
  understands(location: string): boolean;
  /**
   * A name of a location that does not depend on the working folder. Two spellings of one path have the same identity;
   * links are not resolved.
   */
  identityOf(location: string): string;
  /**
   * The identity of the file or folder that a location leads to once its links are resolved. The file need not exist.
   */
  realPathOf(location: string): string;
  /**
   * The files and folders that an input names: itself, or the matches of a pattern. Throws with exit code 66 where
   * there are none.
   */
  expand(input: string, notes: ListingNotes): Promise<string[]>;
  /**
   * Gives `take` every file of a root: the root itself where it is a file, else the files in it at any depth, mostly in
   * the order of the UTF-8 bytes of their paths. Throws with exit code 66 where the root does not exist. In S3 a root
   * without objects does not exist, unless it is written with a slash at the end or `ifEmpty` is 'ok': then it is an
   * empty folder.
   */
  list(root: string, ifEmpty: 'ok' | 'fail', notes: ListingNotes, take: (file: InputFile) => void): Promise<void>;
  /**
   * Lists the same files, one after the other, in the order of the UTF-8 bytes of their identities, and holds none of
   * them. The version of each is exact: it differs whenever the content may have changed, to the nanosecond in a folder.
   */
  stream(root: string, ifEmpty: 'ok' | 'fail', notes: ListingNotes): AsyncIterable<InputFile>;
  /**
   * Opens the bytes from `extent.start` on. The reader certainly needs those up to `extent.end`, so they may be fetched
   * ahead.
   */
  open(file: InputFile, extent: Extent): ByteSource;
  /** Reads exactly the bytes of an extent, which has to lie in the file. */
  read(file: InputFile, extent: Extent): Promise<Uint8Array>;
  /**
   * Null where a file can be read as soon as it is opened. Else opening a file starts with waiting for an answer, so
   * files are opened ahead of their turn, and these members tell how much memory open files take.
   */
  readonly openAhead: { readonly mostBytes: number; bytesOf(file: InputFile, extent: Extent): number } | null;
  /** Opens an output; `unreachable` is the exit code where the output cannot be reached. */
  openOutput(location: string, unreachable: ExitCode): OutputStore;
  /** Whether reading and writing wait for a network. */
  readonly isRemote: boolean;
}
