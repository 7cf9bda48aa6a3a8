import { print, printed } from '../../../job/command/output';
import { EXIT } from '../../../job/shared/exit';
import { Failure } from '../../../job/shared/failure';
import { inFlight } from '../../../job/shared/in-flight';
import type { Aws } from '../aws/connect';
import { describeCluster, describeStep, listSteps } from '../aws/emr';
import { type ClusterFacts, isEnding, isOver, type StepFacts } from '../cluster/cluster-facts';
import { exitCodeIn } from '../cluster/step-log';
import { type LogFile, listLogs, readLog, readStepLogs } from '../logs/log-bucket';
import { applicationIn, containerOf, containerPlace, LOGS_WITHIN_MS, stepPlace } from '../logs/log-place';
import { lastRun } from '../run/run-steps';
import { findCluster } from '../target/find-deployment';
import type { GivenOptions } from '../target/option-table';
import { resolveTarget, resolveWait, stepId, type TargetOptions } from '../target/options';
import { type CommandContext, withContext } from './command-context';

export type LogsOptions = TargetOptions & GivenOptions<'follow' | 'container' | 'timeout' | 'poll'>;

/** The step whose logs are read, and its cluster. */
interface Source {
  readonly aws: Aws;
  readonly cluster: ClusterFacts;
  readonly step: StepFacts;
  /** `all`, the id of a container, or null for the step's own logs. */
  readonly container: string | null;
  readonly place: string;
}

/** `dedup logs`: prints a step's own logs, or its containers' logs, newest first. Waits where there are none yet. */
export async function logsCommand(id: string | undefined, options: LogsOptions): Promise<void> {
  const target = resolveTarget(options);
  const step = id === undefined ? null : stepId(id);
  const container = options.container === undefined ? null : resolveContainer(options.container);
  const { timeoutMs, pollMs } = resolveWait({ poll: options.poll, quiet: false, ...timeoutOf(options) });
  await withContext({ quiet: false }, async (context) => {
    const { aws, cluster } = await findCluster(target);
    const deadlineMs = timeoutMs === null ? Number.POSITIVE_INFINITY : context.now().getTime() + timeoutMs;
    const { follow, json } = options;
    await printLogs(await sourceOf(aws, cluster, step, container), { pollMs, deadlineMs, follow, json }, context);
  });
}

interface Printing {
  readonly pollMs: number;
  readonly deadlineMs: number;
  readonly follow: boolean;
  /** Prints a JSON object per line. */
  readonly json: boolean;
}

async function sourceOf(aws: Aws, id: string, step: string | null, container: string | null): Promise<Source> {
  const cluster = await describeCluster(aws, id);
  const found = step === null ? lastRun(await listSteps(aws, id)) : await describeStep(aws, id, step);
  if (found === null) throw new Failure(EXIT.unavailable, `cluster ${id} has no run yet: 'dedup submit' adds one`);
  const place = stepPlace(cluster, found);
  if (place === null) throw new Failure(EXIT.unavailable, `cluster ${id} keeps no logs: it has no log location`);
  return { aws, cluster, step: found, container, place };
}

/** What has been printed so far. */
interface Told {
  /** The printed length of each log, by its location. */
  readonly logs: Map<string, { readonly etag: string; readonly length: number }>;
  /** Whether EMR's controller log tells the end of the step, which means that all logs have been delivered. */
  hasEnd: boolean;
}

const READ_AT_A_TIME = 16;

/**
 * Prints the logs that are there, and waits while there are none. With `follow` it goes on until no more can come, or
 * until nobody reads the output.
 */
async function printLogs(source: Source, options: Printing, context: CommandContext): Promise<void> {
  const told: Told = { logs: new Map(), hasEnd: false };
  for (let round = 0; ; round++) {
    if (!(await printNew(await filesOf(source), told, options.json))) return;
    if (!options.follow && told.logs.size > 0) return;
    const canMore = !told.hasEnd && (await canCome(source, context));
    if (!canMore && told.logs.size > 0) return;
    if (!canMore) throw new Failure(EXIT.noInput, `no logs in ${placeOf(source)}, and none will come: ${why(source)}`);
    const leftMs = options.deadlineMs - context.now().getTime();
    if (leftMs <= 0) {
      const missing = told.logs.size > 0 ? 'the end of the logs is not' : 'no logs are';
      throw new Failure(EXIT.timedOut, `${missing} in ${placeOf(source)} yet: they come every five minutes`);
    }
    if (round === 0 && told.logs.size === 0) {
      context.tell(`no logs in ${placeOf(source)} yet: they come every five minutes`);
    }
    await context.sleep(Math.min(options.pollMs, leftMs));
  }
}

async function filesOf({ place, cluster, container }: Source): Promise<LogFile[]> {
  if (container === null) return listLogs(place);
  // The driver's log names the application. Without that log the containers of all applications are searched.
  const { stderr } = await readStepLogs(place);
  const files = await listLogs(containerPlace(cluster, applicationIn(stderr)) as string);
  return container === 'all' ? files : files.filter(({ location }) => containerOf(location) === container);
}

/** Returns false where nobody reads the output any more. */
async function printNew(files: readonly LogFile[], told: Told, json: boolean): Promise<boolean> {
  const grown = files.filter(({ location, etag }) => told.logs.get(location)?.etag !== etag);
  for (let at = 0; at < grown.length; at += READ_AT_A_TIME) {
    const some = grown.slice(at, at + READ_AT_A_TIME);
    const texts = await inFlight(READ_AT_A_TIME, some, readLog);
    some.forEach((file, i) => {
      const text = restOf(file, texts[i] as string, told);
      if (text !== '') printLog(file, text, json);
    });
    if (!(await printed())) return false;
  }
  return true;
}

/** EMR delivers a log that has grown again as a whole. The part that was printed before is skipped. */
function restOf({ location, etag }: LogFile, text: string, told: Told): string {
  const rest = text.slice(told.logs.get(location)?.length ?? 0);
  told.logs.set(location, { etag, length: text.length });
  if (/\/controller(?:\.gz)?$/.test(location)) told.hasEnd = exitCodeIn({ stderr: null, controller: text }) !== null;
  return rest;
}

function printLog({ location, modified }: LogFile, text: string, json: boolean): void {
  if (json) {
    print(JSON.stringify({ log: location, modified: modified.toISOString(), text }));
    return;
  }
  print(`==> ${location} (${modified.toISOString()})`);
  print(text.replace(/\n$/, ''));
}

async function canCome({ aws, cluster, step }: Source, { now }: CommandContext): Promise<boolean> {
  const [latest, at] = await Promise.all([describeStep(aws, cluster.id, step.id), describeCluster(aws, cluster.id)]);
  const ended = latest.ended ?? (isEnding(at) ? at.ended : null);
  // A step that never started has no logs.
  if (isOver(latest) && latest.started === null) return false;
  if (!isOver(latest) && ended === null) return true;
  return ended !== null && now().getTime() - ended.getTime() < LOGS_WITHIN_MS;
}

function placeOf({ place, cluster, container }: Source): string {
  return container === null ? place : (containerPlace(cluster, null) as string);
}

function why({ step }: Source): string {
  return step.started === null ? `step ${step.id} never ran` : `step ${step.id} ended too long ago`;
}

function resolveContainer(text: string): string {
  if (text === 'all' || containerOf(text) === text) return text;
  throw new Failure(
    EXIT.usage,
    `--container '${text}' is neither 'all' nor a container like container_1732280000000_0001_01_000002`,
  );
}

function timeoutOf({ timeout }: LogsOptions): { readonly timeout?: string } {
  return timeout === undefined ? {} : { timeout };
}
