/**
 * Checks that a deployment publishes the same bytes as this machine: the sample runs here, and on a cluster of its own.
 */

import { createHash } from 'node:crypto';
import { EXIT } from '../../../job/shared/exit';
import { jobOptions } from '../../cluster/steps';
import type { JobSettings } from '../../settings/settings';
import { countRecords, firstDifference, type ReadFile, recordsOf } from './records';

export interface GateRequest {
  /** Name of the cluster's stack. */
  readonly stack: string;
  /** A folder on this machine with the records to run on. */
  readonly sample: string;
  readonly job: JobSettings;
  /** Name of the run, which is also the name of its folder in S3. */
  readonly run: string;
}

export interface Ended {
  readonly exitCode: number;
  readonly printed: string;
}

export type WhenSignalled = 'end' | 'go on';

/** Everything that a gate does outside this process: running commands, and reading and writing files and objects. */
export interface GateEffects {
  /**
   * Runs `dedup <words>`, and returns its exit code and its standard output. Standard error is shown as it comes. A
   * signal is passed on to the command, unless the command must complete.
   */
  dedup(words: readonly string[], whenSignalled?: WhenSignalled): Promise<Ended>;
  /** Throws a GateFailure if a signal has arrived. */
  throwIfInterrupted(): void;
  /** A folder on this machine that is removed afterwards. */
  readonly scratch: string;
  /** Returns `s3://bucket/prefix/`, the place of the stack's gates. Throws an error that says why it is not known. */
  placeOf(stack: string): Promise<string>;
  /** Uploads all files of a folder to a place in S3. Throws a GateFailure. */
  upload(folder: string, place: string): Promise<void>;
  /** Returns a function that reads files by their names in a folder or in a place in S3. */
  reader(location: string): ReadFile;
  tell(line: string): void;
}

/** Has the exit code of the command that failed. */
export class GateFailure extends Error {
  constructor(
    readonly exitCode: number,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'GateFailure';
  }
}

/**
 * A cluster takes some ten minutes to start. The credentials of a chained role last an hour, and the gate needs them
 * until its cluster has ended.
 */
const TIMEOUT = '45m';

/** Throws a GateFailure unless the deployment publishes the same records as this machine. */
export async function runGate({ stack, sample, job, run }: GateRequest, effects: GateEffects): Promise<void> {
  effects.tell(
    `gate: tries ${stack} with the records of ${sample}, here and on a cluster of its own: ` +
      'some fifteen minutes, which are paid for',
  );
  const here = `${effects.scratch}/expected`;
  // Ask first: without a deployment that has a place for gates, and the right to see it, a run here would be in vain.
  const place = `${await effects.placeOf(stack)}${run}/`;
  effects.tell(`gate: running ${sample} here`);
  await succeed(
    effects,
    ['run', sample, `--output=${here}`, '--quiet', ...jobOptions(job)],
    `cannot run '${sample}' here`,
  );

  const [input, there] = [`${place}input/`, `${place}output/`];
  effects.tell(`gate: running it on a new cluster of ${stack}, in ${place}`);
  await effects.upload(sample, input);
  effects.throwIfInterrupted();
  const submission = [
    'submit',
    input,
    '--stack',
    stack,
    '--new-cluster',
    `--output=${there}`,
    `--run-id=${run}`,
    '--json',
  ];
  // An interrupted submission could leave a cluster that nothing knows of, so the command runs to its end.
  const { exitCode, printed } = await effects.dedup(submission, 'go on');
  if (exitCode === EXIT.underWay) await endStarted(printed, submission, effects);
  refuseFailed(effects, submission, exitCode, `cannot run '${sample}' on ${stack}`);
  await waitFor(JSON.parse(printed).cluster, effects);

  const [theirs, ours] = [await recordsOf(effects.reader(there)), await recordsOf(effects.reader(here))];
  const difference = firstDifference(theirs, ours);
  if (difference !== null) {
    const { record } = difference;
    throw new GateFailure(
      EXIT.software,
      `record ${record} of ${there} is ${difference.there}, and ${difference.here} on this machine`,
    );
  }
  effects.throwIfInterrupted();
  const checksum = createHash('sha256').update(theirs).digest('hex');
  effects.tell(`gate: passed, the same ${countRecords(theirs)} records here and there, sha256 ${checksum}`);
}

/** Ends the cluster if the wait fails, because nothing else knows of the cluster. */
async function waitFor(cluster: string, effects: GateEffects): Promise<void> {
  try {
    effects.throwIfInterrupted();
    await succeed(effects, ['wait', cluster, '--timeout', TIMEOUT], `the run on cluster ${cluster} is no good`);
  } catch (error) {
    await end(cluster, effects);
    throw error;
  }
}

/**
 * Ends the cluster of a submission that failed after it may have started one, as far as the submission knows its id.
 */
async function endStarted(printed: string, submission: readonly string[], effects: GateEffects): Promise<void> {
  const { cluster }: { cluster: string | null } = JSON.parse(printed);
  if (cluster !== null) await end(cluster, effects);
  else effects.tell(`gate: a cluster may have been started: 'dedup ${submission.join(' ')}' finds it, or starts one`);
}

async function end(cluster: string, effects: GateEffects): Promise<void> {
  const words = ['terminate', '--cluster', cluster, '--force'];
  const { exitCode, printed } = await effects.dedup(words, 'go on');
  const left = `cluster ${cluster} may still run: 'dedup ${words.join(' ')}' ends it`;
  effects.tell(`gate: ${exitCode === EXIT.done ? printed.trim() : left}`);
}

async function succeed(effects: GateEffects, words: readonly string[], trouble: string): Promise<void> {
  const { exitCode } = await effects.dedup(words);
  refuseFailed(effects, words, exitCode, trouble);
}

function refuseFailed(effects: GateEffects, words: readonly string[], exitCode: number, trouble: string): void {
  if (exitCode === EXIT.done) return;
  effects.throwIfInterrupted();
  throw new GateFailure(exitCode, `${trouble}: 'dedup ${words[0]}' ended with ${exitCode}, and says above why`);
}
