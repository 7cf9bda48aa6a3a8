import type { Schema } from '../shared/schema';

/**
 * The storage of an output: a local folder, or `s3://bucket/prefix`. File names are relative to the output and have `/`
 * between folders. A part is written where no reader sees it (`openPart`), then made visible (`commit`) or removed
 * (`discard`).
 */
export interface OutputStore {
  /** The location of the output as the user would write it, for messages. */
  readonly location: string;
  /**
   * The schema of this store's receipts. A receipt that is read back is checked, since anyone with write access may
   * have written it.
   */
  readonly receiptSchema: Schema;

  /** Makes this run the only one that may change the output, or throws with exit code 73. */
  takeLease(request: LeaseRequest): Promise<Lease>;

  /**
   * Every file below a folder of the output ('' for the whole output), including hidden files, in name order. The list
   * is empty where there is no such folder.
   */
  list(folder: string): Promise<StoredFile[]>;
  /**
   * Reads a whole document; undefined where there is none. Throws with exit code 74 where the name is not a file, or
   * the document is larger than its limit.
   */
  read(name: string): Promise<Buffer | undefined>;
  /** Like `read`, and returns the version of the document too. */
  find(name: string): Promise<FoundFile | undefined>;
  /**
   * Throws with exit code 73 where a folder on the path of one of these names is a link: files behind a link do not
   * belong to this output. Names of staged and set-aside files are given as they were before any takeover; the store
   * knows the present ones.
   */
  refuseLinks(names: readonly string[]): Promise<void>;
  /**
   * Replaces the whole file in one step: a reader sees either the old or the new one. It is durable when the call
   * returns.
   */
  put(name: string, text: string): Promise<void>;

  /**
   * Writes a whole file that no reader sees until `replace`. It is durable when the call returns. Returns its version.
   */
  stage(staging: string, name: string, text: string): Promise<string>;
  /** Whether a file of this name is staged. */
  hasStaged(staging: string, name: string): Promise<boolean>;
  /**
   * Starts a part that no reader sees until it is committed. Several attempts may write the same part at a time, each
   * under an attempt name of its own ('' where there is only one attempt). Attempts that are not committed are
   * discarded.
   */
  openPart(run: string, name: string, attempt: string): PartSink;
  /**
   * Begins the publication of the staged files of a run, and returns the name of its staging from then on. In a folder
   * that name is new, so that late tasks of the run no longer reach the staging. `setsAside` says that the publication
   * will set files aside.
   */
  enter(run: string, setsAside: boolean): Promise<string>;
  /**
   * Makes the staged files survive a power cut under the names that they have. The content of each file is durable
   * already.
   */
  persist(staging: string): Promise<void>;
  /** Where a part is now. A part whose size is not the expected one counts as gone. */
  locate(staging: string, part: StagedPart): Promise<'staged' | 'visible' | 'gone'>;

  // The methods below take effect only while no other run has taken the staging over. The storage itself enforces this,
  // however late a request arrives: after a takeover the request changes nothing visible, and the method may throw
  // LostStaging. Changes are durable when a method returns.

  /** Makes staged parts visible under their names. Parts that are visible already stay as they are. */
  commit(staging: string, parts: readonly StagedPart[]): Promise<void>;
  /**
   * Replaces the visible file of this name by the staged one. Returns the version; undefined where no file of this name
   * is staged.
   */
  replace(staging: string, name: string): Promise<string | undefined>;
  /** Rewrites a staged file, if it still has this version. Returns the new version. */
  stageAnew(staging: string, file: SeenFile, text: string): Promise<string>;
  /** Rewrites a visible file, if it still has this version. Returns the new version. */
  swap(staging: string, file: SeenFile, text: string): Promise<string>;
  /** Removes a visible file, if it still has this version. Returns false where there is no such file. */
  withdraw(staging: string, file: SeenFile): Promise<boolean>;
  /**
   * Removes files that have a run's id in their names and that no run will ever write again. Missing files are ignored.
   */
  retire(staging: string, names: readonly string[]): Promise<void>;
  /** Moves files to `_replaced/<run>`, without overwriting any. Files that are gone or have changed are not moved. */
  setAside(staging: string, run: string, files: readonly SeenFile[]): Promise<void>;
  /** Writes the former text of a file to `_replaced/<run>`. */
  keepAside(staging: string, run: string, name: string, text: string): Promise<void>;
  /** Ends the setting aside: all files that were set aside are visible in `_replaced/<run>` from then on. */
  showAside(staging: string, run: string): Promise<void>;
  /** Prepares to put a withdrawn file back, before `swap` records in the journal that the file will be put back. */
  prepareBack(staging: string, file: WithdrawnFile): Promise<PreparedBack>;
  /** Aborts everything by which a late request could still make staged parts visible; `prepared` is kept. */
  abort(staging: string, prepared: PreparedBack): Promise<void>;
  /**
   * Puts a withdrawn file back, if it is gone. A withdrawal of it that is still in progress does not remove it again.
   */
  putBack(staging: string, file: WithdrawnFile, prepared: PreparedBack): Promise<void>;

