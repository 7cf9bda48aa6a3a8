/**
 * Reads from answers of ResourceManager's REST how much of the cluster is free. The shapes are those of Hadoop's pages
 * "Cluster Nodes API" and "Cluster Scheduler API". Pure.
 */

import { MiB } from '../../shared/byte-units';
import type { Free, Room } from './auto';

type Json = Readonly<Record<string, unknown>>;

/**
 * @param nodes the answer of `/ws/v1/cluster/nodes?states=RUNNING`
 * @param scheduler the answer of `/ws/v1/cluster/scheduler`; null where there is none
 * @param queue the name of a queue, or its path
 */
export function roomIn(nodes: unknown, scheduler: unknown, queue: string): Omit<Room, 'largest'> {
  const all = list(at(nodes, 'nodes', 'node'));
  const free = all.map((node) => freeOf(numberAt(node, 'availMemoryMB'), numberAt(node, 'availableVirtualCores')));
  const total = all.reduce(
    (sum: Free, node) => ({
      memoryBytes: sum.memoryBytes + MiB * (numberAt(node, 'availMemoryMB') + numberAt(node, 'usedMemoryMB')),
      cores: sum.cores + numberAt(node, 'availableVirtualCores') + numberAt(node, 'usedVirtualCores'),
    }),
    { memoryBytes: 0, cores: 0 },
  );
  return { nodes: free, queue: restOfQueue(at(scheduler, 'scheduler', 'schedulerInfo'), queue, total) };
}

/**
 * The rest that one user may take of a queue of the capacity scheduler; null for other schedulers, and for a queue that
 * is not known.
 */
function restOfQueue(info: unknown, name: string, total: Free): Free | null {
  if (at(info, 'type') !== 'capacityScheduler') return null;
  const queue = queuesBelow(info, 'root').find(({ path, json }) => path === name || at(json, 'queueName') === name);
  if (queue === undefined) return null;
  const { json } = queue;
  const most = figureAt(json, 'absoluteMaxCapacity', 100);
  // one user may take this multiple of the queue's own share
  const ofUser = figureAt(json, 'absoluteCapacity', 100) * figureAt(json, 'userLimitFactor', 1);
  const limit = at(json, 'userLimitFactor') === -1 ? most : Math.min(most, ofUser);
  const left = Math.max(0, limit - figureAt(json, 'absoluteUsedCapacity', 0)) / 100;
  return { memoryBytes: Math.floor(left * total.memoryBytes), cores: Math.floor(left * total.cores) };
}

function queuesBelow(parent: unknown, path: string): { readonly path: string; readonly json: unknown }[] {
  return list(at(parent, 'queues', 'queue')).flatMap((json) => {
    const own = `${path}.${String(at(json, 'queueName'))}`;
    return [{ path: own, json }, ...queuesBelow(json, own)];
  });
}

function freeOf(memoryMb: number, cores: number): Free {
  return { memoryBytes: Math.max(0, memoryMb) * MiB, cores: Math.max(0, cores) };
}

function figureAt(json: unknown, name: string, missing: number): number {
  const found = at(json, name);
  return typeof found === 'number' && found >= 0 ? found : missing;
}

function numberAt(json: unknown, name: string): number {
  const found = at(json, name);
  return typeof found === 'number' ? found : 0;
}

function list(json: unknown): readonly unknown[] {
  return Array.isArray(json) ? json : [];
}

function at(json: unknown, ...names: readonly string[]): unknown {
  return names.reduce((value, name) => (isObject(value) ? value[name] : undefined), json);
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}
