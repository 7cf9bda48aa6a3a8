/**
 * The data that the driver and its tasks exchange. All values are JSON, except blocks of lines.
 *
 *     driver  -> task     `job.json` beside the bundle (YarnJob); one manifest line a map task (MapInput); variables of
 *                         the environment as a secret of the job (variables.ts)
 *     map     -> reduce   frames through Hadoop's shuffle: openings, blocks of lines, rejects and notices of them,
 *                         books (MapBooks)
 *     reduce  -> driver   one line for each part through Hadoop's committer, which takes the lines of one attempt of
 *                         each task (ReduceToken)
 *     task    -> driver   the error that ended it, staged below `_temporary/<run>/` at once (LastWords)
 */

import type { Header } from '../../format/format';
import type { FileSegment } from '../../input/opened-ahead';
import type { BadRecords } from '../../options/options';
import type { Spec } from '../../options/spec';
import type { WrittenPart } from '../../output/part-writer';
import type { ExitCode } from '../../shared/exit';
import type { CompressName, RejectExample } from '../../summary/summary';
import type { MapCounts } from '../mapper';
import type { ReduceResult, Span } from '../results';

/** Names that the job's files have in a container's working folder. */
export const NODE_FILE = 'node';
export const BUNDLE_FILE = 'dedup.js';
export const JOB_FILE = 'job.json';

/** A folder below `_temporary/<run>/`, with one file for each failed attempt. */
export const LAST_WORDS_FOLDER = 'last-words';

/**
 * The group of this kit's counters in Hadoop. They count the work of committed tasks; their names are those of a
 * summary's counts. `bytes-read` are stored bytes.
 */
export const COUNTER_GROUP = 'dedup';
export const COUNTERS = [
  'bytes-read',
  'lines',
  'blank',
  'headers',
  'comments',
  'skipped',
  'kept',
  'superseded',
  'deleted',
  'rejected',
] as const;
export type Counter = (typeof COUNTERS)[number];

/** Variables that Hadoop Streaming sets for a task. */
export const ATTEMPT_VARIABLE = 'mapreduce_task_attempt_id';
export const PARTITION_VARIABLE = 'mapreduce_task_partition';
/** The variable that YARN sets to the path of the file with a container's tokens and secrets. */
export const TOKEN_FILE_VARIABLE = 'HADOOP_TOKEN_FILE_LOCATION';

/** The part of a job's description that is the same for every task. */
export interface YarnJob {
  readonly run: string;
  readonly output: string;
  readonly spec: Spec;
  /** The header, its lines with one character a byte. */
  readonly header: (Omit<Header, 'line' | 'found'> & { readonly line: string; readonly found: string }) | null;
  readonly badRecords: BadRecords;
  readonly compress: CompressName;
  /** The number of splits of all map tasks: at most MAX_PARTS. */
  readonly splits: number;
  /** The number of parts of the output: at most MAX_PARTS. */
  readonly parts: number;
  /** The number of reduce tasks, each of which writes some of the parts (part-shares.ts). */
  readonly reduces: number;
  /** The number of parts that a reduce task writes at a time. */
  readonly slots: number;
  /**
   * The least number of groups in each part. A group is a range of hashes, at most a (parts * groups)-th of all hashes;
   * a part's groups are taken one after the other, so that one of them fits the memory of a slot. There are at most 2^31
   * groups in all.
   */
  readonly groups: number;
  /** Memory for the records of one task, which its slots share. */
  readonly memoryBytes: number;
}

/** The input of one map task: a split for each of its slots. */
export interface MapInput {
  readonly splits: readonly SplitInput[];
}

/** One split, in order of files and offsets: rejects of split s come before those of s + 1. */
export interface SplitInput {
  /** The number of the split among those of all map tasks. Those of one map task follow each other. */
  readonly split: number;
  readonly segments: readonly FileSegment[];
}

/** The books of a split: its counts of everything except the records that were handed to reduce tasks. */
export interface MapBooks extends MapCounts {
  readonly split: number;
  readonly span: Span;
  readonly superseded: number;
  readonly spilledBytes: number;
}

/** The result of one part: the part, the files of rejects that were written beside it, and books of map tasks. */
export interface ReduceToken extends Omit<ReduceResult, 'rejects' | 'former'> {
  readonly partition: number;
  readonly rejects: readonly { readonly split: number; readonly written: WrittenPart }[];
  readonly books: readonly MapBooks[];
}

/** The bad record that ended a map task in `fail` mode. */
export interface Finding {
  readonly split: number;
  readonly example: RejectExample;
  /** Whether it was found behind a guessed start of a record, so that it may be none. */
  readonly isGuessed: boolean;
}

/** `last-words/<attempt>.json`: the error that ended a task. */
export interface LastWords {
  readonly attempt: string;
  readonly exitCode: ExitCode;
  readonly message: string;
  readonly finding: Finding | null;
}
