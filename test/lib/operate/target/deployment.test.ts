import { deploymentInFile, deploymentOf } from '../../../../lib/operate/target/deployment';
import {
  resolvePrices,
  resolveStepLimit,
  resolveTarget,
  resolveWait,
  stepId,
} from '../../../../lib/operate/target/options';

const OUTPUTS = { ClusterId: 'j-1', Region: 'eu-west-1', TransientCluster: '/dedup/cluster', Steps: '/dedup/steps' };
const WAIT = { poll: '10s', quiet: false };

it('a deployment is read from the outputs of its stack', () => {
  expect(deploymentOf('dedup-cluster', { ...OUTPUTS, Input: 's3://in/' })).toEqual({
    stack: 'dedup-cluster',
    cluster: 'j-1',
    region: 'eu-west-1',
    transientCluster: '/dedup/cluster',
    steps: '/dedup/steps',
  });
  expect(() => deploymentOf('dedup-storage', { Input: 's3://in/' })).toThrow(
    "stack dedup-storage has no output ClusterId: name the cluster's stack with --stack, or deploy it again",
  );
});

it("the stack with a cluster is found in the CDK's file of outputs", () => {
  const file = { 'mine-storage': { Input: 's3://in/' }, 'mine-cluster': OUTPUTS };
  expect(deploymentInFile('o.json', JSON.stringify(file), null).stack).toBe('mine-cluster');
  const two = JSON.stringify({ ...file, 'other-cluster': OUTPUTS });
  expect(() => deploymentInFile('o.json', two, null)).toThrow(
    "'o.json' has the clusters of mine-cluster, other-cluster: name one with --stack",
  );
  expect(deploymentInFile('o.json', two, 'other-cluster').stack).toBe('other-cluster');
  expect(() => deploymentInFile('o.json', two, 'no')).toThrow("'o.json' has no outputs of stack no");
  expect(() => deploymentInFile('o.json', '{}', null)).toThrow("'o.json' has no outputs of a stack with a cluster");
  for (const text of ['', '[]', 'null', '{"a"', '{"name":"dedup"}', '{"dedup-cluster":null}']) {
    expect(() => deploymentInFile('o.json', text, null)).toThrow(
      "'o.json' is not what 'cdk deploy --outputs-file' writes",
    );
  }
});

it('given options say where to look for the cluster', () => {
  expect(resolveTarget({ json: false })).toEqual({ kind: 'stack', stack: 'dedup-cluster' });
  expect(resolveTarget({ json: false, outputs: 'o.json' })).toEqual({ kind: 'file', file: 'o.json', stack: null });
  const another = { kind: 'cluster', cluster: 'j-ABC' };
  expect(resolveTarget({ json: false, cluster: 'j-ABC' })).toEqual({ ...another, outputs: null });
  // the file of outputs is still read for the region
  expect(resolveTarget({ json: false, cluster: 'j-ABC', outputs: 'o.json', stack: 's' })).toEqual({
    ...another,
    outputs: { kind: 'file', file: 'o.json', stack: 's' },
  });
});

it.each<[string, () => unknown]>([
  [
    '--cluster and --stack name two clusters, give one of them',
    () => resolveTarget({ json: false, cluster: 'j-A', stack: 's' }),
  ],
  [
    "--cluster 'x' is no cluster, expected an id like j-2AXXXXXXGAPLF",
    () => resolveTarget({ json: false, cluster: 'x' }),
  ],
  ['--stack is empty, expected the name of a stack', () => resolveTarget({ json: false, stack: '' })],
  ["'7' is no step, expected an id like s-1XXXXXXXXXXA", () => stepId('7')],
  ["'j-A' is a cluster, expected a step like s-1XXXXXXXXXXA; --cluster names one", () => stepId('j-A')],
  [
    "--timeout '9' is no time, expected seconds, minutes or hours like 90s, 30m or 2h",
    () => resolveWait({ ...WAIT, timeout: '9' }),
  ],
  [
    "--poll 'often' is no time, expected seconds, minutes or hours like 90s, 30m or 2h",
    () => resolveWait({ ...WAIT, poll: 'often' }),
  ],
  ["--poll '0s' is too often for AWS, expected 1s or more", () => resolveWait({ ...WAIT, poll: '0s' })],
  ["--steps '0' shows none, expected 1 or more", () => resolveStepLimit('0')],
  ["--steps 'all' is not a whole number", () => resolveStepLimit('all')],
  [
    "--max-rejected '-1' is neither a number of records nor a percentage from 0% to 100%",
    () => resolveWait({ ...WAIT, maxRejected: '-1' }),
  ],
  ["--min-kept 'all' is not a whole number", () => resolveWait({ ...WAIT, minKept: 'all' })],
  ["--min-lines '1.5' is not a whole number", () => resolveWait({ ...WAIT, minLines: '1.5' })],
  [
    "--price 'much' is no price, expected dollars an instance hour like 0.333 or m3.xlarge=0.333, or lookup",
    () => resolvePrices(['much']),
  ],
  [
    '--price lookup has nothing to look up beside a price of every type, give that of a type like m3.xlarge=0.333',
    () => resolvePrices(['lookup', '0.333']),
  ],
])('the target is refused with "%s"', (message, resolve) => {
  expect(resolve).toThrow(expect.objectContaining({ exitCode: 64, message }));
});

it('prices are parsed', () => {
  const given = new Map<string | null, number>([
    [null, 0.3],
    ['m3.xlarge', 0.333],
  ]);
  expect(resolvePrices(['0.3', 'm3.xlarge=0.333'])).toEqual({ given, looksUp: false });
  given.delete(null);
  for (const both of [
    ['lookup', 'm3.xlarge=0.333'],
    ['m3.xlarge=0.333', 'lookup'],
  ]) {
    expect(resolvePrices(both)).toEqual({ given, looksUp: true });
  }
});
