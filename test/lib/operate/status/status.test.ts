import { describeStatus } from '../../../../lib/operate/status/describe-status';
import { type StatusFacts, statusOf } from '../../../../lib/operate/status/status';
import { clusterFacts, NO_REASON, stepFacts } from '../cluster-facts';

const NOW = new Date('2026-11-22T13:00:00Z');
const STEPS = [
  stepFacts({ id: 's-1', name: 'copy job', args: [], state: 'COMPLETED', ended: new Date('2026-11-22T10:11:00Z') }),
  stepFacts({ state: 'COMPLETED', ended: new Date('2026-11-22T12:10:00Z') }),
];

function instances(type: string, count: number, ended: Date | null = null) {
  return Array.from({ length: count }, () => ({
    type,
    isSpot: false,
    created: new Date('2026-11-22T10:00:00Z'),
    ended,
  }));
}

function facts(more: Partial<StatusFacts> = {}): StatusFacts {
  return {
    cluster: clusterFacts({ state: 'WAITING' }),
    steps: STEPS,
    stepLimit: 20,
    instances: instances('m3.xlarge', 5),
    idleSeconds: 3600,
    prices: new Map(),
    listed: new Map(),
    ...more,
  };
}

it('instance hours and their cost are added up', () => {
  const half = instances('m5.xlarge', 1, new Date('2026-11-22T10:30:00Z'));
  const prices = new Map<string | null, number>([
    ['m3.xlarge', 0.336],
    [null, 0.24],
  ]);
  const status = statusOf(facts({ instances: [...instances('m3.xlarge', 5), ...half], prices }), NOW);
  expect(status.instanceHours).toBe(15.5);
  expect(status.cost).toBeCloseTo(15 * 0.336 + 0.5 * 0.24);
  expect(status.ageMs).toBe(3 * 3_600_000);
});

it('no hours are counted after the end of the cluster', () => {
  const cluster = clusterFacts({ state: 'TERMINATED', ended: new Date('2026-11-22T11:00:00Z') });
  expect(statusOf(facts({ cluster }), NOW).instanceHours).toBe(5);
});

it('a given price takes precedence over one from the price list', () => {
  const all = [...instances('c5.large', 1), ...instances('m3.xlarge', 4), ...instances('m5.xlarge', 1)];
  const listed = new Map([
    ['m3.xlarge', { ec2: 0.266, emr: 0.07 }],
    ['m5.xlarge', { ec2: 0.192, emr: 0.048 }],
  ]);
  const prices = new Map([
    ['c5.large', 0.1],
    ['m5.xlarge', 0.5],
  ]);
  const status = statusOf(facts({ instances: all, prices, listed }), NOW);
  expect(status.instances).toEqual([
    { type: 'c5.large', count: 1, hours: 3, price: { dollarsPerHour: 0.1, parts: null } },
    { type: 'm3.xlarge', count: 4, hours: 12, price: { dollarsPerHour: 0.336, parts: { ec2: 0.266, emr: 0.07 } } },
    { type: 'm5.xlarge', count: 1, hours: 3, price: { dollarsPerHour: 0.5, parts: null } },
  ]);
  expect(status.cost).toBeCloseTo(3 * 0.1 + 12 * 0.336 + 3 * 0.5);
  expect(describeStatus(status, NOW)).toContain(
    [
      '',
      '  machines   1 c5.large, 4 m3.xlarge, 1 m5.xlarge: 18.00 instance hours so far, $5.83',
      '  an hour    c5.large $0.1 (as given), m3.xlarge $0.336 (on demand: EC2 $0.266 + EMR $0.07), m5.xlarge $0.5 (as given)',
      '  idle ',
    ].join('\n'),
  );
});

it('at least one minute is billed, and the cost is unknown unless every price is known', () => {
  const brief = instances('m3.xlarge', 1, new Date('2026-11-22T10:00:02Z'));
  expect(statusOf(facts({ instances: brief }), NOW).instanceHours).toBeCloseTo(1 / 60);
  const prices = new Map([['m3.xlarge', 1]]);
  expect(statusOf(facts({ instances: [...brief, ...instances('c5.large', 1)], prices }), NOW).cost).toBeNull();
  expect(statusOf(facts({ instances: [] }), NOW).cost).toBeNull();
});

it('the status tells since when the cluster is idle and when it will end', () => {
  expect(statusOf(facts(), NOW)).toMatchObject({
    idleSince: '2026-11-22T12:10:00.000Z',
    terminatesAt: '2026-11-22T13:10:00.000Z',
  });
  expect(statusOf(facts({ idleSeconds: null }), NOW)).toMatchObject({ terminatesAt: null });
  expect(statusOf(facts({ steps: [] }), NOW)).toMatchObject({ idleSince: '2026-11-22T10:08:00.000Z' });
  expect(statusOf(facts({ cluster: clusterFacts() }), NOW)).toMatchObject({ idleSince: null, terminatesAt: null });
});

