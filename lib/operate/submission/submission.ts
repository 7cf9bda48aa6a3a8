/** Hands a run to EMR, once, whatever becomes of the answers. */

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

/** A run with its name, by which whoever waits knows it. */
export interface NamedRun {
  readonly args: readonly string[];
  readonly run: string;
  /** The name was given, so that the run may have been submitted before. */
  readonly isGiven: boolean;
  readonly output: string;
}

export interface Submitted {
  readonly run: string;
  readonly region: string;
  /** Null where it is not known whether one was started. */
  readonly cluster: string | null;
  /** Null where it is not known. */
  readonly step: string | null;
  /** Whether the job was to be copied first. */
  readonly copies: boolean;
  readonly output: string;
}

export interface Submission extends Submitted {
  /** It was submitted before, and nothing was done now. */
  readonly isOld: boolean;
}

/** A run may have been submitted; what is known of it is told, so that nobody pays for it twice. */
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
  // no signal cuts it short: something may have been started
  sleep: (ms) => delay(ms),
};

/** A cluster that was started before is looked for among those of so long. */
const LOOK_BACK_MS = 24 * 3_600_000;

/** What a former submission of a run with this name has left: on the stack's cluster, or as a cluster of its own. */
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
    // it may have ended just now
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
  // it has been started, so that whatever goes wrong from here on is no failure
  const steps = await listSteps(aws, cluster).catch((error) => {
    tell(`the step of run ${run} cannot be told: ${messageOf(error)}`);
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

/** The id of the run's step on a cluster, if it is at work there, is about to be, or is done. */
async function liveStep(aws: Aws, id: string, run: string): Promise<string | null> {
  const step = stepOfRun(await listSteps(aws, id), run);
  if (step === null) return null;
  const standing = standingOf({ cluster: await describeCluster(aws, id), step });
  return standing === 'going' || standing === 'completed' ? step.id : null;
}
