import { failureOf, type Moment, standingOf } from '../../../../lib/operate/cluster/verdict';
import { clusterFacts, stepFacts } from '../cluster-facts';

const NO_LOGS = { stderr: null, controller: null };
const BAD = {
  stderr: "dedup: bad record in 's3://in/a' at byte 12: no number\n",
  controller: 'WARN Step failed with exitCode 65 and took 6 seconds',
};
const TERMINATED = { state: 'TERMINATED', reason: { code: 'USER_REQUEST', message: 'Terminated by user request' } };
const PLACE = 's3://logs/emr/j-1/steps/s-2/';

function moment(cluster: Parameters<typeof clusterFacts>[0], step: Parameters<typeof stepFacts>[0]): Moment {
  const facts = stepFacts(step);
  return { cluster: clusterFacts(cluster), step: facts, steps: [facts] };
}

it.each([
  ['RUNNING', 'RUNNING', 'going'],
  ['BOOTSTRAPPING', 'PENDING', 'going'],
  ['RUNNING', 'CANCEL_PENDING', 'going'],
  ['TERMINATING', 'RUNNING', 'going'],
  ['TERMINATED', 'RUNNING', 'lost'],
  ['TERMINATED_WITH_ERRORS', 'PENDING', 'lost'],
  ['TERMINATED_WITH_ERRORS', 'CANCELLED', 'lost'],
  ['TERMINATING', 'INTERRUPTED', 'lost'],
  ['WAITING', 'CANCELLED', 'cancelled'],
  ['TERMINATED', 'COMPLETED', 'completed'],
  ['TERMINATED_WITH_ERRORS', 'FAILED', 'failed'],
])('on a cluster that is %s, a step that is %s counts as %s', (cluster, step, standing) => {
  expect(standingOf(moment({ state: cluster }, { state: step }))).toBe(standing);
});

it('the error for a failed step begins with the message of the step and ends with the place of its logs', () => {
  expect(failureOf(moment({}, { state: 'FAILED' }), BAD, PLACE)).toMatchObject({
    exitCode: 65,
    message: `bad record in 's3://in/a' at byte 12: no number (step s-2 failed; logs: ${PLACE})`,
  });
});

it('without logs the error has the reason of EMR, or says that there is none', () => {
  const failure = { code: 'Unknown Error.', message: 'Error opening job jar' };
  expect(failureOf(moment({}, { state: 'FAILED', failure }), NO_LOGS, null)).toMatchObject({
    exitCode: 69,
    message: 'Error opening job jar (step s-2 failed; its cluster keeps no logs)',
  });
  expect(
    failureOf(moment({}, { state: 'FAILED', failure: { ...failure, message: '' } }), NO_LOGS, PLACE).message,
  ).toMatch(/^Unknown Error\. \(step s-2 failed/);
  expect(failureOf(moment({}, { state: 'FAILED' }), NO_LOGS, PLACE).message).toMatch(/^it did not say why \(/);
});

it('a cancelled step is explained by the failed step that cancelled it', () => {
  const copy = stepFacts({ id: 's-1', name: 'copy job', state: 'FAILED', endsOthers: true });
  const run = stepFacts({ state: 'CANCELLED', started: null });
  const logs = { stderr: 'fatal error: (404) Not Found\n', controller: 'exitCode 1' };
  expect(failureOf({ cluster: clusterFacts(), step: run, steps: [copy, run] }, logs, PLACE)).toMatchObject({
    exitCode: 69,
    message: `fatal error: (404) Not Found (step s-1 (copy job) failed and ended s-2; logs: ${PLACE})`,
  });
});

it('a failed step that lets the others continue does not explain a cancelled step', () => {
  const earlier = stepFacts({ id: 's-1', state: 'FAILED' });
  const run = stepFacts({ state: 'CANCELLED' });
  const { exitCode, message } = failureOf({ cluster: clusterFacts(), step: run, steps: [earlier, run] }, BAD, PLACE);
  expect(exitCode).toBe(69);
  expect(message).toBe(`step s-2 was cancelled; nothing was published, 'dedup submit' runs it again; logs: ${PLACE}`);
});

it.each(['INTERRUPTED', 'CANCELLED', 'PENDING'])('the end of the cluster explains a step that is %s', (state) => {
  const lost = failureOf(moment(TERMINATED, { state }), NO_LOGS, PLACE);
  expect(lost.exitCode).toBe(69);
  expect(lost.message).toMatch(/^cluster j-1 ended before step s-2 did: it was terminated, by somebody or by its idle/);
  expect(lost.message.endsWith(`; logs: ${PLACE}`)).toBe(true);
});

it('the end of the cluster explains an interrupted driver, but not a driver that had failed before', () => {
  const interrupted = { ...BAD, stderr: 'dedup: interrupted by SIGTERM; nothing was changed\n' };
  const lost = { state: 'TERMINATED_WITH_ERRORS', reason: { code: 'INSTANCE_FAILURE', message: 'NO_SLAVE_LEFT' } };
  expect(failureOf(moment(lost, { state: 'FAILED' }), interrupted, PLACE)).toMatchObject({
    exitCode: 75,
    message: expect.stringMatching(/^cluster j-1 ended before step s-2 did: it lost all its core nodes/),
  });
  expect(failureOf(moment(lost, { state: 'FAILED' }), BAD, PLACE).exitCode).toBe(65);
});

it('a cluster that ended because of a failed step does not explain that step', () => {
  const ended = {
    state: 'TERMINATED_WITH_ERRORS',
    reason: { code: 'STEP_FAILURE', message: 'Shut down as step failed' },
  };
  expect(failureOf(moment(ended, { state: 'FAILED' }), NO_LOGS, PLACE).message).toMatch(
    /^it did not say why \(step s-2/,
  );
});
