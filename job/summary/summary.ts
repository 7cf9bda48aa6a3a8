import type { Counts } from './books';

/** Version of the summary document. */
export const SUMMARY_VERSION = 1;

export const PHASES = ['plan', 'map', 'reduce', 'publish'] as const;
export type Phase = (typeof PHASES)[number];

/** The reasons for which a record is bad. */
export const REJECT_REASONS = [
  'columns',
  'order',
  'order-range',
  'length',
  'quote',
  'open-quote',
  'open-escape',
  'json',
  'key',
] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

/** No bad record of any reason. */
export function noRejects(): Record<RejectReason, number> {
  return Object.fromEntries(REJECT_REASONS.map((reason) => [reason, 0])) as Record<RejectReason, number>;
}

/**
 * Data that a run accepts with a warning. `byte-order-mark`: a line inside a file begins with a byte order mark, which
 * is data there. `no-order`: the text in the order column is empty or stands for no value (`NA`, `null` …), and is
 * compared as any other text, by which such a word is later than every digit.
 */
export const ODDITIES = ['byte-order-mark', 'no-order'] as const;
export type OddityKind = (typeof ODDITIES)[number];

/** The ways in which parts may be packed. */
export const COMPRESS_NAMES = ['none', 'gzip', 'zstd'] as const;
export type CompressName = (typeof COMPRESS_NAMES)[number];

export interface Oddity {
  readonly kind: OddityKind;
  readonly count: number;
  /** The place of the first one, by file and offset. */
  readonly file: string;
  readonly offset: number;
  /** The start of the line of the first one, made printable. */
  readonly line: string;
}

export interface SkippedFiles {
  readonly files: number;
  readonly bytes: number;
  /** The paths of the first files. */
  readonly examples: readonly string[];
}

/** The types of order values. */
export const ORDER_TYPES = ['int', 'text', 'decimal', 'timestamp', 'rank'] as const;
export type OrderType = (typeof ORDER_TYPES)[number];

export interface SummaryOrder {
  readonly column: string;
  readonly type: OrderType;
  /** Whether the least value is the latest one. */
  readonly isLeast: boolean;
  /** The values of a rank, the least first; empty for other types. */
  readonly ranks: readonly string[];
}

/** A record is a delete where the column has this value, or where it has another one. */
export interface SummaryDelete {
  readonly column: string;
  /** One character for each byte. */
  readonly value: string;
  /** Whether any other value makes a delete, and not this one. It is missing otherwise, as in summaries of earlier versions. */
  readonly isOther?: true;
}

export interface SummarySpec {
  /** How records are written in files. */
  readonly format: 'delimited' | 'json';
  /** In JSON Lines the names that the key, the order and deletes have. */
  readonly columns: readonly string[];
  /** In the order of `columns`, not in the order of the option. */
  readonly key: readonly string[];
  /** The first of these columns in which two records differ decides which one is later. */
  readonly orderBy: readonly SummaryOrder[];
  readonly emptyOrder: 'refuse' | 'oldest';
  readonly timeZone: string;
  /** A record that meets any of these conditions is a delete. They are sorted by column and value. */
  readonly deleteWhen: readonly SummaryDelete[];
  /** 1 to 8 bytes, as a string of one character U+0000..U+00FF for each; '' in JSON Lines. The quote and the escape are one byte. */
  readonly delimiter: string;
  readonly quote: string | null;
  readonly escape: string | null;
  readonly isTrimmed: boolean;
  readonly hasTrailingDelimiter: boolean;
  /** The header line that every input and every part starts with (Latin-1 of its bytes), null without `--header`. */
  readonly header: string | null;
}

/**
 * The keys of a run that merged with a former output, alive and deleted ones: kept + deleted = added + changed + unchanged.
 * A key whose record is followed by a delete is changed.
 */
export interface MergedKeys {
  /** Keys that the former output did not have. */
  readonly added: number;
  /** Keys whose former record was superseded by a later one. */
  readonly changed: number;
  readonly unchanged: number;
}

/** The files of the inputs, compared with the ledger of the former output. */
export interface LedgerCounts {
  /** Files that the ledger did not have. */
  readonly new: number;
  /** Files that the ledger had with another size or version. They were read again as a whole. */
  readonly changed: number;
  /** Files that the ledger had as they are. They were not read. */
  readonly unchanged: number;
  /** Files of the ledger that the inputs no longer have. They stay in the ledger. */
  readonly gone: number;
}

