/** Follows a job while it runs: tells its progress, and ends it at the first bad data. */

import { setTimeout as delay } from 'node:timers/promises';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { grouped } from '../../shared/figures';
import { STAGING_FOLDER } from '../../shared/output-files';
import type { OutputStore } from '../../store/store';
import { COUNTER_GROUP, LAST_WORDS_FOLDER, type LastWords } from './contract';
import { type Hadoop, lastSaid } from './hadoop';
import { parseLastWords } from './handed-in';
import { isAttemptOf, type JobId } from './job-id';
import { badDataFailure, failedTask, isBadData, jobFailure, lostFailure, submittedApplication } from './outcome';
import type { Program } from './process';
import {
  type Application,
  hasEnded,
  hasSucceeded,
  isAtWork,
  type JobCounters,
  type JobProgress,
  type YarnRest,
} from './rest';

/** The intervals and limits by which a job is followed. */
export interface Pace {
  readonly lookMs: number;
  readonly tellMs: number;
  /**
   * The age from which a job is asked for its progress and counts. The first such question costs its application master a
   * second of CPU time, which matters in a job of seconds.
   */
  readonly askMs: number;
  /** After one task has reported bad data, other tasks have this time to report earlier bad data. */
  readonly findingsMs: number;
  /** A ResourceManager that is silent for longer ends the run; a shorter silence may be a restart. */
  readonly silenceMs: number;
  /** A restarted ResourceManager that answers again may take this time to recover its applications. */
  readonly lostMs: number;
}

export const PACE: Pace = {
  lookMs: 1000,
  tellMs: 5000,
  askMs: 25_000,
  findingsMs: 2000,
  silenceMs: 180_000,
  lostMs: 60_000,
};

/** Containers learn of a kill with the next heartbeat, and then have a moment to end. */
const GONE_WITHIN_MS = 15_000;
const GONE_LOOK_MS = 250;

/** A running job, and the services by which it is followed. */
export interface RunningJob {
  readonly run: string;
  readonly tag: string;
  readonly client: Program;
  readonly store: OutputStore;
  readonly rest: Pick<YarnRest, 'applications' | 'progress' | 'counters' | 'attemptDiagnostics' | 'isGone'>;
  readonly hadoop: Pick<Hadoop, 'kill'>;
  readonly pace: Pace;
  /** The jobs that this run submitted before: their tasks may have left notes, even a moment ago. */
  readonly earlier: readonly JobId[];
}

/** The caller of `follow`. */
export interface Bystander {
  readonly signal: AbortSignal;
  tell(line: string): void;
}

/** Returns the application once the job has succeeded. Throws the failure that ended the job otherwise. */
export async function follow(job: RunningJob, { signal, tell }: Bystander): Promise<Application> {
  const { pace } = job;
  const startMs = performance.now();
  let heardMs = startMs;
  let toldMs = startMs;
  let known: string | null = null;
  let knownMs = startMs;
  for (;;) {
    await delay(pace.lookMs, undefined, { signal }).catch(() => signal.throwIfAborted());
    // the client is asked first: an application that ResourceManager does not know after its end was never submitted
    const hasClientEnded = job.client.hasEnded();
    await endAtBadData(job);
    const nowMs = performance.now();
    const application = await latest(job).catch((error) => {
      if (nowMs - heardMs > pace.silenceMs) throw error;
      return undefined;
    });
    if (application === undefined) {
      knownMs = nowMs;
      continue;
    }
    heardMs = nowMs;
    if (application === null) {
      if (known !== null && nowMs - knownMs > pace.lostMs) throw lostFailure(known);
      if (known !== null || !hasClientEnded) continue;
      known = await submittedBy(job.client);
      knownMs = nowMs;
      continue;
    }
    known = application.id;
    knownMs = nowMs;
    if (hasSucceeded(application)) return application;
    if (hasEnded(application)) throw await whatEnded(job, application);
    if (nowMs - toldMs < pace.tellMs) continue;
    toldMs = nowMs;
    tell(await describe(job, application, nowMs - startMs));
  }
}

/**
 * Kills the applications with a tag, and waits some seconds at most until their containers have ended. Returns the
 * number of applications. Throws with exit code 69 where one cannot be killed.
 */
