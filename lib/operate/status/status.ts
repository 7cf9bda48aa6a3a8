/** The status of a cluster: its state, its age, its cost and its steps. Pure. */

import { sum } from '../../../job/shared/sum';
import type { ClusterFacts, InstanceFacts, StepFacts } from '../cluster/cluster-facts';
import { runOf } from '../run/run-steps';
import type { ListedPrice } from './price-list';

const HOUR_MS = 3_600_000;
/** EC2 and EMR bill by the second, but at least one minute. */
const LEAST_MS = 60_000;
/** Decimal places of an amount in AWS's price list. */
const LIST_DECIMALS = 10;

export interface StatusFacts {
  readonly cluster: ClusterFacts;
  /** The newest steps of the cluster, oldest first. */
  readonly steps: readonly StepFacts[];
  /** At most this many steps are shown, the newest ones. */
  readonly stepLimit: number;
  readonly instances: readonly InstanceFacts[];
  /** The idle time of the auto-termination policy; null without a policy. */
  readonly idleSeconds: number | null;
  /** Given prices by type, in dollars per instance hour. The key null stands for all other types. */
  readonly prices: ReadonlyMap<string | null, number>;
  /** Prices that were looked up, for types without a given price. */
  readonly listed: ReadonlyMap<string, ListedPrice>;
}

export interface StatusReport {
  readonly cluster: string;
  readonly name: string;
  readonly state: string;
  readonly reason: ClusterFacts['reason'];
  readonly errors: ClusterFacts['errors'];
  readonly created: string | null;
  readonly ended: string | null;
  readonly ageMs: number | null;
  readonly instances: readonly InstancesReport[];
  readonly instanceHours: number;
  /** Dollars so far; null where the price of a type is missing. */
  readonly cost: number | null;
  readonly idleSince: string | null;
  /**
   * When the auto-termination policy ends the cluster, judged by its steps. Any other use of the cluster postpones the
   * end.
   */
  readonly terminatesAt: string | null;
  /** Whether the cluster has steps before those that are shown. */
  readonly hasEarlierSteps: boolean;
  readonly steps: readonly StepReport[];
}

export interface InstancesReport {
  readonly type: string;
  readonly count: number;
  readonly hours: number;
  /** Null where the price was neither given nor looked up. */
  readonly price: HourPrice | null;
}

export interface HourPrice {
  readonly dollarsPerHour: number;
  /** The parts of the sum; null where the price was given. */
  readonly parts: ListedPrice | null;
}

export interface StepReport {
  readonly step: string;
  readonly name: string;
  readonly state: string;
  /** Name of the step's run; null where the step is no run, or where the run chose its own name. */
  readonly run: string | null;
  /** The run's output; null where the step is no run. */
  readonly output: string | null;
  readonly started: string | null;
  readonly ended: string | null;
  readonly tookMs: number | null;
}

export function statusOf(facts: StatusFacts, now: Date): StatusReport {
  const { cluster, steps, stepLimit, idleSeconds } = facts;
  // EMR may not have reported the end of an instance yet. It cannot be later than the end of its cluster.
  const instances = byType(facts, cluster.ended ?? now);
  const since = idleSince(cluster, steps);
  const until = since === null || idleSeconds === null ? null : new Date(since.getTime() + idleSeconds * 1000);
  return {
    cluster: cluster.id,
    name: cluster.name,
    state: cluster.state,
    reason: cluster.reason,
    errors: cluster.errors,
    created: iso(cluster.created),
    ended: iso(cluster.ended),
    ageMs: cluster.created === null ? null : (cluster.ended ?? now).getTime() - cluster.created.getTime(),
    instances,
    instanceHours: sum(instances, ({ hours }) => hours),
    cost: costOf(instances),
    idleSince: iso(since),
    terminatesAt: iso(until),
    hasEarlierSteps: steps.length > stepLimit,
    steps: steps.slice(-stepLimit).map((step) => stepReport(step, now)),
  };
}

/** Since when no step runs or waits: since the last step ended, or else since the cluster was ready. */
function idleSince({ state, ready }: ClusterFacts, steps: readonly StepFacts[]): Date | null {
  if (state !== 'WAITING') return null;
  const ends = steps.flatMap(({ ended }) => (ended === null ? [] : [ended.getTime()]));
  const latestMs = Math.max(...ends, ready === null ? 0 : ready.getTime());
  return latestMs === 0 ? null : new Date(latestMs);
}

function byType({ instances, prices, listed }: StatusFacts, until: Date): StatusReport['instances'] {
  const types = [...new Set(instances.map(({ type }) => type))].sort();
  return types.map((type) => {
    const own = instances.filter((instance) => instance.type === type);
    const price = priceOf(prices.get(type) ?? prices.get(null), listed.get(type));
    return { type, count: own.length, hours: sum(own, (instance) => hoursOf(instance, until)), price };
  });
}

function hoursOf({ created, ended }: InstanceFacts, until: Date): number {
  return Math.max((ended ?? until).getTime() - created.getTime(), LEAST_MS) / HOUR_MS;
}

function priceOf(given: number | undefined, listed: ListedPrice | undefined): HourPrice | null {
  if (given !== undefined) return { dollarsPerHour: given, parts: null };
  if (listed === undefined) return null;
  return { dollarsPerHour: Number((listed.ec2 + listed.emr).toFixed(LIST_DECIMALS)), parts: listed };
}

function costOf(instances: StatusReport['instances']): number | null {
  const costs = instances.flatMap(({ hours, price }) => (price === null ? [] : [hours * price.dollarsPerHour]));
  return costs.length === 0 || costs.length < instances.length ? null : sum(costs, (cost) => cost);
}

function stepReport(step: StepFacts, now: Date): StepReport {
  const { id, name, state, started, ended } = step;
  const request = runOf(step)?.request ?? null;
  const tookMs = started === null ? null : (ended ?? now).getTime() - started.getTime();
  const of = request === null ? { run: null, output: null } : { run: request.run, output: request.output };
  return { step: id, name, state, ...of, started: iso(started), ended: iso(ended), tookMs };
}

function iso(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}
