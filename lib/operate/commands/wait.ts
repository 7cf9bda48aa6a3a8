import { print } from '../../../job/command/output';
import { leaseHolder } from '../../../job/remote/lease-holder';
import { readPublished } from '../../../job/remote/published';
import { EXIT, type ExitCode } from '../../../job/shared/exit';
import { exitCodeOf, Failure, messageOf } from '../../../job/shared/failure';
import { grouped, roughTime } from '../../../job/shared/figures';
import { describeCluster, describeStep, listSteps } from '../aws/emr';
import { exitCodeIn, type StepLogs } from '../cluster/step-log';
import { culpritOf, failureOf, type Moment, type Standing, standingOf } from '../cluster/verdict';
import { readStepLogs } from '../logs/log-bucket';
import { LOGS_WITHIN_MS, stepPlace } from '../logs/log-place';
import { type Accepted, acceptRun } from '../run/acceptance';
import type { RunArguments } from '../run/run-arguments';
import { time } from '../status/describe-status';
import { type AwaitedRun, findRun } from '../target/find-run';
import { type ResolvedWait, resolveWait, type TargetOptions, type WaitOptions } from '../target/options';
import { type CommandContext, withContext } from './command-context';

/**
 * `dedup wait`: returns when the run is over and has really published. Fails with the run's own error, or where a
 * condition is not met.
 */
export async function waitCommand(id: string | undefined, options: TargetOptions & WaitOptions): Promise<void> {
  const request = resolveWait(options);
  await withContext({ quiet: options.quiet || options.json }, async (context) => {
    const awaited = await findRun(id, options);
    const begun = context.now();
    try {
      const accepted = await waitFor(awaited, request, context);
      if (options.json) printJson(awaited, { accepted, exitCode: EXIT.done, error: null });
      else print(`${describe(accepted)}${whenOver(awaited, begun)}`);
    } catch (error) {
      if (options.json && error instanceof Failure) {
        printJson(awaited, { accepted: null, exitCode: exitCodeOf(error), error: messageOf(error) });
      }
      throw error;
    }
  });
}

async function waitFor(awaited: AwaitedRun, request: ResolvedWait, context: CommandContext): Promise<Accepted> {
  const { timeoutMs } = request;
  const deadlineMs = timeoutMs === null ? Number.POSITIVE_INFINITY : context.now().getTime() + timeoutMs;
  const pace = { pollMs: request.pollMs, deadlineMs };
  const { moment, standing } = await untilOver(awaited, pace, context);
  if (standing !== 'completed') throw await explain(moment, pace, context);
  const { output, run, newOnly } = awaited.run.request;
  return acceptRun(await readPublished(output), { run, step: moment.step, newOnly }, request.conditions);
}

interface Pace {
  readonly pollMs: number;
  readonly deadlineMs: number;
}

async function untilOver(
  { aws, cluster, step, run, again }: AwaitedRun,
  { pollMs, deadlineMs }: Pace,
  { now, sleep, tell }: CommandContext,
): Promise<{ readonly moment: Moment; readonly standing: Standing }> {
  let told = '';
  for (;;) {
    // The step is described before its cluster: a step that completed just before its cluster ended then counts as
    // completed.
    const latest = await describeStep(aws, cluster, step.id);
    const moment = { cluster: await describeCluster(aws, cluster), step: latest, steps: [] };
    const standing = standingOf(moment);
    if (standing === 'completed') return { moment, standing };
    if (standing !== 'going') return { moment: { ...moment, steps: await listSteps(aws, cluster) }, standing };
    const line = await progressOf(moment, run);
    if (line !== told) tell(line);
    told = line;
    const leftMs = deadlineMs - now().getTime();
    if (leftMs <= 0) throw timedOut(moment, again);
    await sleep(Math.min(pollMs, leftMs));
  }
}

