import { requestOf } from '../../../../lib/pipeline/gate/program';
import { temporaryFolder } from '../../../support/folder';
import { OF_GITHUB } from '../pipelines';

const NOW = new Date('2026-11-22T15:25:04Z');
const cdkJson = (context: unknown) => temporaryFolder({ 'cdk.json': JSON.stringify({ context }) });

test('the request of a gate is for the deployment that cdk.json describes', () => {
  const folder = cdkJson({ name: 'ratings', compress: 'gzip' });
  const { stack, sample, job, run } = requestOf([], folder, NOW);
  expect({ stack, sample }).toEqual({ stack: 'ratings-cluster', sample: 'assets/sample' });
  expect(job.compress).toBe('gzip');
  expect(run).toMatch(/^20261122t152504z-[0-9a-f]{6}$/);
});

test('the request of a gate follows -c as cdk does', () => {
  const folder = cdkJson({ name: 'ratings', parts: 7 });
  const { stack, job } = requestOf(['-c', 'name=films', '--context', 'parts='], folder, NOW);
  expect(stack).toBe('films-cluster');
  expect(job.parts).toBeNull();
});

test('a gate uses the sample of the pipeline, or the one that is named', () => {
  const { repository } = OF_GITHUB;
  const folder = cdkJson({ pipeline: { repository, oidcProvider: 'new', sample: 'test/few' } });
  expect(requestOf([], folder, NOW).sample).toBe('test/few');
  expect(requestOf(['--sample', 'test/more'], folder, NOW).sample).toBe('test/more');
});

test.each([
  [['--foo'], "Unknown option '--foo': expected -c key=value, or --sample <folder>"],
  [['-c', 'parts'], "'parts' sets nothing, expected key=value"],
  [['-c', 'parts=few'], "parts is 'few', expected a whole number from 1"],
])('the arguments %j are refused', (argv, message) => {
  const folder = cdkJson({});
  expect(() => requestOf(argv, folder, NOW)).toThrow(expect.objectContaining({ exitCode: 64, message }));
});
