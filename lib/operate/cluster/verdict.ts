/** What became of a step, from all that is known of it. Pure. */

import { EXIT } from '../../../job/shared/exit';
import { Failure } from '../../../job/shared/failure';
import { causeOf, causeText, endedBySteps } from './causes';
import { type ClusterFacts, isEnding, isOver, type StepFacts } from './cluster-facts';
import { classOf, lastLine, lastWords, type StepLogs, wasInterrupted } from './step-log';

export interface Moment {
  readonly cluster: ClusterFacts;
  readonly step: StepFacts;
  /** All of the cluster, oldest first. */
  readonly steps: readonly StepFacts[];
}

/** `lost`: the cluster ended before the step did. */
export type Standing = 'going' | 'completed' | 'failed' | 'cancelled' | 'lost';

export function standingOf({ cluster, step }: Pick<Moment, 'cluster' | 'step'>): Standing {
  if (step.state === 'COMPLETED') return 'completed';
  if (step.state === 'FAILED') return 'failed';
  if (isOver(step)) return isEnding(cluster) ? 'lost' : 'cancelled';
  // while it ends a step may still be told to be at work
  return isEnding(cluster) && cluster.state !== 'TERMINATING' ? 'lost' : 'going';
}

/** The step whose log tells why this one ended: one that failed before it and took it along, else itself. */
export function culpritOf({ step, steps }: Moment): StepFacts {
  const at = steps.findIndex(({ id }) => id === step.id);
  const before = steps.slice(0, Math.max(0, at)).filter((each) => each.state === 'FAILED' && each.endsOthers);
  return step.state === 'FAILED' ? step : (before.at(-1) ?? step);
}

/** Why a step that is over did not complete; the place of the logs stands last. */
export function failureOf(moment: Moment, logs: StepLogs, place: string | null): Failure {
  const { cluster, step } = moment;
  const culprit = culpritOf(moment);
  const where = place === null ? 'its cluster keeps no logs' : `logs: ${place}`;
  const isOwn = culprit.id === step.id;
  if (culprit.state === 'FAILED' && !isBlamedOnCluster(cluster, logs)) {
    const said = saidOf(culprit, logs);
    const which = isOwn ? `step ${step.id} failed` : `step ${culprit.id} (${culprit.name}) failed and ended ${step.id}`;
    return new Failure(isOwn ? classOf(logs) : EXIT.unavailable, `${said} (${which}; ${where})`);
  }
  if (isEnding(cluster)) {
    const lost = `cluster ${cluster.id} ended before step ${step.id} did${causeText(cluster)}`;
    return new Failure(causeOf(cluster).exitCode, `${lost}; ${where}`);
  }
  return new Failure(
    EXIT.unavailable,
    `step ${step.id} was cancelled; nothing was published, 'dedup submit' runs it again; ${where}`,
  );
}

/** What a program says when its machine goes away is no cause. */
function isBlamedOnCluster(cluster: ClusterFacts, logs: StepLogs): boolean {
  if (!isEnding(cluster) || endedBySteps(cluster)) return false;
  return lastWords(logs) === null || wasInterrupted(logs);
}

function saidOf({ failure, reason }: StepFacts, logs: StepLogs): string {
  const emr = [failure?.message, failure?.code, reason.message].find((text) => text !== undefined && text !== '');
  return lastWords(logs) ?? lastLine(logs) ?? emr ?? 'it did not say why';
}
