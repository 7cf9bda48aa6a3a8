/** Finds the run that `dedup wait` waits for. */

import { chooseRegion } from '../../../job/aws/region';
import { usage } from '../../../job/options/parsing/usage';
import { EXIT } from '../../../job/shared/exit';
import { Failure } from '../../../job/shared/failure';
import { quoteArgument } from '../../../job/shared/shell-quote';
import type { Aws } from '../aws/connect';
import { describeStep, listSteps } from '../aws/emr';
import type { StepFacts } from '../cluster/cluster-facts';
import { parseRun, type RunArguments } from '../run/run-arguments';
import { lastRun } from '../run/run-steps';
import { type FoundCluster, findCluster } from './find-deployment';
import { clusterId, resolveTarget, stepId, type TargetOptions, type WaitOptions } from './options';
import { readSubmitted } from './submitted-file';

/** The run that is waited for. */
export interface AwaitedRun extends FoundCluster {
  readonly step: StepFacts;
  readonly run: RunArguments;
  /**
   * True where the user named no run. It is then the last run of the cluster, which may be an older one than the user
   * thinks.
   */
  readonly isGuessed: boolean;
  /** The command line that waits for the same run again. */
  readonly again: string;
}

export async function findRun(id: string | undefined, options: TargetOptions & WaitOptions): Promise<AwaitedRun> {
  const { submitted, ...rest } = options;
  if (submitted === undefined) return findNamed(id, rest);
  if (id !== undefined || options.cluster !== undefined) {
    throw usage(`--submitted '${submitted}' names the run already, give nothing else that does`);
  }
  const { cluster, step, region } = readSubmitted(submitted);
  // The run's buckets are in the same region.
  chooseRegion(region);
  const found = await findNamed(step === null ? cluster : step, step === null ? rest : { ...rest, cluster });
  return { ...found, isGuessed: false, again: `dedup wait --submitted ${quoteArgument(submitted)}` };
}

async function findNamed(id: string | undefined, options: TargetOptions): Promise<AwaitedRun> {
  const isCluster = id !== undefined && /^j-/i.test(id);
  if (isCluster && options.cluster !== undefined)
    throw usage(`'${id}' and --cluster name two clusters, give one of them`);
  const target = resolveTarget(isCluster ? { ...options, cluster: clusterId('cluster', id) } : options);
  const step = id === undefined || isCluster ? null : stepId(id);
  const { aws, cluster } = await findCluster(target);
  const found = step === null ? await theLastRun(aws, cluster) : await describeStep(aws, cluster, step);
  const run = parseRun(found.args);
  if (run === null) {
    throw new Failure(
      EXIT.usage,
      `step ${found.id} (${found.name}) is no run of dedup: 'dedup status' lists the steps`,
    );
  }
  const outputs = options.outputs === undefined ? '' : ` --outputs ${quoteArgument(options.outputs)}`;
  const again = `dedup wait ${found.id} --cluster ${cluster}${outputs}`;
  return { aws, cluster, step: found, run, isGuessed: step === null, again };
}

async function theLastRun(aws: Aws, cluster: string): Promise<StepFacts> {
  const found = lastRun(await listSteps(aws, cluster));
  if (found !== null) return found;
  throw new Failure(EXIT.unavailable, `cluster ${cluster} has no run yet: 'dedup submit' adds one`);
}
