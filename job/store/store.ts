/**
 * What the job asks of a place for output: a local folder, or `s3://bucket/prefix`. Names are relative to the
 * output, with `/`. A part is written unseen (`openPart`), then made visible (`commit`) or given up (`discard`).
 */
export interface OutputStore {
  /** The output as the user would name it, for messages. */
  readonly location: string;

  /** Makes this run the only one that may change the output, or throws with exit code 73. */
  takeLease(request: LeaseRequest): Promise<Lease>;

  /** Every file below a folder of the output ('' for all), hidden ones too, in name order; empty where there is none. */
  list(folder: string): Promise<StoredFile[]>;
  /** The whole file, undefined where there is none. */
  read(name: string): Promise<Buffer | undefined>;
  /** Replaces the whole file at once: a reader sees the old or the new one; durable when it returns. */
  put(name: string, text: string): Promise<void>;
  /** The same where there is none; false where there is one, maybe our own by an attempt whose answer was lost. */
  create(name: string, text: string): Promise<boolean>;
  /** Removes files; those that are not there are fine. Durable when it returns. */
  remove(names: readonly string[]): Promise<void>;
  /** Moves a file out of the readers' sight, or back; fine where it is gone. Never over another. Durable. */
  move(from: string, to: string): Promise<void>;

  /** Writes a whole file that nobody sees until `replace`; durable when it returns. */
  stage(run: string, name: string, text: string): Promise<void>;
  /** Puts a staged file in the place of the one of that name; fine where that is done. Needs no space. Durable. */
  replace(run: string, name: string): Promise<void>;

  /**
   * Starts a part that nobody sees until it is committed. Attempts that write the same part, each with a name of its own
   * ('' where there is but one), don't meet; the one that is not committed is discarded.
   */
  openPart(run: string, name: string, attempt: string): PartSink;
  /** Makes what a run staged survive a power cut under the names that it has: each file by itself does so already. */
  persist(run: string): Promise<void>;
  /** Where a part is now; one of another size than it should have is gone. */
  locate(run: string, part: StagedPart): Promise<'staged' | 'visible' | 'gone'>;
  /** Makes staged parts visible under their names; fine for those that already are. Durable when it returns. */
  commit(run: string, parts: readonly StagedPart[]): Promise<void>;
  /** Removes all that a run staged and did not commit. */
  discard(run: string): Promise<void>;
  /** Removes all that runs other than these left unseen. Only for the holder of the lease: every other run is dead. */
  sweep(keep: readonly string[]): Promise<void>;
}

export interface StoredFile {
  readonly name: string;
  readonly sizeBytes: number;
  /** As `InputFile.version`. */
  readonly version: string;
}

/** A part that is written and durable, but not visible. Plain data: it travels between threads and through YARN. */
export interface StagedPart {
  /** The name it will have. */
  readonly name: string;
  readonly sizeBytes: number;
  /** The attempt that wrote it. */
  readonly attempt: string;
  /** Where it lies, in S3. */
  readonly upload?: S3Upload;
}

/** A multipart upload that has all its parts and was not completed. */
export interface S3Upload {
  readonly id: string;
  /** In the order of their numbers, which begin with 1. */
  readonly parts: readonly UploadedPart[];
}

export interface UploadedPart {
  readonly etag: string;
  /** Base64 of four bytes, as S3 has it. */
  readonly crc32: string;
}

/** The bytes of one part, front to back. */
export interface PartSink {
  write(bytes: Uint8Array): void | Promise<void>;
  /** Resolves once every byte is durable. */
  finish(): Promise<StagedPart>;
}

export interface LeaseRequest {
  readonly run: string;
  /** The command line, for whoever finds the lease. */
  readonly command?: readonly string[];
}

/** The sole right to change an output. It renews itself until it is released. */
export interface Lease {
  readonly run: string;
  /** The dead run whose lease this one took over: its tasks elsewhere may still have to be ended. */
  readonly tookOver: string | undefined;
  /** Throws with exit code 73 where another run has taken the output over. */
  check(): Promise<void>;
  /** What the next sign of life says of how far the run is, for those who cannot see this process. */
  note(progress: string): void;
  /** A sign of life, for those who cannot see this process. */
  renew(): Promise<void>;
  /** Gives the output up; folders that were made for it and that hold nothing go too. Call it last, always. */
  release(): Promise<void>;
}
