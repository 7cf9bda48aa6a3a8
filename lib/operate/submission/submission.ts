/** Submits a run to EMR exactly once, even if answers get lost. */

import { setTimeout as delay } from 'node:timers/promises';
import { EXIT } from '../../../job/shared/exit';
import { Failure, messageOf } from '../../../job/shared/failure';
import type { Aws } from '../aws/connect';
import { addSteps, clustersNamed, describeCluster, listSteps, runJobFlow } from '../aws/emr';
import { isLostAnswer } from '../aws/once';
import { parameter } from '../aws/stack';
import { requireLive } from '../cluster/live-cluster';
import { standingOf } from '../cluster/verdict';
import { needsCopy, type StepDefinitions, stepOfRun, transientFor, withArgs } from '../run/run-steps';
import type { Deployment } from '../target/deployment';
import { askOnce, MaybeDone, type OncePace } from './ask-once';

/** A run with its name, by which `dedup wait` and later submissions recognise it. */
export interface NamedRun {
  readonly args: readonly string[];
  readonly run: string;
  /** Whether the user gave the name: then the run may have been submitted before. */
  readonly isGiven: boolean;
  readonly output: string;
}

export interface Submitted {
  readonly run: string;
  readonly region: string;
  /** Null where it is not known whether a cluster was started. */
  readonly cluster: string | null;
  /** Id of the run's step; null where it is not known. */
  readonly step: string | null;
  /** Whether a step that copies the job was added before the run. */
  readonly copies: boolean;
  readonly output: string;
}

export interface Submission extends Submitted {
  /** Whether the run was submitted before, so that nothing was done now. */
  readonly isOld: boolean;
}

/**
 * The run may have been submitted. The error carries everything that is known of it, so that nobody pays for the run
 * twice.
 */
export class MaybeSubmitted extends Failure {
  constructor(
    readonly known: Submitted,
    cause: MaybeDone,
  ) {
    super(
      EXIT.underWay,
      `it is not known whether run ${known.run} was submitted: ${cause.message}; ` +
        `'dedup submit --run-id ${known.run}' with the same inputs and options looks for it before it asks again`,
      { cause },
    );
  }
}

const PACE: OncePace = {
  looksMs: [1000, 2000, 4000, 8000],
  asks: 3,
  // A signal must not interrupt this pause, because something may have been started.
  sleep: (ms) => delay(ms),
};

/** An earlier cluster of the same run is looked for among the clusters of this period. */
const LOOK_BACK_MS = 24 * 3_600_000;

/** Finds the step of an earlier submission of the named run, on the stack's cluster or on a cluster of its own. */
export async function submittedBefore(
  aws: Aws,
  deployment: Deployment,
  { run, isGiven, output }: NamedRun,
  { isOwnCluster, now }: { readonly isOwnCluster: boolean; readonly now: Date },
): Promise<Submission | null> {
  if (!isGiven) return null;
  const clusters = isOwnCluster
    ? await clustersOf(aws, await ownName(aws, deployment, run), now)
    : [deployment.cluster];
  for (const cluster of clusters) {
    const step = await liveStep(aws, cluster, run);
    if (step !== null) return { run, region: aws.region, cluster, step, copies: isOwnCluster, output, isOld: true };
  }
  return null;
}

export async function addToCluster(
  aws: Aws,
  { cluster }: Deployment,
  definitions: StepDefinitions,
  { args, run, output }: NamedRun,
  commit: () => void,
): Promise<Submission> {
  const before = await listSteps(aws, cluster);
  const copies = needsCopy(definitions, before);
  const step = withArgs(definitions.run, args);
  const known = new Set(before.map(({ id }) => id));
  commit();
  const request = {
    ask: async () => (await addSteps(aws, cluster, copies ? [definitions.copy, step] : [step])).at(-1) as string,
    look: async () => {
      const found = (await listSteps(aws, cluster)).filter(({ id }) => !known.has(id));
      return stepOfRun(found, run)?.id ?? null;
    },
    isLost: isLostAnswer,
  };
  const added = await askOnce(request, PACE).catch(async (error) => {
    if (error instanceof MaybeDone)
      throw new MaybeSubmitted({ run, region: aws.region, cluster, step: null, copies, output }, error);
    // The cluster may have ended in the meantime, which explains the error better.
    requireLive(await describeCluster(aws, cluster));
    throw error;
  });
  return { run, region: aws.region, cluster, step: added, copies, output, isOld: false };
}

export async function startCluster(
  aws: Aws,
  { transientCluster }: Deployment,
  { args, run, isGiven, output }: NamedRun,
  { commit, tell, now }: { commit(): void; tell(line: string): void; now(): Date },
): Promise<Submission> {
  const definition = transientFor(transientCluster, await parameter(aws, transientCluster), args, run);
  const before = isGiven ? await clustersOf(aws, definition.Name, now()) : [];
  commit();
  const request = {
    ask: () => runJobFlow(aws, definition),
    look: async () => {
      const found = await clustersOf(aws, definition.Name, now());
      return found.find((each) => !before.includes(each)) ?? null;
    },
    isLost: isLostAnswer,
  };
  const cluster = await askOnce(request, PACE).catch((error) => {
    if (!(error instanceof MaybeDone)) throw error;
    throw new MaybeSubmitted({ run, region: aws.region, cluster: null, step: null, copies: true, output }, error);
  });
  // The cluster has been started, so an error from here on must not fail the submission.
  const steps = await listSteps(aws, cluster).catch((error) => {
    tell(`the step of run ${run} is not known: ${messageOf(error)}`);
    return [];
  });
  return {
    run,
    region: aws.region,
    cluster,
    step: stepOfRun(steps, run)?.id ?? null,
    copies: true,
    output,
    isOld: false,
  };
}

async function ownName(aws: Aws, { transientCluster }: Deployment, run: string): Promise<string> {
  return transientFor(transientCluster, await parameter(aws, transientCluster), [], run).Name;
}

function clustersOf(aws: Aws, name: string, now: Date): Promise<string[]> {
  return clustersNamed(aws, name, new Date(now.getTime() - LOOK_BACK_MS));
}

/** Returns the id of the run's step on a cluster, if the step waits, runs or is done. */
async function liveStep(aws: Aws, id: string, run: string): Promise<string | null> {
  const step = stepOfRun(await listSteps(aws, id), run);
  if (step === null) return null;
  const standing = standingOf({ cluster: await describeCluster(aws, id), step });
  return standing === 'going' || standing === 'completed' ? step.id : null;
}