export interface SummaryPart {
  /** Relative to the output folder. */
  readonly name: string;
  /** Size of the stored file. */
  readonly bytes: number;
  /** Records (or rejects) in the file, without the header line. */
  readonly lines: number;
  /** CRC-32 (zlib's polynomial) of the stored bytes, as an unsigned number. */
  readonly crc32: number;
}

export interface RejectExample {
  readonly file: string;
  /** Byte offset of the line in the file; for a packed file, in its unpacked content. */
  readonly offset: number;
  readonly reason: RejectReason;
  /** What is wrong, in words. */
  readonly detail: string;
  /** The start of the line, made printable. */
  readonly line: string;
}

/** The time that one worker spent in one phase. `startMs` and `endMs` count from the start of the run. */
export interface WorkerPhase {
  readonly worker: number;
  readonly phase: 'map' | 'reduce';
  readonly startMs: number;
  readonly endMs: number;
}

/** `_dedup/summary.json`: what a run read, decided and wrote. */
export interface Summary {
  readonly version: typeof SUMMARY_VERSION;
  readonly format: number;
  readonly run: string;
  /** The command line, program name first. */
  readonly command: readonly string[];
  /** ISO 8601. */
  readonly startedAt: string;
  readonly spec: SummarySpec;
  readonly badRecords: 'fail' | 'drop' | 'keep';
  readonly inputs: {
    /** As given on the command line. */
    readonly paths: readonly string[];
    readonly files: number;
    readonly bytes: number;
    /** Files that were not read because a name in their path begins with `_` or `.`. */
    readonly skipped: SkippedFiles;
    /** Files in UTF-16, which were read as UTF-8. */
    readonly utf16Files: number;
    /** Files with other columns than the spec, or with the columns in another order, which were read by their names. */
    readonly rearrangedFiles: number;
    /** The run whose output was one more input (`--merge`), null without. */
    readonly merged: string | null;
    /** The files that were read again without a cut, because they had been cut where no record begins. */
    readonly uncut: readonly string[];
    /** Null where the run read all files (without `--new-only`). */
    readonly ledger: LedgerCounts | null;
  };
  readonly counts: Counts;
  /** Null where the run did not merge. */
  readonly keys: MergedKeys | null;
  readonly rejects: {
    readonly byReason: Readonly<Record<RejectReason, number>>;
    /** The first bad records, by file and offset. */
    readonly examples: readonly RejectExample[];
  };
  /** At most one of each kind. */
  readonly oddities: readonly Oddity[];
  readonly output: {
    readonly path: string;
    readonly compress: CompressName;
    readonly bytes: number;
    readonly parts: readonly SummaryPart[];
    /** Files of `_deleted/`: the latest records of keys where these are deletes. A part without any has no such file. */
    readonly deleted: readonly SummaryPart[];
    /** Files of `_rejected/`, with `--bad-records keep`. */
    readonly rejected: readonly SummaryPart[];
    /** The ledger: the list of the input files whose records are in the parts. Null where the run wrote none. */
    readonly ledger: SummaryPart | null;
  };
  readonly phases: readonly { readonly phase: Phase; readonly startMs: number; readonly endMs: number }[];
  readonly workers: readonly WorkerPhase[];
  readonly threads: number;
  readonly memoryBytes: number;
  /** Bytes of records written to temporary files because they outgrew the memory budget. */
  readonly spilledBytes: number;
  readonly peakMemoryBytes: number;
  /** The YARN application of the run; null for a run on one machine. */
  readonly yarn: SummaryYarn | null;
}

export interface SummaryYarn {
  /** `application_…`, as YARN's pages show it. */
  readonly application: string;
  /** The number of task containers that may run at the same time. */
  readonly parallelism: number;
  /** Says why `--parallelism auto` chose it; missing where it was given. */
  readonly why?: string;
  readonly maps: number;
  readonly reduces: number;
  /** How many of these tasks used `--class-data`; missing without it, or where Hadoop's counters are not known. */
  readonly withClassData?: number;
}

/** How long a run took, its publication included: from its start to the last end of a phase or a worker. */
export function totalTimeMs({ phases, workers }: Pick<Summary, 'phases' | 'workers'>): number {
  return [...phases, ...workers].reduce((latest, { endMs }) => Math.max(latest, endMs), 0);
}
