import type { Finding, LastWords } from '../../../../job/runner/yarn/contract';
import {
  badDataFailure,
  failedTask,
  jobFailure,
  submittedApplication,
  UnprovenFindings,
} from '../../../../job/runner/yarn/outcome';
import type { Application } from '../../../../job/runner/yarn/rest';
import type { Failure } from '../../../../job/shared/failure';

const ID = 'application_17_0001';
/** Diagnostics in the words of Hadoop 3.4.2. */
const TASK_FAILED =
  'Task failed task_17_0001_m_000002\nJob failed as tasks failed. failedMaps:1 failedReduces:0 killedMaps:0 killedReduces: 0\n\n';
const VIRTUAL =
  "[2026-11-22 19:00:00.000]Container [pid=1,containerID=container_1] is running 7158278144B beyond the 'VIRTUAL' " +
  'memory limit. Current usage: 210 MB of 2.5 GB physical memory used; 11.9 GB of 5.3 GB virtual memory used. Killing container.';
const PHYSICAL = VIRTUAL.replace('VIRTUAL', 'PHYSICAL');

const failed = (diagnostics: string, state = 'FINISHED'): Application => ({
  id: ID,
  state,
  finalStatus: state === 'KILLED' ? 'KILLED' : 'FAILED',
  diagnostics,
  trackingUrl: '',
});
const words = (attempt: string, message: string) => ({ attempt, exitCode: 74 as const, message, finding: null });
const example = (file: string, offset: number) => ({
  file,
  offset,
  reason: 'columns' as const,
  detail: '3 columns instead of 4',
  line: 'a^b^c',
});

/** The failure, of bad records that are no guess. */
function failureFor(lastWords: readonly LastWords[]): Failure {
  const failure = badDataFailure(lastWords);
  if (failure instanceof UnprovenFindings) throw failure;
  return failure;
}

const NOT_FOR_SURE = '; earlier tasks may not have read all of their input, so another run may name an earlier record';

it('reports the first of the bad records that were found, and says that there may be earlier ones', () => {
  const bad = (attempt: string, finding: Finding | null) =>
    ({ attempt, exitCode: 65, message: `bad ${attempt}`, finding }) as const;
  const failure = failureFor([
    words('d', 'an S3 that was away'),
    bad('c', { split: 2, example: example('in/b', 0), isGuessed: false }),
    bad('b', { split: 1, example: example('in/a', 99), isGuessed: false }),
    bad('e', { split: 1, example: example('in/a', 7), isGuessed: false }),
  ]);
  expect(failure.exitCode).toBe(65);
  expect(failure.message).toBe(
    "bad record in 'in/a' at byte 7: 3 columns instead of 4: 'a^b^c'; --bad-records drop or keep goes on without it" +
      NOT_FOR_SURE,
  );
});

it('does not mention earlier bad records when the first split has one, which dedup run would name too', () => {
  const bad = (split: number) =>
    ({
      attempt: `${split}`,
      exitCode: 65,
      message: '',
      finding: { split, example: example('in/a', 7), isGuessed: false },
    }) as const;
  expect(badDataFailure([bad(1), bad(0)]).message).toMatch(/goes on without it$/);
  expect(badDataFailure([bad(2), bad(1)]).message).toMatch(new RegExp(`goes on without it${NOT_FOR_SURE}$`));
});

it('reports a problem of a whole file before its bad records', () => {
  const bad = (attempt: string, finding: Finding | null = null) =>
    ({ attempt, exitCode: 65, message: `bad ${attempt}`, finding }) as const;
  const record = bad('0', { split: 0, example: example('in/a', 0), isGuessed: false });
  expect(badDataFailure([bad('b'), words('0', 'away'), record, bad('a')])).toMatchObject({
    exitCode: 65,
    message: 'bad a (a)',
  });
});