export async function killAll(rest: RunningJob['rest'], hadoop: RunningJob['hadoop'], tag: string): Promise<number> {
  const alive = (await rest.applications(tag)).filter(isAtWork);
  for (const { id } of alive) {
    if (await hadoop.kill(id)) await untilGone(rest, id);
    else throw new Failure(EXIT.unavailable, `cannot kill ${id}: end it with 'yarn application -kill ${id}'`);
  }
  return alive.length;
}

async function untilGone(rest: RunningJob['rest'], application: string): Promise<void> {
  const deadlineMs = performance.now() + GONE_WITHIN_MS;
  while (!(await rest.isGone(application)) && performance.now() < deadlineMs) await delay(GONE_LOOK_MS);
}

async function latest({ rest, tag }: RunningJob): Promise<Application | null> {
  const applications = await rest.applications(tag);
  return applications.at(-1) ?? null;
}

/**
 * Ends the job where a task has reported bad data. Otherwise Hadoop would have the same data read by further attempts.
 */
async function endAtBadData(job: RunningJob): Promise<void> {
  if (!(await lastWords(job)).some(isBadData)) return;
  const deadlineMs = performance.now() + job.pace.findingsMs;
  await killAll(job.rest, job.hadoop, job.tag);
  await delay(Math.max(0, deadlineMs - performance.now()));
  throw badDataFailure(await lastWords(job));
}

async function whatEnded(job: RunningJob, application: Application): Promise<Error> {
  const words = await lastWords(job);
  if (words.some(isBadData)) return badDataFailure(words);
  const task = failedTask(application);
  const attempts = task === null ? [] : await job.rest.attemptDiagnostics(application.id, task);
  return jobFailure({ application, lastWords: words, attempts });
}

/** The notes of failed attempts. */
async function lastWords({ store, run, earlier }: RunningJob): Promise<LastWords[]> {
  const files = await store.list(`${STAGING_FOLDER}/${run}/${LAST_WORDS_FOLDER}`);
  const texts = await Promise.all(files.map(({ name }) => store.read(name)));
  // a file may have been listed under a temporary name while it was being written
  return texts.flatMap((text) => {
    const words = text === undefined ? undefined : parseLastWords(text);
    return words === undefined || earlier.some((id) => isAttemptOf(words.attempt, id)) ? [] : [words];
  });
}

/** The application of a client that has ended. Throws where it has submitted none. */
async function submittedBy(client: Program): Promise<string> {
  const { exitCode, said } = await client.ended;
  const submitted = submittedApplication(said);
  if (submitted !== null) return submitted;
  throw new Failure(
    EXIT.unavailable,
    `hadoop-streaming ended with exit code ${exitCode} before YARN had the job: ${lastSaid(said)} (DEBUG=1 shows all)`,
  );
}

async function describe({ rest, pace }: RunningJob, application: Application, elapsedMs: number): Promise<string> {
  const state = `${application.id} ${application.state.toLowerCase()}`;
  if (elapsedMs < pace.askMs) return state;
  const [progress, counters] = await Promise.all([rest.progress(application), rest.counters(application)]);
  if (progress === null) return state;
  return progressLine(progress, counters, elapsedMs);
}

/** `maps 12/16 | reduces 0/16 | 1,234,567 lines, 230 MB read | 35s left` */
export function progressLine(progress: JobProgress, counters: JobCounters | null, elapsedMs: number): string {
  const { mapsDone, maps, reducesDone, reduces } = progress;
  const share = (mapsDone + reducesDone) / Math.max(1, maps + reduces);
  const count = (name: string) => counters?.get(`${COUNTER_GROUP}/${name}`) ?? 0;
  const left = share === 0 ? [] : [`${Math.ceil((elapsedMs * (1 - share)) / share / 1000)}s left`];
  return [
    `maps ${mapsDone}/${maps}`,
    `reduces ${reducesDone}/${reduces}`,
    `${grouped(count('lines'))} lines, ${grouped(Math.round(count('bytes-read') / 1e6))} MB read`,
    ...left,
  ].join(' | ');
}
