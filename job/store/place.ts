import type { ByteSource } from '../codec/byte-source';
import type { ExitCode } from '../shared/exit';
import type { SkippedFile } from '../summary/skipped-files';
import type { CodecName } from '../summary/summary';
import type { OutputStore } from './store';

/** A file that a place has listed. Plain data: it travels to threads and tasks. */
export interface InputFile {
  /** As the user would name it. */
  readonly path: string;
  readonly sizeBytes: number;
  /** A text that differs once the content does: when a file was modified, an object's ETag. */
  readonly version: string;
  /** This kit wrote it, so that only `\n` ends a line. */
  readonly own: boolean;
  /** By its name: a packed file is cut otherwise before any byte of it is read. */
  readonly codec: CodecName;
}

/** Notes of a listing, beside the files. */
export interface ListingNotes {
  /** Symbolic links below the roots: they may lead anywhere. */
  readonly links: string[];
  /** Files that were passed over for their names, by identity. */
  readonly skipped: Map<string, SkippedFile>;
}

/** Bytes start .. end of a file; the bytes behind `end` may be asked for too. */
export interface Extent {
  readonly start: number;
  readonly end: number; // exclusive
}

/** A kind of storage, as locations name it. Whatever the job asks of one to read inputs and to publish outputs is here. */
export interface Place {
  /** Whether a location is of this place. */
  understands(location: string): boolean;
  /** Equal for two names of one file, links aside, and the same from every folder. */
  identityOf(location: string): string;
  /** The identity of the file or folder that a location leads to, through links. It need not exist. */
  realPathOf(location: string): string;
  /** The files and folders that an input means: itself, or the matches of a pattern. Throws with exit code 66 for none. */
  expand(input: string, notes: ListingNotes): Promise<string[]>;
  /**
   * Every file of a root: itself, or those in it at any depth. Throws with exit code 66 where there is no such root; a folder
   * of S3 without any object is none, unless `ifEmpty` is ok.
   */
  list(root: string, ifEmpty: 'ok' | 'fail', notes: ListingNotes): Promise<InputFile[]>;
  /** The bytes from `start` on; those up to `end` are wanted for sure. */
  open(file: InputFile, extent: Extent): ByteSource;
  /**
   * Where opening a file begins with waiting for an answer, so that files are opened ahead of their turn: the memory that an
   * open one takes. Null where it does not.
   */
  readonly openAhead: { readonly mostBytes: number; bytesOf(file: InputFile, extent: Extent): number } | null;
  /** Opens an output; `unreachable` is the exit code where it cannot be reached. */
  openOutput(location: string, unreachable: ExitCode): OutputStore;
  /** Whether reading and writing wait for a network. */
  readonly isRemote: boolean;
}
