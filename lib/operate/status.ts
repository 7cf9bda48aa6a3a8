/** What a cluster is at, since when and for how much. Pure. */

import { sum } from '../../job/account';
import type { ClusterFacts, InstanceFacts, StepFacts } from './facts';

const HOUR_MS = 3_600_000;
/** EC2 and EMR bill by the second, and at least a minute. */
const LEAST_MS = 60_000;

export interface StatusFacts {
  readonly cluster: ClusterFacts;
  readonly steps: readonly StepFacts[];
  readonly instances: readonly InstanceFacts[];
  /** Of the auto-termination policy, null without one. */
  readonly idleSeconds: number | null;
  /** Dollars an instance hour by type; null is every other type. */
  readonly prices: ReadonlyMap<string | null, number>;
}

export interface StatusReport {
  readonly cluster: string;
  readonly name: string;
  readonly state: string;
  readonly reason: ClusterFacts['reason'];
  readonly created: string | null;
  readonly ended: string | null;
  readonly ageMs: number | null;
  readonly instances: readonly { readonly type: string; readonly count: number; readonly hours: number }[];
  readonly instanceHours: number;
  /** Dollars so far; null where a price is missing. */
  readonly cost: number | null;
  readonly idleSince: string | null;
  /** When the policy ends it, as far as steps tell: other use of the cluster puts it off. */
  readonly terminatesAt: string | null;
  readonly steps: readonly StepReport[];
}

export interface StepReport {
  readonly step: string;
  readonly name: string;
  readonly state: string;
  readonly started: string | null;
  readonly ended: string | null;
  readonly tookMs: number | null;
}

export function statusOf(facts: StatusFacts, now: Date): StatusReport {
  const { cluster, steps, idleSeconds } = facts;
  const instances = byType(facts.instances, now);
  const since = idleSince(cluster, steps);
  const until = since === null || idleSeconds === null ? null : new Date(since.getTime() + idleSeconds * 1000);
  return {
    cluster: cluster.id,
    name: cluster.name,
    state: cluster.state,
    reason: cluster.reason,
    created: iso(cluster.created),
    ended: iso(cluster.ended),
    ageMs: cluster.created === null ? null : (cluster.ended ?? now).getTime() - cluster.created.getTime(),
    instances,
    instanceHours: sum(instances, ({ hours }) => hours),
    cost: costOf(instances, facts.prices),
    idleSince: iso(since),
    terminatesAt: iso(until),
    steps: steps.map((step) => stepReport(step, now)),
  };
}

/** Nothing is at work or waits to be: since the last step ended, or since the cluster was ready. */
function idleSince({ state, ready }: ClusterFacts, steps: readonly StepFacts[]): Date | null {
  if (state !== 'WAITING') return null;
  const ends = steps.flatMap(({ ended }) => (ended === null ? [] : [ended.getTime()]));
  const latestMs = Math.max(...ends, ready === null ? 0 : ready.getTime());
  return latestMs === 0 ? null : new Date(latestMs);
}

function byType(instances: readonly InstanceFacts[], now: Date): StatusReport['instances'] {
  const types = [...new Set(instances.map(({ type }) => type))].sort();
  return types.map((type) => {
    const own = instances.filter((instance) => instance.type === type);
    return { type, count: own.length, hours: sum(own, (instance) => hoursOf(instance, now)) };
  });
}

function hoursOf({ created, ended }: InstanceFacts, now: Date): number {
  return Math.max((ended ?? now).getTime() - created.getTime(), LEAST_MS) / HOUR_MS;
}

function costOf(instances: StatusReport['instances'], prices: StatusFacts['prices']): number | null {
  const costs = instances.map(({ type, hours }) => {
    const price = prices.get(type) ?? prices.get(null);
    return price === undefined ? null : price * hours;
  });
  const known = costs.filter((cost) => cost !== null);
  return prices.size === 0 || known.length < costs.length ? null : sum(known, (cost) => cost);
}

function stepReport({ id, name, state, started, ended }: StepFacts, now: Date): StepReport {
  const tookMs = started === null ? null : (ended ?? now).getTime() - started.getTime();
  return { step: id, name, state, started: iso(started), ended: iso(ended), tookMs };
}

function iso(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}
