/** Asks the REST services of YARN and MapReduce about an application. */

import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import type { Room } from './auto';
import { roomIn } from './room';

const ANSWER_WITHIN_MS = 10_000;

export interface Application {
  /** `application_…`. */
  readonly id: string;
  readonly state: string;
  readonly finalStatus: string;
  readonly diagnostics: string;
  /** The URL of the application master's pages, once it runs. */
  readonly trackingUrl: string;
}

export interface JobProgress {
  readonly mapsDone: number;
  readonly maps: number;
  readonly reducesDone: number;
  readonly reduces: number;
}

/** Totals by group and name, `dedup/lines`. */
export type JobCounters = ReadonlyMap<string, number>;

const FINAL_STATES: readonly string[] = ['FINISHED', 'FAILED', 'KILLED'];

export function hasEnded({ state }: Application): boolean {
  return FINAL_STATES.includes(state);
}

/**
 * Whether the job of an application is still going on. An application master that has reported the end of its job stays
 * for some seconds, for clients that ask late.
 */
export function isAtWork(application: Application): boolean {
  return !hasEnded(application) && application.finalStatus === 'UNDEFINED';
}

/** Whether the job has succeeded. This is known a little before the application has ended. */
export function hasSucceeded({ finalStatus }: Application): boolean {
  return finalStatus === 'SUCCEEDED';
}

export class YarnRest {
  constructor(
    private readonly resourceManager: string,
    private readonly jobHistory: string,
  ) {}

  /** Throws with exit code 69 where ResourceManager does not answer. */
  async check(): Promise<void> {
    await this.ask('/ws/v1/cluster/info');
  }

  /** What is free for a job in a queue. Throws with exit code 69 where ResourceManager does not answer. */
  async room(queue: string): Promise<Omit<Room, 'largest'>> {
    const nodes = await this.ask('/ws/v1/cluster/nodes?states=RUNNING');
    return roomIn(nodes, await tryToAsk(`${this.resourceManager}/ws/v1/cluster/scheduler`), queue);
  }

  /** The applications with a tag, the latest last. Throws with exit code 69 where ResourceManager does not answer. */
  async applications(tag: string): Promise<Application[]> {
    const answer = await this.ask(`/ws/v1/cluster/apps?applicationTags=${encodeURIComponent(tag)}`);
    const found = objectsIn(objectIn(answer, 'apps'), 'app').map((app) => ({
      id: textIn(app, 'id'),
      state: textIn(app, 'state'),
      finalStatus: textIn(app, 'finalStatus'),
      diagnostics: textIn(app, 'diagnostics'),
      trackingUrl: textIn(app, 'trackingUrl'),
    }));
    return found.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** The progress of a running job; null where the application master does not answer. */
  async progress(application: Application): Promise<JobProgress | null> {
    const job = objectIn(await this.askMaster(application, ''), 'job');
    if (job === null) return null;
    const [mapsDone, maps] = [numberIn(job, 'mapsCompleted'), numberIn(job, 'mapsTotal')];
    return { mapsDone, maps, reducesDone: numberIn(job, 'reducesCompleted'), reduces: numberIn(job, 'reducesTotal') };
  }

  /** The counters of a running job so far; null where the application master does not answer. */
  async counters(application: Application): Promise<JobCounters | null> {
    return countersIn(await this.askMaster(application, '/counters'));
  }

  /** Whether the job history server answers. */
  async hasHistory(): Promise<boolean> {
    return (await tryToAsk(`${this.jobHistory}/ws/v1/history/info`)) !== null;
  }

  /** The counters of an ended job; null where the job history server does not have them. */
  async finalCounters(application: string): Promise<JobCounters | null> {
    return countersIn(await tryToAsk(`${this.historyOf(application)}/counters`));
  }

  /** The diagnostics of the attempts of one task of an ended job. */
  async attemptDiagnostics(application: string, task: string): Promise<string[]> {
    const answer = await tryToAsk(`${this.historyOf(application)}/tasks/${task}/attempts`);
    return objectsIn(objectIn(answer, 'taskAttempts'), 'taskAttempt')
      .map((attempt) => textIn(attempt, 'diagnostics'))
      .filter((text) => text !== '');
  }

  /** Whether no node runs a container of an ended application any more, as far as the nodes answer. */
  async isGone(application: string): Promise<boolean> {
    const answer = await tryToAsk(`${this.resourceManager}/ws/v1/cluster/nodes?states=RUNNING`);
    const nodes = objectsIn(objectIn(answer, 'nodes'), 'node').map((node) => textIn(node, 'nodeHTTPAddress'));
    const { protocol } = new URL(this.resourceManager);
    const there = await Promise.all(
      nodes.map(async (address) => {
        const app = objectIn(await tryToAsk(`${protocol}//${address}/ws/v1/node/apps/${application}`), 'app');
        return app !== null && Array.isArray(app.containerids) && app.containerids.length > 0;
      }),
    );
    return !there.includes(true);
  }

  private historyOf(application: string): string {
    return `${this.jobHistory}/ws/v1/history/mapreduce/jobs/${jobOf(application)}`;
  }

  private async askMaster({ id, state, trackingUrl }: Application, what: string): Promise<Json | null> {
    if (state !== 'RUNNING' || !URL.canParse(trackingUrl)) return null;
    return tryToAsk(`${trackingUrl.replace(/\/$/, '')}/ws/v1/mapreduce/jobs/${jobOf(id)}${what}`);
  }

  private async ask(path: string): Promise<Json> {
    try {
      return await fetchJson(`${this.resourceManager}${path}`);
    } catch (error) {
      throw new Failure(
        EXIT.unavailable,
        `ResourceManager does not answer at ${this.resourceManager} (${reasonOf(error)}): is YARN up, and is this the ` +
          'address in yarn-site.xml?',
        { cause: error },
      );
    }
  }
}

type Json = Readonly<Record<string, unknown>>;

function jobOf(application: string): string {
  return application.replace(/^application_/, 'job_');
}

function countersIn(answer: Json | null): JobCounters | null {
  const groups = objectsIn(objectIn(answer, 'jobCounters'), 'counterGroup');
  if (groups.length === 0) return null;
  const pairs = groups.flatMap((group) =>
    objectsIn(group, 'counter').map(
      (counter) =>
        [
          `${textIn(group, 'counterGroupName')}/${textIn(counter, 'name')}`,
          numberIn(counter, 'totalCounterValue'),
        ] as const,
    ),
  );
  return new Map(pairs);
}

/** Null for any error: the caller can do without the answer. */
async function tryToAsk(url: string): Promise<Json | null> {
  return fetchJson(url).catch(() => null);
}

async function fetchJson(url: string): Promise<Json> {
  const response = await fetch(url, {
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const answer: unknown = await response.json();
  if (typeof answer !== 'object' || answer === null) throw new Error('no JSON object');
  return answer as Json;
}

/** The code of the cause, where there is one: the message of `fetch` itself is just `fetch failed`. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as Error;
  const { code } = (cause ?? {}) as NodeJS.ErrnoException;
  return code === undefined ? message : code;
}

function objectIn(json: Json | null, name: string): Json | null {
  const found = json?.[name];
  return typeof found === 'object' && found !== null ? (found as Json) : null;
}

function objectsIn(json: Json | null, name: string): Json[] {
  const found = json?.[name];
  return Array.isArray(found) ? found : [];
}

function textIn(json: Json, name: string): string {
  const found = json[name];
  return typeof found === 'string' ? found : '';
}

function numberIn(json: Json, name: string): number {
  const found = json[name];
  return typeof found === 'number' ? found : 0;
}
