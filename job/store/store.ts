import type { Schema } from '../shared/schema';

/**
 * What the job asks of a place for output: a local folder, or `s3://bucket/prefix`. Names are relative to the
 * output, with `/`. A part is written unseen (`openPart`), then made visible (`commit`) or given up (`discard`).
 */
export interface OutputStore {
  /** The output as the user would name it, for messages. */
  readonly location: string;
  /** The form of this store's receipts: a receipt that is read back may have been written by a stranger. */
  readonly receiptSchema: Schema;

  /** Makes this run the only one that may change the output, or throws with exit code 73. */
  takeLease(request: LeaseRequest): Promise<Lease>;

  /** Every file below a folder of the output ('' for all), hidden ones too, in name order; empty where there is none. */
  list(folder: string): Promise<StoredFile[]>;
  /** A whole document, undefined where there is none. Throws with exit code 74 where it is no file, or larger than any. */
  read(name: string): Promise<Buffer | undefined>;
  /** The same, with what tells this version of it from every other. */
  find(name: string): Promise<FoundFile | undefined>;
  /**
   * Throws with exit code 73 where a link is on the way to one of these: what lies behind it is not this output's. What a
   * run staged or set aside is named as if nobody had taken it over.
   */
  refuseLinks(names: readonly string[]): Promise<void>;
  /** Replaces the whole file at once: a reader sees the old or the new one; durable when it returns. */
  put(name: string, text: string): Promise<void>;

  /** Writes a whole file that nobody sees until `replace`; durable when it returns. Returns its version. */
  stage(staging: string, name: string, text: string): Promise<string>;
  /** Whether there is such a file. */
  hasStaged(staging: string, name: string): Promise<boolean>;
  /**
   * Starts a part that nobody sees until it is committed. Attempts that write the same part, each with a name of its own
   * ('' where there is but one), don't meet; the one that is not committed is discarded.
   */
  openPart(run: string, name: string, attempt: string): PartSink;
  /**
   * Begins the publication of what a run has staged; returns the name of its staging from there on, which no late task of
   * the run knows. With `setsAside` it will set files aside.
   */
  enter(run: string, setsAside: boolean): Promise<string>;
  /** Makes what was staged survive a power cut under the names that it has: each file by itself does so already. */
  persist(staging: string): Promise<void>;
  /** Where a part is now; one of another size than it should have is gone. */
  locate(staging: string, part: StagedPart): Promise<'staged' | 'visible' | 'gone'>;

  // What follows takes effect only while nobody has taken the staging away: the storage itself sees to that, whenever the
  // request reaches it. Else it changes nothing that anybody sees, and may throw LostStaging. Durable when it returns.

  /** Makes staged parts visible under their names; fine for those that already are. */
  commit(staging: string, parts: readonly StagedPart[]): Promise<void>;
  /** Puts a staged file in the place of the one of that name. Returns its version; undefined where it is not staged. */
  replace(staging: string, name: string): Promise<string | undefined>;
  /** Writes a staged file anew, if it is this version of it still. Returns the new version. */
  stageAnew(staging: string, file: SeenFile, text: string): Promise<string>;
  /** Writes the file anew, if it is this version of it still. Returns the new version. */
  swap(staging: string, file: SeenFile, text: string): Promise<string>;
  /** Takes a file away, if it is this version of it; false where there is none. */
  withdraw(staging: string, file: SeenFile): Promise<boolean>;
  /** Takes away files that carry a run's name and that nobody will ever write again; those that are not there are fine. */
  retire(staging: string, names: readonly string[]): Promise<void>;
  /** Moves files to `_replaced/<run>`, never over others; those that are gone or have changed stay. */
  setAside(staging: string, run: string, files: readonly SeenFile[]): Promise<void>;
  /** Writes what a file said to `_replaced/<run>`. */
  keepAside(staging: string, run: string, name: string, text: string): Promise<void>;
  /** Ends the setting aside. */
  showAside(staging: string, run: string): Promise<void>;
  /** Prepares to put back a file that was withdrawn, before `swap` says that it will be. */
  prepareBack(staging: string, file: WithdrawnFile): Promise<PreparedBack>;
  /** Ends what could still make staged parts visible. */
  abort(staging: string, prepared: PreparedBack): Promise<void>;
  /** Puts it back, if it is gone. A withdrawal that is still under way will not find it. */
  putBack(staging: string, file: WithdrawnFile, prepared: PreparedBack): Promise<void>;

  /** Removes all that was staged and not committed. */
  discard(staging: string): Promise<void>;

  // For the holder of the lease, who says with `check` that it still is: what is found after it has been given up, or was
  // taken over, is another's.

  /** Takes away from every run what it takes to begin a publication: from there on none is begun. */
  fence(check: Check): Promise<void>;
  /** Takes the staging of a run away from whoever has it, and returns its name. */
  take(run: string, check: Check): Promise<string>;
  /** Removes all that runs other than these left unseen. */
  sweep(keep: readonly string[], check: Check): Promise<void>;
}

/** Throws where the output is no longer one's own. */
export type Check = () => Promise<void>;

/** A file as it was seen. One of the same name that was written since has another version. */
export interface SeenFile {
  readonly name: string;
  /** As `StoredFile.version`. */
  readonly version: string;
}

export interface FoundFile {
  readonly bytes: Buffer;
  readonly version: string;
}

/** A small file that was taken away, and what it said. */
export interface WithdrawnFile extends SeenFile {
  readonly text: string;
}

/** What a file will be made of; null where that is there without. */
export type PreparedBack = { readonly name: string; readonly receipt?: unknown } | null;

export interface StoredFile {
  readonly name: string;
  readonly sizeBytes: number;
  /** As `InputFile.version`. */
  readonly version: string;
  /** What it is, where it is no file: this kit wrote none of these, and reading one may never end. */
  readonly noFile?: NoFile;
}

/** What a name may stand for that is no file. */
export type NoFile = 'link' | 'folder' | 'FIFO' | 'socket' | 'device';

/** A part that is written and durable, but not visible. Plain data: it travels between threads and through YARN. */
export interface StagedPart {
  /** The name it will have. */
  readonly name: string;
  readonly sizeBytes: number;
  /** The attempt that wrote it. */
  readonly attempt: string;
  /** The knowledge that its store needs to find it again. Nothing but that store understands it. */
  readonly receipt?: unknown;
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