/** The driver's last progress line, from the output's lease. Before there is one, the states of cluster and step. */
async function progressOf({ cluster, step }: Moment, { request }: RunArguments): Promise<string> {
  const state = `cluster ${cluster.id} ${cluster.state.toLowerCase()}, step ${step.id} ${step.state.toLowerCase()}`;
  if (step.state !== 'RUNNING') return state;
  // Without the right to read the output, waiting goes on: the error is reported when the run is over.
  const holder = await leaseHolder(request.output).catch(() => null);
  const isOurs = holder !== null && (request.run === null || holder.run === request.run);
  return isOurs && holder.progress !== null ? holder.progress : state;
}

function timedOut({ step }: Moment, again: string): Failure {
  return new Failure(
    EXIT.timedOut,
    `step ${step.id} is still ${step.state.toLowerCase()}; it goes on, '${again}' waits again`,
  );
}

async function explain(moment: Moment, pace: Pace, context: CommandContext): Promise<Failure> {
  const place = stepPlace(moment.cluster, culpritOf(moment));
  const logs = place === null ? NO_LOGS : await awaitLogs(moment, place, pace, context);
  return failureOf(moment, logs, place);
}

const NO_LOGS: StepLogs = { stderr: null, controller: null };

/** EMR delivers logs some minutes after the step's end. A step that never started has none. */
async function awaitLogs(
  moment: Moment,
  place: string,
  { pollMs, deadlineMs }: Pace,
  context: CommandContext,
): Promise<StepLogs> {
  const culprit = culpritOf(moment);
  const endedMs = (culprit.ended ?? context.now()).getTime();
  const hasRun = culprit.started !== null && culprit.state === 'FAILED';
  for (let tries = 0; ; tries++) {
    const logs = await readStepLogs(place).catch((error) => {
      context.tell(`no cause from the logs: ${messageOf(error)}`);
      return null;
    });
    if (logs === null) return NO_LOGS;
    const isThere = exitCodeIn(logs) !== null;
    const nowMs = context.now().getTime();
    if (isThere || !hasRun || nowMs - endedMs > LOGS_WITHIN_MS || nowMs >= deadlineMs) return logs;
    if (tries === 0) context.tell(`step ${culprit.id} failed; its log comes within five minutes: ${place}`);
    await context.sleep(Math.min(pollMs, deadlineMs - nowMs));
  }
}

/**
 * Tells when a guessed run ended. After a failed submission the last run is an earlier one, which may have ended long
 * ago.
 */
function whenOver({ isGuessed, step: { ended } }: AwaitedRun, begun: Date): string {
  if (!isGuessed || ended === null) return '';
  return `; it ended at ${time(ended.toISOString())}, ${roughTime(begun.getTime() - ended.getTime())} before it was waited for`;
}

function describe({ summary: { run, counts, output }, nothingNew }: Accepted): string {
  if (nothingNew) return `nothing new: ${output.path} has all files since run ${run}, ${grouped(counts.kept)} kept`;
  return (
    `run ${run} published ${output.path}: ${grouped(counts.kept)} kept of ${grouped(counts.lines)} lines ` +
    `(${grouped(counts.superseded)} superseded, ${grouped(counts.rejected)} rejected)`
  );
}

interface Outcome {
  readonly accepted: Accepted | null;
  readonly exitCode: ExitCode;
  readonly error: string | null;
}

function printJson({ cluster, step, run }: AwaitedRun, { accepted, exitCode, error }: Outcome): void {
  const facts = {
    cluster,
    step: step.id,
    run: accepted === null ? run.request.run : accepted.summary.run,
    // Whether the run found nothing new: the output is then of the earlier run that `run` names.
    nothingNew: accepted?.nothingNew === true,
    // Null where the step was still running when the wait began.
    endedBefore: step.ended === null ? null : step.ended.toISOString(),
    output: run.request.output,
    exitCode,
    error,
    counts: accepted === null ? null : accepted.summary.counts,
  };
  print(JSON.stringify(facts, null, 2));
}
