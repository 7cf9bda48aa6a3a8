/** `dedup cancel` and `dedup terminate`. */

import { print } from '../../../job/command/output';
import { EXIT } from '../../../job/shared/exit';
import { Failure } from '../../../job/shared/failure';
import { cancelStep, describeCluster, describeStep, listSteps, terminateCluster, unprotectCluster } from '../aws/emr';
import { isEnding, isOver } from '../cluster/cluster-facts';
import { lastRun } from '../run/run-steps';
import { findCluster } from '../target/find-deployment';
import type { GivenOptions } from '../target/option-table';
import { resolveTarget, stepId, type TargetOptions } from '../target/options';
import { withContext } from './command-context';

/** Cancels a step: the named one, or else the last run. The cluster stays. */
export async function cancelCommand(id: string | undefined, options: TargetOptions): Promise<void> {
  const target = resolveTarget(options);
  const named = id === undefined ? null : stepId(id);
  await withContext({ quiet: true, changes: true }, async ({ commit }) => {
    const { aws, cluster } = await findCluster(target);
    const step = named === null ? lastRun(await listSteps(aws, cluster)) : await describeStep(aws, cluster, named);
    if (step === null) throw new Failure(EXIT.unavailable, `cluster ${cluster} has no run to cancel`);
    if (isOver(step)) throw new Failure(EXIT.unavailable, `step ${step.id} is over: ${step.state.toLowerCase()}`);
    commit();
    const problem = await cancelStep(aws, cluster, step.id);
    if (problem !== null) throw new Failure(EXIT.unavailable, `cannot cancel step ${step.id}: ${problem}`);
    say(options, { cluster, step: step.id }, `step ${step.id} (${step.name}) on cluster ${cluster} is being cancelled`);
  });
}

export type TerminateOptions = TargetOptions & GivenOptions<'force'>;

/** Ends a cluster, with everything that runs on it. */
export async function terminateCommand(options: TerminateOptions): Promise<void> {
  const target = resolveTarget(options);
  await withContext({ quiet: true, changes: true }, async ({ commit }) => {
    const { aws, cluster } = await findCluster(target);
    const facts = await describeCluster(aws, cluster);
    if (isEnding(facts)) {
      say(
        options,
        { cluster, state: facts.state },
        `cluster ${cluster} is ${facts.state.toLowerCase().replaceAll('_', ' ')} already`,
      );
      return;
    }
    const busy = (await listSteps(aws, cluster)).filter((step) => !isOver(step));
    if (busy.length > 0 && !options.force) {
      const [first] = busy;
      throw new Failure(
        EXIT.unavailable,
        `cluster ${cluster} is at work: step ${first?.id} (${first?.name}) is ${first?.state.toLowerCase()}; ` +
          "end it with 'dedup cancel', or terminate with --force",
      );
    }
    commit();
    if (facts.isProtected) await unprotectCluster(aws, cluster);
    await terminateCluster(aws, cluster);
    say(options, { cluster, state: 'TERMINATING' }, `cluster ${cluster} is being terminated`);
  });
}

function say({ json }: { readonly json: boolean }, facts: Readonly<Record<string, string>>, text: string): void {
  print(json ? JSON.stringify(facts, null, 2) : text);
}
