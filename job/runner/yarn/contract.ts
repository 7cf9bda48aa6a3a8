/**
 * The data that the driver and its tasks exchange. All values are JSON, except blocks of lines.
 *
 *     driver  -> task     `job.json` beside the bundle (YarnJob); one manifest line a map task (MapInput); variables of
 *                         the environment as a secret of the job (variables.ts)
 *     map     -> reduce   frames through Hadoop's shuffle: openings, blocks of lines, rejects and notices of them,
 *                         books (MapBooks)
 *     reduce  -> driver   one line through Hadoop's committer, which takes the line of one attempt of each task
 *                         (ReduceToken)
 *     task    -> driver   the error that ended it, staged below `_temporary/<run>/` at once (LastWords)
 */

import type { Header } from '../../format/format';
import type { BadRecords } from '../../options/options';
import type { Spec } from '../../options/spec';
import type { WrittenPart } from '../../output/part-writer';
import type { ExitCode } from '../../shared/exit';
import type { InputFile } from '../../store/place';
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
  /** The number of map tasks, and of lines in the manifest: at most MAX_PARTS. */
  readonly maps: number;
  /** The number of reduce tasks, and of parts of the output: at most MAX_PARTS. */
  readonly parts: number;
  /**
   * The least number of groups in each part. A group is a range of hashes, at most a (parts * groups)-th of all hashes;
   * a reduce task takes its groups one after the other, so that one of them fits its memory. There are at most 2^31
   * groups in all.
   */
  readonly groups: number;
  /** Memory for the records of one task. */
  readonly memoryBytes: number;
}

/** The input of one map task, in order of files and offsets: rejects of map task m come before those of m + 1. */
export interface MapInput {
  readonly map: number;
  readonly segments: readonly {
    readonly file: InputFile;
    /** The number of the file among all input files. */
    readonly index: number;
    readonly start: number;
    readonly end: number; // exclusive
  }[];
}

/** The books of a map task: its counts of everything except the records that it handed to reduce tasks. */
export interface MapBooks extends MapCounts {
  readonly map: number;
  readonly span: Span;
  readonly superseded: number;
  readonly spilledBytes: number;
}

/** The result of a reduce task: its part, the files of rejects that it wrote for map tasks, and books of map tasks. */
export interface ReduceToken extends Omit<ReduceResult, 'rejects'> {
  readonly partition: number;
  readonly rejects: readonly { readonly map: number; readonly written: WrittenPart }[];
  readonly books: readonly MapBooks[];
}

/** The bad record that ended a map task in `fail` mode. */
export interface Finding {
  readonly map: number;
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
