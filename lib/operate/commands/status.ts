import { print } from '../../../job/command/output';
import { describeCluster, idleTimeoutSeconds, listInstances, listSteps } from '../aws/emr';
import { listedPrices } from '../aws/pricing';
import { describeStatus } from '../status/describe-status';
import { unpricedTypes } from '../status/price-list';
import { statusOf } from '../status/status';
import { findCluster } from '../target/find-deployment';
import type { GivenOptions } from '../target/option-table';
import { resolvePrices, resolveStepLimit, resolveTarget, type TargetOptions } from '../target/options';
import { withContext } from './command-context';

export type StatusOptions = TargetOptions & GivenOptions<'price' | 'steps'>;

/** `dedup status`: shows a cluster, its cost and its steps. */
export async function statusCommand(options: StatusOptions): Promise<void> {
  const target = resolveTarget(options);
  const stepLimit = resolveStepLimit(options.steps);
  const { given: prices, looksUp } = resolvePrices(options.price);
  await withContext({ quiet: true }, async ({ now }) => {
    const { aws, cluster } = await findCluster(target);
    // Described first, because this request tells whether the cluster exists.
    const facts = await describeCluster(aws, cluster);
    const [steps, instances, idleSeconds] = await Promise.all([
      listSteps(aws, cluster, stepLimit),
      listInstances(aws, cluster),
      idleTimeoutSeconds(aws, cluster),
    ]);
    const listed = looksUp ? await listedPrices(aws, unpricedTypes(instances, prices, aws.region)) : new Map();
    const at = now();
    const status = statusOf({ cluster: facts, steps, stepLimit, instances, idleSeconds, prices, listed }, at);
    print(options.json ? JSON.stringify(status, null, 2) : describeStatus(status, at));
  });
}