it('the status has only the newest steps, with their outputs and run ids', () => {
  const args = ['node', 'job.js', 'yarn', 's3://input/', '--output', 's3://out/b', '--run-id', '20261122t152504z-a'];
  const named = stepFacts({ id: 's-3', args });
  // a step of another version, or one that was added by hand
  const odd = stepFacts({ id: 's-4', args: ['node', 'yarn', 's3://in/', '--output', 's3://o', '--parts', 'many'] });
  const all = [...STEPS, named, odd];
  const cluster = clusterFacts();
  const status = statusOf(facts({ cluster, steps: all, stepLimit: 3 }), NOW);
  expect(status).toMatchObject({
    hasEarlierSteps: true,
    steps: [
      { step: 's-2', run: null, output: 's3://out/latest' },
      { step: 's-3', run: '20261122t152504z-a', output: 's3://out/b' },
      { step: 's-4', run: null, output: null },
    ],
  });
  const text = describeStatus(status, NOW);
  expect(text).toContain('\n(the newest 3; --steps 6 shows more)\ns-2 ');
  expect(text).toMatch(/\ns-3 .* so far {2}s3:\/\/out\/b, run 20261122t152504z-a\ns-4 /);
  expect(statusOf(facts({ cluster, steps: all }), NOW).hasEarlierSteps).toBe(false);
});

it('the status is printed for people', () => {
  const running = stepFacts({ id: 's-3', started: new Date('2026-11-22T12:59:30Z') });
  const pending = stepFacts({ id: 's-4', state: 'PENDING', started: null });
  const cluster = clusterFacts();
  const prices = new Map([[null, 0.5]]);
  const status = statusOf(facts({ cluster, steps: [...STEPS, running, pending], prices }), NOW);
  expect(describeStatus(status, NOW)).toBe(
    [
      'cluster j-1 (dedup-1) is running, 3 h 00 min old (since 2026-11-22 10:00:00Z)',
      '  machines   5 m3.xlarge: 15.00 instance hours so far, $7.50',
      '',
      's-1  completed  copy job   2026-11-22 10:10:00Z, 60 s',
      's-2  completed  run dedup  2026-11-22 10:10:00Z, 2 h 00 min   s3://out/latest',
      's-3  running    run dedup  2026-11-22 12:59:30Z, 30 s so far  s3://out/latest',
      's-4  pending    run dedup                                     s3://out/latest',
    ].join('\n'),
  );
});

it('the status of an idle cluster and of an ended one is printed', () => {
  expect(describeStatus(statusOf(facts(), NOW), NOW)).toContain(
    '  idle       since 2026-11-22 12:10:00Z (50 min), ends at 2026-11-22 13:10:00Z',
  );
  expect(describeStatus(statusOf(facts({ idleSeconds: null }), NOW), NOW)).toContain(
    'has no idle policy: it costs until',
  );
  const reason = { code: 'USER_REQUEST', message: 'Terminated by user request' };
  const ended = clusterFacts({ state: 'TERMINATED', reason, ended: new Date('2026-11-22T12:30:00Z') });
  const text = describeStatus(statusOf(facts({ cluster: ended, steps: [], instances: [] }), NOW), NOW);
  expect(text).toContain('is terminated, 2 h 30 min old');
  expect(text).toContain('  ended      2026-11-22 12:30:00Z: it was terminated, by somebody or by its idle policy;');
  expect(text).toContain('no steps yet');
  const ending = clusterFacts({ state: 'TERMINATING', reason: NO_REASON, created: null });
  expect(describeStatus(statusOf(facts({ cluster: ending }), NOW), NOW)).toContain(
    '  ended      in a moment: EMR does not say why',
  );
});

it('the end of a cluster is explained by the most exact reason of EMR', () => {
  const reason = { code: 'VALIDATION_ERROR', message: 'The cluster could not be started' };
  const errors = [{ code: 'VCPU_QUOTA_EXCEEDED', message: 'vCPU limit' }];
  const cluster = clusterFacts({ state: 'TERMINATED_WITH_ERRORS', reason, errors, ended: NOW });
  const status = statusOf(facts({ cluster }), NOW);
  expect(status).toMatchObject({ reason, errors });
  expect(describeStatus(status, NOW)).toContain(": the account's quota of EC2 does not allow so many machines;");
});
