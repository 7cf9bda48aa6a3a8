/** What ended a job that failed, as one message. Pure. */

import { badRecordFailure } from '../../output/reject';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import type { Finding, LastWords } from './contract';
import type { Application } from './rest';

/** All that is known of a job that failed. */
export interface Evidence {
  readonly application: Application;
  /** Of tasks that failed. */
  readonly lastWords: readonly LastWords[];
  /** What YARN says of the attempts of the task that the job failed for. */
  readonly attempts: readonly string[];
}

/** Whether a task read what no other attempt will find better. */
export function isBadData({ exitCode }: LastWords): boolean {
  return exitCode === EXIT.badData;
}

/**
 * What is wrong with a file as a whole, which may be why its records are bad; else the bad record that comes first in the
 * inputs, of those that were found. The first find ends the application, wherever the other tasks are by then.
 */
export function badDataFailure(lastWords: readonly LastWords[]): Failure {
  const bad = lastWords.filter(isBadData).sort((a, b) => (a.attempt < b.attempt ? -1 : 1));
  const ofFile = bad.find(({ finding }) => finding === null);
  if (ofFile !== undefined) return new Failure(ofFile.exitCode, `${ofFile.message} (${ofFile.attempt})`);
  const findings = bad.map(({ finding }) => finding as Finding);
  const [first] = findings.sort((a, b) => a.map - b.map || a.example.offset - b.example.offset);
  return findingFailure(first as Finding);
}

/** That of the first map task is the first of the inputs: a task reads from front to back. */
function findingFailure({ map, example }: Finding): Failure {
  if (map === 0) return badRecordFailure(example);
  return badRecordFailure(
    example,
    '; tasks before it may not have read all they had to, so another run may name an earlier one',
  );
}

/** The task that a job failed for, `task_…`, where YARN names one. */
export function failedTask({ diagnostics }: Application): string | null {
  return /\btask_\d+_\d+_[mr]_\d+\b/.exec(diagnostics)?.[0] ?? null;
}

/** What a task said itself is told first, then what the containers died of, then what YARN has to say. */
export function jobFailure({ application, lastWords, attempts }: Evidence): Failure {
  const limit = memoryLimit([application.diagnostics, ...attempts]);
  if (limit !== null) return new Failure(EXIT.unavailable, `${application.id}: ${limit}`);
  const words = wordsOf(failedTask(application), lastWords);
  if (words !== null) return new Failure(words.exitCode, `${words.message} (${words.attempt})`);
  if (application.state === 'KILLED') {
    return new Failure(
      EXIT.unavailable,
      `${application.id} was killed${because(application.diagnostics)}; nothing was published, run again`,
    );
  }
  const told = attempts.length > 0 ? (attempts.at(-1) as string) : application.diagnostics;
  return new Failure(
    EXIT.unavailable,
    `${application.id} failed${because(told)}; 'yarn logs -applicationId ${application.id}' says more`,
  );
}

/** Where ResourceManager knows no more of a job that it had: of those that have ended it forgets the oldest of thousands. */
export function lostFailure(application: string): Failure {
  return new Failure(
    EXIT.unavailable,
    `${application} was lost: ResourceManager had it, and knows of no such application any more, as after a restart ` +
      'without yarn.resourcemanager.recovery.enabled; nothing was published, run again',
  );
}

/** What ResourceManager has taken, as Hadoop's client tells it; null where it has not. */
export function submittedApplication(said: readonly string[]): string | null {
  const found = said.map((line) => /Submitted application (application_\d+_\d+)/.exec(line)?.[1]);
  return found.find((application) => application !== undefined) || null;
}

/** A node kills what outgrows its container: which of the two limits that was, and what helps. */
function memoryLimit(texts: readonly string[]): string | null {
  const text = texts.find((each) => /beyond (?:the )?'?(?:virtual|physical)'? memory limit/i.test(each));
  if (text === undefined) return null;
  if (/beyond (?:the )?'?physical/i.test(text)) {
    return 'a task was killed since it outgrew the memory of its container; give more with --container-memory';
  }
  return (
    'a task was killed for the addresses that it reserved, which are no memory; set ' +
    "yarn.nodemanager.vmem-check-enabled to false, in the cluster's configuration and in this machine's"
  );
}

/** Those of the task that failed, of its last attempt; else of any task. */
function wordsOf(task: string | null, lastWords: readonly LastWords[]): LastWords | null {
  const inOrder = [...lastWords].sort((a, b) => (a.attempt < b.attempt ? -1 : 1));
  const prefix = task === null ? null : `${task.replace('task_', 'attempt_')}_`;
  const own = prefix === null ? undefined : inOrder.findLast(({ attempt }) => attempt.startsWith(prefix));
  return own ?? inOrder[0] ?? null;
}

/** YARN's words in one line, without its stack traces. */
function because(diagnostics: string): string {
  const lines = diagnostics.split('\n').filter((line) => !/^\s+at |^\s*$/.test(line));
  const text = lines.join(' ').replace(/\s+/g, ' ').trim();
  return text === '' ? '' : `: ${text.length > 500 ? `${text.slice(0, 500)}…` : text}`;
}
