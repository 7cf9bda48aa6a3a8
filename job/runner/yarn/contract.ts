/**
 * What the driver and its tasks say to each other. All of it is plain JSON.
 *
 *     driver  -> task     `job.json` beside the bundle (YarnJob); one manifest line a map task (MapInput); variables of
 *                         the environment as a secret of the job (variables.ts)
 *     map     -> reduce   frames through Hadoop's shuffle: openings, blocks of lines, rejects and notices of them,
 *                         books (MapBooks)
 *     reduce  -> driver   one line through Hadoop's committer, so of one attempt of each task alone (ReduceToken)
 *     task    -> driver   what ended it, staged under `_temporary/<run>/` at once (LastWords)
 */

import type { BadRecords } from '../../options/options';
import type { Spec } from '../../options/spec';
import type { WrittenPart } from '../../output/part-writer';
import type { ExitCode } from '../../shared/exit';
import type { InputFile } from '../../store/place';
import type { CodecName, RejectExample } from '../../summary/summary';
import type { MapCounts } from '../mapper';
import type { ReduceResult, Span } from '../results';

/** Names that the job's files have in a container's working folder. */
export const NODE_FILE = 'node';
export const BUNDLE_FILE = 'dedup.js';
export const JOB_FILE = 'job.json';

/** Below `_temporary/<run>/`: one file a failed attempt. */
export const LAST_WORDS_FOLDER = 'last-words';

/** Hadoop's counters of a job, in this group: what its committed tasks did, by the names of a summary's counts. Bytes as they are stored. */
export const COUNTER_GROUP = 'dedup';
export const COUNTERS = ['bytes-read', 'lines', 'blank', 'headers', 'kept', 'superseded', 'rejected'] as const;
export type Counter = (typeof COUNTERS)[number];

/** Variables that Hadoop Streaming sets for a task. */
export const ATTEMPT_VARIABLE = 'mapreduce_task_attempt_id';
export const PARTITION_VARIABLE = 'mapreduce_task_partition';
/** One that YARN sets: where a container's tokens and secrets are. */
export const TOKEN_FILE_VARIABLE = 'HADOOP_TOKEN_FILE_LOCATION';

/** What every task is told. */
export interface YarnJob {
  readonly run: string;
  readonly output: string;
  readonly spec: Spec;
  /** The header line, one character a byte, and the file it was found in. */
  readonly header: { readonly line: string; readonly file: string } | null;
  readonly badRecords: BadRecords;
  readonly compress: CodecName;
  /** Map tasks, MAX_PARTS at most; the manifest has as many lines. */
  readonly maps: number;
  /** Parts of the output, MAX_PARTS at most: as many reduce tasks. */
  readonly parts: number;
  /**
   * Ranges of hashes that a reduce task takes one after the other, so that one fits its memory: at least this many a part,
   * none wider than a (parts * groups)-th of all hashes. 2^31 at most for all parts together.
   */
  readonly groups: number;
  /** For the records of a task. */
  readonly memoryBytes: number;
}

/** What one map task reads, in the order of files and offsets: map m of the manifest has rejects before those of m + 1. */
export interface MapInput {
  readonly map: number;
  readonly segments: readonly {
    readonly file: InputFile;
    /** Place of the file among the inputs. */
    readonly index: number;
    readonly start: number;
    readonly end: number; // exclusive
  }[];
}

/** What a map task did, but for what its reduce tasks make of it. */
export interface MapBooks extends MapCounts {
  readonly map: number;
  readonly span: Span;
  readonly superseded: number;
  readonly spilledBytes: number;
}

/** What a reduce task did: its part, the rejects of the map tasks that it wrote, and their books. */
export interface ReduceToken extends Omit<ReduceResult, 'rejects'> {
  readonly partition: number;
  readonly rejects: readonly { readonly map: number; readonly written: WrittenPart }[];
  readonly books: readonly MapBooks[];
}

/** The bad record that ended a map task in `fail` mode. */
export interface Finding {
  readonly map: number;
  readonly example: RejectExample;
}

/** `last-words/<attempt>.json`: the error that ended a task. */
export interface LastWords {
  readonly attempt: string;
  readonly exitCode: ExitCode;
  readonly message: string;
  readonly finding: Finding | null;
}