it('names no bad record that was found behind a guessed start, where another one is none of these', () => {
  const bad = (attempt: string, finding: Finding) =>
    ({ attempt, exitCode: 65, message: `bad ${attempt}`, finding }) as const;
  const guessed = bad('attempt_17_0001_m_000001_0', { split: 1, example: example('in/a', 7), isGuessed: true });
  const proven = bad('attempt_17_0001_m_000003_0', { split: 3, example: example('in/b', 0), isGuessed: false });
  expect(failureFor([guessed, proven]).message).toMatch("bad record in 'in/b' at byte 0");
  const other = bad('attempt_17_0001_m_000002_0', { split: 2, example: example('in/a', 99), isGuessed: true });
  const unproven = badDataFailure([guessed, other]);
  expect(unproven).toBeInstanceOf(UnprovenFindings);
  expect(unproven).toMatchObject({ files: ['in/a'], attempts: [guessed.attempt, other.attempt] });
});

it('reports the message of the task for which the job failed', () => {
  const failure = jobFailure({
    application: failed(TASK_FAILED),
    lastWords: [
      words('attempt_17_0001_m_000000_0', 'an S3 that was away'),
      words('attempt_17_0001_m_000002_3', 'cannot read x: EACCES'),
      words('attempt_17_0001_m_000002_0', 'cannot read x: ECONNRESET'),
    ],
    attempts: ['Error: java.lang.RuntimeException: PipeMapRed.waitOutputThreads(): subprocess failed with code 74'],
  });
  expect(failure).toMatchObject({ exitCode: 74, message: 'cannot read x: EACCES (attempt_17_0001_m_000002_3)' });
});

it('reports the message of the first task when YARN names no failed task', () => {
  const lastWords = [words('attempt_17_0001_r_000001_0', 'b'), words('attempt_17_0001_m_000001_0', 'a')];
  const failure = jobFailure({ application: failed(''), lastWords, attempts: [] });
  expect(failure.message).toBe('a (attempt_17_0001_m_000001_0)');
});

it.each([
  ['virtual', VIRTUAL, 'yarn.nodemanager.vmem-check-enabled to false'],
  ['virtual', 'is running beyond virtual memory limits. Current usage', 'yarn.nodemanager.vmem-check-enabled to false'],
  ['physical', PHYSICAL, 'give more with --container-memory'],
])('names the setting to change when a container exceeded its %s memory', (_, diagnostics, advice) => {
  const lastWords = [words('attempt_17_0001_m_000000_0', 'cut off')];
  for (const [application, attempts] of [
    [failed(TASK_FAILED), ['other', diagnostics]],
    [failed(diagnostics), []],
  ] as const) {
    expect(jobFailure({ application, lastWords, attempts })).toMatchObject({
      exitCode: 69,
      message: expect.stringContaining(advice),
    });
  }
});

it('says that a user killed the application', () => {
  const application = failed('Application application_17_0001 was killed by user hadoop at 10.0.0.4', 'KILLED');
  expect(jobFailure({ application, lastWords: [], attempts: [] })).toMatchObject({
    exitCode: 69,
    message:
      'application_17_0001 was killed: Application application_17_0001 was killed by user hadoop at 10.0.0.4; nothing was published, run again',
  });
});

it('reports the diagnostics of YARN on one line when no task left a message', () => {
  const application = failed(
    'AM Container for appattempt_17_0001_000002 exited with  exitCode: -104\n\tat x.Y\nFailing.',
    'FAILED',
  );
  const failure = jobFailure({ application, lastWords: [], attempts: [] });
  expect(failure.exitCode).toBe(69);
  expect(failure.message).toBe(
    'application_17_0001 failed: AM Container for appattempt_17_0001_000002 exited with exitCode: -104 Failing.; ' +
      "'yarn logs -applicationId application_17_0001' says more",
  );
  expect(jobFailure({ application: failed(''), lastWords: [], attempts: [] }).message).toBe(
    "application_17_0001 failed; 'yarn logs -applicationId application_17_0001' says more",
  );
});

it('finds the failed task in the diagnostics of YARN', () => {
  expect(failedTask(failed(TASK_FAILED))).toBe('task_17_0001_m_000002');
  expect(failedTask(failed('killed'))).toBeNull();
});

it('finds the submitted application in the log of the client', () => {
  const submitted = '26/11/29 16:27:29 INFO impl.YarnClientImpl: Submitted application application_17_0001';
  expect(submittedApplication(['x', submitted, 'y'])).toBe('application_17_0001');
  expect(submittedApplication(['Failed to submit application_17_0001'])).toBeNull();
});
