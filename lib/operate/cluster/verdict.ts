/** Decides how a step ended, and why, from all known facts. Pure. */

import { EXIT } from '../../../job/shared/exit';
import { Failure } from '../../../job/shared/failure';
import { causeOf, causeText, endedBySteps } from './causes';
import { type ClusterFacts, isEnding, isOver, type StepFacts } from './cluster-facts';
import { classOf, lastLine, lastWords, type StepLogs, wasInterrupted } from './step-log';

export interface Moment {
  readonly cluster: ClusterFacts;
  readonly step: StepFacts;
  /** All steps of the cluster, oldest first. */
  readonly steps: readonly StepFacts[];
}

/** `lost` means that the cluster ended before the step did. */
export type Standing = 'going' | 'completed' | 'failed' | 'cancelled' | 'lost';

export function standingOf({ cluster, step }: Pick<Moment, 'cluster' | 'step'>): Standing {
  if (step.state === 'COMPLETED') return 'completed';
  if (step.state === 'FAILED') return 'failed';
  if (isOver(step)) return isEnding(cluster) ? 'lost' : 'cancelled';
  // EMR may report a step as running while its cluster is terminating.
  return isEnding(cluster) && cluster.state !== 'TERMINATING' ? 'lost' : 'going';
}

/**
 * The step whose log explains the end of this step: an earlier step whose failure cancelled it, or else the step
 * itself.
 */
export function culpritOf({ step, steps }: Moment): StepFacts {
  const at = steps.findIndex(({ id }) => id === step.id);
  const before = steps.slice(0, Math.max(0, at)).filter((each) => each.state === 'FAILED' && each.endsOthers);
  return step.state === 'FAILED' ? step : (before.at(-1) ?? step);
}

/** Explains why a step that has ended did not complete. The message ends with the location of the logs. */
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

/** A program's error is not the cause where its machine was taken away. */
function isBlamedOnCluster(cluster: ClusterFacts, logs: StepLogs): boolean {
  if (!isEnding(cluster) || endedBySteps(cluster)) return false;
  return lastWords(logs) === null || wasInterrupted(logs);
}

function saidOf({ failure, reason }: StepFacts, logs: StepLogs): string {
  const emr = [failure?.message, failure?.code, reason.message].find((text) => text !== undefined && text !== '');
  return lastWords(logs) ?? lastLine(logs) ?? emr ?? 'it did not say why';
}
