import { jobSteps } from '../../../../lib/cluster/steps';
import { checkSteps, lastRun, needsCopy, transientFor, withArgs } from '../../../../lib/operate/run/run-steps';
import { SUBJECTS } from '../../cluster/subjects';
import { SAMPLE_SETTINGS } from '../../sample-settings';
import { stepFacts } from '../cluster-facts';

const COPY = { Name: 'copy job', HadoopJarStep: { Jar: 'command-runner.jar', Args: ['copy', 's3://assets/new.js'] } };
const RUN = {
  Name: 'run dedup',
  ActionOnFailure: 'CONTINUE' as const,
  HadoopJarStep: { Jar: 'command-runner.jar', Args: ['node', 'yarn', 's3://input/', '--output', 's3://out'] },
};
const copied = (asset: string, state = 'COMPLETED') => stepFacts({ name: 'copy job', state, args: ['copy', asset] });

it('the steps in the parameter of the stack are parsed', () => {
  expect(checkSteps('p', [COPY, RUN]).parsed.request.output).toBe('s3://out');
});

it('the steps that the stack defines can be parsed', () => {
  const { request } = checkSteps('p', jobSteps(SAMPLE_SETTINGS, SUBJECTS)).parsed;
  expect(request).toMatchObject({ inputs: ['s3://input/'], output: 's3://output/', ifEmpty: 'ok', run: null });
});

it.each([[null], ['text'], [[RUN]], [[COPY, COPY]], [[{ Name: 'x' }, RUN]]])('the parameter %j is refused', (value) => {
  expect(() => checkSteps('/dedup/steps', value)).toThrow(
    "parameter /dedup/steps does not hold the steps: 'npx cdk deploy --all' makes it anew",
  );
});

it.each([
  ['nothing was copied', [], true],
  ['another job was copied', [copied('s3://assets/old.js')], true],
  ['this job was copied last', [copied('s3://assets/old.js'), copied('s3://assets/new.js')], false],
  ['another job was copied since', [copied('s3://assets/new.js'), copied('s3://assets/old.js')], true],
  ['the copy of this job failed', [copied('s3://assets/new.js', 'FAILED')], true],
  ['the copy of this job is pending', [copied('s3://assets/new.js', 'PENDING'), stepFacts()], false],
])('whether the job has to be copied when %s', (_, steps, needed) => {
  expect(needsCopy({ copy: COPY, run: RUN }, steps)).toBe(needed);
});

it('a new cluster has the definition of the stack and the arguments of the run', () => {
  const Instances = { InstanceGroups: [] };
  const definition = { Name: 'dedup-1', ReleaseLabel: 'emr-7.13.0', Instances, Steps: [COPY, RUN] };
  const args = ['node', 'yarn', 's3://input/', '--output', 's3://out', '--run-id', 'r'];
  expect(transientFor('p', definition, args, 'r')).toEqual({
    Name: 'dedup-1-r',
    ReleaseLabel: 'emr-7.13.0',
    Instances,
    Steps: [COPY, withArgs(RUN, [...args, '--max-run-time=24h'])],
  });
  const limited = [...args, '--max-run-time', '2h'];
  expect(transientFor('p', definition, limited, 'r').Steps).toEqual([COPY, withArgs(RUN, limited)]);
  expect(() => transientFor('/dedup/cluster', { ...definition, Steps: [COPY] }, args, 'r')).toThrow(
    "parameter /dedup/cluster does not hold a cluster: 'npx cdk deploy --all' makes it anew",
  );
});

it('the newest run of a cluster is the default', () => {
  expect(lastRun([stepFacts({ id: 's-1' }), stepFacts({ id: 's-2' }), copied('x')])?.id).toBe('s-2');
  expect(lastRun([copied('x')])).toBeNull();
});
