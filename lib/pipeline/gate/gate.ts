/**
 * Whether a deployment does what one machine does: the sample runs here and on a cluster of its own, and both have to
 * publish the same bytes.
 */

import { createHash } from 'node:crypto';
import { EXIT } from '../../../job/shared/exit';
import { jobOptions } from '../../cluster/steps';
import type { JobSettings } from '../../settings/settings';
import { countRecords, firstDifference, type ReadFile, recordsOf } from './records';

export interface GateRequest {
  /** The cluster's stack. */
  readonly stack: string;
  /** A folder on this machine. */
  readonly sample: string;
  readonly job: JobSettings;
  /** The run's name. */
  readonly run: string;
}

export interface Ended {
  readonly exitCode: number;
  readonly printed: string;
}

export type WhenSignalled = 'end' | 'go on';

/** All that a gate does beyond this process: it runs commands, and it reads and writes files and objects. */
export interface GateEffects {
  /**
   * `dedup <words>`: its exit code and what it printed. Errors and progress are shown as they come. A signal is passed on,
   * unless the command is to come to its end.
   */
  dedup(words: readonly string[], whenSignalled?: WhenSignalled): Promise<Ended>;
  /** Throws a GateFailure once a signal has come. */
  throwIfInterrupted(): void;
  /** A folder on this machine that is gone afterwards. */
  readonly scratch: string;
  /** `s3://bucket/prefix/`, where the stack has its gates. Throws what says why it is not known. */
  placeOf(stack: string): Promise<string>;
  /** Puts the files below a folder below a place in S3. Throws a GateFailure. */
  upload(folder: string, place: string): Promise<void>;
  /** Reads below a folder, or below a place in S3. */
  reader(location: string): ReadFile;
  tell(line: string): void;
}

/** With the exit code of the command that failed. */
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

/** A cluster takes some ten minutes to be there; a role taken on by another lasts an hour, in which it has to be ended. */
const TIMEOUT = '45m';

/** Throws a GateFailure unless the deployment's answer is this machine's. */
export async function runGate({ stack, sample, job, run }: GateRequest, effects: GateEffects): Promise<void> {
  effects.tell(
    `gate: tries ${stack} with the records of ${sample}, here and on a cluster of its own: ` +
      'some fifteen minutes, which are paid for',
  );
  const here = `${effects.scratch}/expected`;
  // without a deployment that has gates, and somebody who may see it, nothing is worth beginning
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
  // cut short it may have started a cluster that nobody knows of
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

/** A cluster that is not waited for any more is ended: nobody else knows of it. */
async function waitFor(cluster: string, effects: GateEffects): Promise<void> {
  try {
    effects.throwIfInterrupted();
    await succeed(effects, ['wait', cluster, '--timeout', TIMEOUT], `the run on cluster ${cluster} is no good`);
  } catch (error) {
    await end(cluster, effects);
    throw error;
  }
}

/** Of a submission that failed behind the start of a cluster, as far as it knows that one. */
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