  /** Removes everything that was staged and not committed. */
  discard(staging: string): Promise<void>;

  // The methods below are for the holder of the lease. They call `check` to make sure that the lease is still held:
  // after its loss, the files that were found belong to another run.

  /** Takes away from every run the files with which it would begin a publication, so that none begins from then on. */
  fence(check: Check): Promise<void>;
  /** Takes the staging of a run over from its former holder, and returns its name. */
  take(run: string, check: Check): Promise<string>;
  /** Removes all invisible files that runs other than `keep` left behind. */
  sweep(keep: readonly string[], check: Check): Promise<void>;
}

/** Throws where another run has taken the output over. */
export type Check = () => Promise<void>;

/**
 * A file in the version that was listed or read. A file that is written later under the same name has another version.
 */
export interface SeenFile {
  readonly name: string;
  /** As `StoredFile.version`. */
  readonly version: string;
}

export interface FoundFile {
  readonly bytes: Buffer;
  readonly version: string;
}

/** A small file that was withdrawn, with its text. */
export interface WithdrawnFile extends SeenFile {
  readonly text: string;
}

/** The staged file or upload from which a withdrawn file will be put back; null where nothing had to be prepared. */
export type PreparedBack = { readonly name: string; readonly receipt?: unknown } | null;

export interface StoredFile {
  readonly name: string;
  readonly sizeBytes: number;
  /** As `InputFile.version`. */
  readonly version: string;
  /** The kind of the entry, where it is not a file. This kit writes no such entries, and reading one may never end. */
  readonly noFile?: NoFile;
}

/** The kinds of entries that a name may stand for, other than a file. */
export type NoFile = 'link' | 'folder' | 'FIFO' | 'socket' | 'device';

/**
 * A part that is written and durable, but not visible. Plain data, since it travels between threads and through YARN.
 */
export interface StagedPart {
  /** The name that the part will have when it is visible. */
  readonly name: string;
  readonly sizeBytes: number;
  /** The attempt that wrote it. */
  readonly attempt: string;
  /** The data by which the part's store finds it again. Only that store interprets it. */
  readonly receipt?: unknown;
}

/** Takes the bytes of one part, from front to back. */
export interface PartSink {
  write(bytes: Uint8Array): void | Promise<void>;
  /** Resolves once every byte is durable. */
  finish(): Promise<StagedPart>;
}

export interface LeaseRequest {
  readonly run: string;
  /** The command line of the run, for a person who reads the lease. */
  readonly command?: readonly string[];
}

/** The sole right to change an output. It renews itself until it is released. */
export interface Lease {
  readonly run: string;
  /** The dead run from which this lease was taken over: its tasks on other machines may still have to be ended. */
  readonly tookOver: string | undefined;
  /** Throws with exit code 73 where another run has taken the output over. */
  check(): Promise<void>;
  /** Sets how far the run is; the next sign of life tells it to observers that cannot see this process. */
  note(progress: string): void;
  /** Gives a sign of life to observers that cannot see this process. */
  renew(): Promise<void>;
  /**
   * Gives the lease up, and removes folders that were made for the output and are empty. It has to be the last call, in
   * every case.
   */
  release(): Promise<void>;
}
