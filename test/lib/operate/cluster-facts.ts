/** Facts about a cluster that runs a step, as the operating commands read them from AWS. */

import type { ClusterFacts, StepFacts } from '../../../lib/operate/cluster/cluster-facts';

export const NO_REASON = { code: '', message: '' };

export function clusterFacts(more: Partial<ClusterFacts> = {}): ClusterFacts {
  return {
    id: 'j-1',
    name: 'dedup-1',
    state: 'RUNNING',
    reason: NO_REASON,
    errors: [],
    created: new Date('2026-11-22T10:00:00Z'),
    ready: new Date('2026-11-22T10:08:00Z'),
    ended: null,
    logs: 's3://logs/emr/',
    isProtected: false,
    isTransient: false,
    ...more,
  };
}

export function stepFacts(more: Partial<StepFacts> = {}): StepFacts {
  return {
    id: 's-2',
    name: 'run dedup',
    state: 'RUNNING',
    args: ['bin/node', 'job.js', 'yarn', 's3://input/', '--output', 's3://out/latest'],
    endsOthers: false,
    reason: NO_REASON,
    failure: null,
    created: new Date('2026-11-22T10:09:00Z'),
    started: new Date('2026-11-22T10:10:00Z'),
    ended: null,
    ...more,
  };
}
