/** Explains in one message why a job failed. Pure. */

import { badRecordFailure } from '../../output/reject';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import type { Finding, LastWords } from './contract';
import type { Application } from './rest';

/** Everything that is known about a failed job. */
export interface Evidence {
  readonly application: Application;
  /** The notes of failed tasks. */
  readonly lastWords: readonly LastWords[];
  /** YARN's diagnostics of the attempts of the task because of which the job failed. */
  readonly attempts: readonly string[];
}

/** Whether a task failed because of its input, which another attempt would find just as bad. */
export function isBadData({ exitCode }: LastWords): boolean {
  return exitCode === EXIT.badData;
}

/** The end of a job whose tasks found bad records, all of them behind guessed starts of records. */
export class UnprovenFindings extends Error {
  constructor(
    /** The paths of the files in which the bad records were found, each once. */
    readonly files: readonly string[],
    /** The attempts that found them. */
    readonly attempts: readonly string[],
  ) {
    super('the bad records that were found may be none');
    this.name = 'UnprovenFindings';
  }
}

/**
 * The failure of a job that met bad data. It names a fault of a file as a whole, where a task reported one, because
 * that may be the reason for bad records. Else it names the bad record that comes first in the inputs, of those that
 * were reported and are no guess. The first report ends the application, so other tasks may not have read everything.
 */
export function badDataFailure(lastWords: readonly LastWords[]): Failure | UnprovenFindings {
  const bad = lastWords.filter(isBadData).sort((a, b) => (a.attempt < b.attempt ? -1 : 1));
  const ofFile = bad.find(({ finding }) => finding === null);
  if (ofFile !== undefined) return new Failure(ofFile.exitCode, `${ofFile.message} (${ofFile.attempt})`);
  const findings = bad.map(({ finding }) => finding as Finding);
  const proven = findings.filter(({ isGuessed }) => !isGuessed);
  const [first] = proven.sort((a, b) => a.split - b.split || a.example.offset - b.example.offset);
  if (first !== undefined) return failureOf(first);
  const files = new Set(findings.map(({ example }) => example.file));
  return new UnprovenFindings(
    [...files],
    bad.map(({ attempt }) => attempt),
  );
}

/** A bad record of the first split is the first one of all inputs, because a split is read from front to back. */
function failureOf({ split, example }: Finding): Failure {
  if (split === 0) return badRecordFailure(example);
  return badRecordFailure(
    example,
    '; earlier tasks may not have read all of their input, so another run may name an earlier record',
  );
}

/** The id of the task because of which a job failed, `task_…`; null where YARN names none. */
export function failedTask({ diagnostics }: Application): string | null {
  return /\btask_\d+_\d+_[mr]_\d+\b/.exec(diagnostics)?.[0] ?? null;
}

/**
 * The failure of a job that met no bad data. The cause is, in this order, a memory limit for which a node has killed a
 * container, the note of a failed task, a kill of the application, and YARN's diagnostics.
 */
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

/**
 * The failure for an application that ResourceManager does not know any more. It was lost in a restart: otherwise
 * ResourceManager forgets only the oldest of thousands of ended applications.
 */
export function lostFailure(application: string): Failure {
  return new Failure(
    EXIT.unavailable,
    `${application} was lost: ResourceManager had it, and knows of no such application any more, as after a restart ` +
      'without yarn.resourcemanager.recovery.enabled; nothing was published, run again',
  );
}

/** The id of the application that Hadoop's client says it has submitted; null where it has submitted none. */
export function submittedApplication(said: readonly string[]): string | null {
  const found = said.map((line) => /Submitted application (application_\d+_\d+)/.exec(line)?.[1]);
  return found.find((application) => application !== undefined) || null;
}

/**
 * Says which of the two memory limits a node has killed a container for, and what to change; null where there was none.
 */
function memoryLimit(texts: readonly string[]): string | null {
  const text = texts.find((each) => /beyond (?:the )?'?(?:virtual|physical)'? memory limit/i.test(each));
  if (text === undefined) return null;
  if (/beyond (?:the )?'?physical/i.test(text)) {
    return 'a task was killed since it outgrew the memory of its container; give more with --container-memory';
  }
  return (
    'a task was killed because it reserved more addresses (virtual memory) than YARN allows; ' +
    "set yarn.nodemanager.vmem-check-enabled to false in the cluster's configuration and in this machine's"
  );
}

/** The note of the last attempt of this task; else the first note of any task; null where there is none. */
function wordsOf(task: string | null, lastWords: readonly LastWords[]): LastWords | null {
  const inOrder = [...lastWords].sort((a, b) => (a.attempt < b.attempt ? -1 : 1));
  const prefix = task === null ? null : `${task.replace('task_', 'attempt_')}_`;
  const own = prefix === null ? undefined : inOrder.findLast(({ attempt }) => attempt.startsWith(prefix));
  return own ?? inOrder[0] ?? null;
}

/** YARN's diagnostics in one line, without stack traces, to be put behind a message. */
function because(diagnostics: string): string {
  const lines = diagnostics.split('\n').filter((line) => !/^\s+at |^\s*$/.test(line));
  const text = lines.join(' ').replace(/\s+/g, ' ').trim();
  return text === '' ? '' : `: ${text.length > 500 ? `${text.slice(0, 500)}…` : text}`;
}
