import { print, printed } from '../../../job/command/output';
import { EXIT } from '../../../job/shared/exit';
import { Failure } from '../../../job/shared/failure';
import type { Aws } from '../aws/connect';
import { describeCluster, describeStep, listSteps } from '../aws/emr';
import { type ClusterFacts, isEnding, isOver, type StepFacts } from '../cluster/cluster-facts';
import { type LogFile, listLogs, readLog, readStepLogs } from '../logs/log-bucket';
import { applicationIn, containerOf, containerPlace, LOGS_WITHIN_MS, stepPlace } from '../logs/log-place';
import { type LogSource, printLogs } from '../logs/print-logs';
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
    const source = logSource(await sourceOf(aws, cluster, step, container), context);
    await printLogs(source, { pollMs, deadlineMs, follow, json }, { ...context, print, printed });
  });
}

async function sourceOf(aws: Aws, id: string, step: string | null, container: string | null): Promise<Source> {
  const cluster = await describeCluster(aws, id);
  const found = step === null ? lastRun(await listSteps(aws, id)) : await describeStep(aws, id, step);
  if (found === null) throw new Failure(EXIT.unavailable, `cluster ${id} has no run yet: 'dedup submit' adds one`);
  const place = stepPlace(cluster, found);
  if (place === null) throw new Failure(EXIT.unavailable, `cluster ${id} keeps no logs: it has no log location`);
  return { aws, cluster, step: found, container, place };
}

function logSource(source: Source, context: CommandContext): LogSource {
  return {
    place: placeOf(source),
    list: () => filesOf(source),
    read: readLog,
    canCome: () => canCome(source, context),
    why: why(source),
  };
}

async function filesOf({ place, cluster, container }: Source): Promise<LogFile[]> {
  if (container === null) return listLogs(place);
  // The driver's log names the application. Without that log the containers of all applications are searched.
  const { stderr } = await readStepLogs(place);
  const files = await listLogs(containerPlace(cluster, applicationIn(stderr)) as string);
  return container === 'all' ? files : files.filter(({ location }) => containerOf(location) === container);
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
