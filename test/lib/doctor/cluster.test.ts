import type { Cluster } from '../../../lib/doctor/answers';
import { about } from '../../support/doctor';

describe('the doctor on a deployed cluster that', () => {
  const OURS = { 'for-use-with-amazon-emr-managed-policies': 'true', 'dedup-stack': 'dedup-cluster' };
  const FOUND: Cluster = { id: 'j-1', name: 'dedup-1', state: 'TERMINATED', tags: { ...OURS, team: 'data' } };
  const cluster = (
    found: Partial<Cluster> | null,
    context: Readonly<Record<string, unknown>> = { tags: 'team=data' },
  ) => about('cluster', { cluster: { value: found === null ? null : { ...FOUND, ...found } } }, context);

  it('does not exist, or has another generation', async () => {
    expect(await cluster(null)).toEqual([]);
    expect(await cluster({}, { generation: 2, tags: 'team=ops' })).toEqual([]);
  });

  it('is running', async () => {
    expect(await cluster({ state: 'WAITING' }, { tags: 'team=ops' })).toEqual([
      'ok cluster j-1 of dedup-cluster is WAITING',
    ]);
  });

  it('has ended, with the same settings', async () => {
    expect(await cluster({})).toEqual([
      'warn cluster j-1 of dedup-cluster has ended, and a deployment with other tags or idleMinutes fails; -c generation=2 makes another cluster',
    ]);
  });

  it.each(['team=ops', 'team=data,stage=test', ''])('has ended with other tags than %s', async (tags) => {
    expect(await cluster({}, { tags })).toEqual([
      'fix cluster j-1 of dedup-cluster has ended, and its tags cannot be changed any more; -c generation=2 makes another cluster',
    ]);
  });
});
