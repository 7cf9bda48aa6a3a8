/** What a cluster is at, since when and for how much. Pure. */

import { sum } from '../../../job/shared/sum';
import type { ClusterFacts, InstanceFacts, StepFacts } from '../cluster/cluster-facts';
import { runOf } from '../run/run-steps';
import type { ListedPrice } from './price-list';

const HOUR_MS = 3_600_000;
/** EC2 and EMR bill by the second, and at least a minute. */
const LEAST_MS = 60_000;
/** Of an amount in AWS's price list. */
const LIST_DECIMALS = 10;

export interface StatusFacts {
  readonly cluster: ClusterFacts;
  /** Oldest first, and none newer than these. */
  readonly steps: readonly StepFacts[];
  /** How many of them are to be told at most: the newest. */
  readonly stepLimit: number;
  readonly instances: readonly InstanceFacts[];
  /** Of the auto-termination policy, null without one. */
  readonly idleSeconds: number | null;
  /** Dollars an instance hour by type, as given; null is every other type. */
  readonly prices: ReadonlyMap<string | null, number>;
  /** Of the types that have none of those, where they were looked up. */
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
  /** Dollars so far; null where a price is missing. */
  readonly cost: number | null;
  readonly idleSince: string | null;
  /** When the policy ends it, as far as steps tell: other use of the cluster puts it off. */
  readonly terminatesAt: string | null;
  /** Whether there are steps before these. */
  readonly hasEarlierSteps: boolean;
  readonly steps: readonly StepReport[];
}

export interface InstancesReport {
  readonly type: string;
  readonly count: number;
  readonly hours: number;
  /** Null where it is neither given nor looked up. */
  readonly price: HourPrice | null;
}

export interface HourPrice {
  readonly dollarsPerHour: number;
  /** What it is the sum of; null where it was given. */
  readonly parts: ListedPrice | null;
}

export interface StepReport {
  readonly step: string;
  readonly name: string;
  readonly state: string;
  /** Of a run, unless it names itself. */
  readonly run: string | null;
  /** Of a run. */
  readonly output: string | null;
  readonly started: string | null;
  readonly ended: string | null;
  readonly tookMs: number | null;
}

export function statusOf(facts: StatusFacts, now: Date): StatusReport {
  const { cluster, steps, stepLimit, idleSeconds } = facts;
  // a machine whose end is not told yet has none behind its cluster's
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

/** Nothing is at work or waits to be: since the last step ended, or since the cluster was ready. */
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
