import { roomIn } from '../../../../job/runner/yarn/room';

const MiB = 1024 * 1024;

/** Answers of Hadoop 3.4.2, shortened. */
const NODES = {
  nodes: {
    node: [
      { id: 'a:1', availMemoryMB: 11_520, usedMemoryMB: 0, availableVirtualCores: 4, usedVirtualCores: 0 },
      { id: 'b:1', availMemoryMB: 1280, usedMemoryMB: 10_240, availableVirtualCores: 3, usedVirtualCores: 1 },
    ],
  },
};
const leaf = (queueName: string, more: object = {}) => ({
  type: 'capacitySchedulerLeafQueueInfo',
  queueName,
  absoluteCapacity: 100,
  absoluteMaxCapacity: 100,
  absoluteUsedCapacity: 44.44,
  userLimitFactor: 1,
  ...more,
});
const capacityScheduler = (...queue: readonly object[]) => ({
  scheduler: { schedulerInfo: { type: 'capacityScheduler', queueName: 'root', queues: { queue } } },
});

it('the nodes and the queue of the capacity scheduler tell what is free', () => {
  expect(roomIn(NODES, capacityScheduler(leaf('default', { absoluteUsedCapacity: 50 })), 'default')).toEqual({
    nodes: [
      { memoryBytes: 11_520 * MiB, cores: 4 },
      { memoryBytes: 1280 * MiB, cores: 3 },
    ],
    queue: { memoryBytes: 11_520 * MiB, cores: 4 },
  });
});

it.each<[string, object, number]>([
  ['its own share for one user', { absoluteCapacity: 50, absoluteUsedCapacity: 0 }, 50],
  ['a multiple of its share', { absoluteCapacity: 20, userLimitFactor: 2, absoluteUsedCapacity: 0 }, 40],
  [
    'at most its limit',
    { absoluteCapacity: 50, userLimitFactor: 5, absoluteMaxCapacity: 75, absoluteUsedCapacity: 0 },
    75,
  ],
  ['its limit where a user is not limited', { absoluteCapacity: 5, userLimitFactor: -1, absoluteUsedCapacity: 0 }, 100],
  ['the rest of it', { absoluteCapacity: 50, absoluteUsedCapacity: 20 }, 30],
  ['nothing where it is over its limit', { absoluteCapacity: 50, absoluteUsedCapacity: 60 }, 0],
])('a queue has %s', (_, more, percent) => {
  const scheduler = capacityScheduler({ queueName: 'all', queues: { queue: [leaf('other'), leaf('night', more)] } });
  for (const name of ['night', 'root.all.night']) {
    const { queue } = roomIn(NODES, scheduler, name);
    expect(queue?.memoryBytes).toBeCloseTo((23_040 * MiB * percent) / 100, -2);
    expect(queue?.cores).toBe(Math.floor((8 * percent) / 100));
  }
});

it.each<[string, unknown]>([
  ['an unknown queue', capacityScheduler(leaf('other'))],
  ['another scheduler', { scheduler: { schedulerInfo: { type: 'fairScheduler', rootQueue: {} } } }],
  ['no answer', null],
  ['an answer of another form', { scheduler: [] }],
])('%s has no known limit', (_, scheduler) => {
  expect(roomIn(NODES, scheduler, 'default').queue).toBeNull();
});

it.each([{ nodes: null }, {}, null, { nodes: { node: 'x' } }])('the answer %j tells of no node', (nodes) => {
  expect(roomIn(nodes, null, 'default').nodes).toEqual([]);
});

it('memory and cores that are overdrawn are not free', () => {
  const node = { availMemoryMB: -512, usedMemoryMB: 12_032, availableVirtualCores: -1, usedVirtualCores: 5 };
  expect(roomIn({ nodes: { node: [node] } }, null, 'default').nodes).toEqual([{ memoryBytes: 0, cores: 0 }]);
});
