import { classOf, exitCodeIn, lastLine, lastWords, wasInterrupted } from '../../../../lib/operate/cluster/step-log';

const FAILED = '2024-01-01T10:11:00.000Z WARN Step failed with exitCode 65 and took 660 seconds\n';
const BAD = "bad record in 's3://in/a' at byte 12: 3 columns, expected 4";

it('the error of the driver is found among the log lines of Hadoop', () => {
  const stderr = [
    '26/11/22 10:11:12 INFO mapreduce.Job: Running job: job_1_0001',
    'maps 3/16 | reduces 0/16',
    'dedup: warning: some fields begin with a double quote',
    `dedup: ${BAD}`,
    "Command exiting with ret '65'",
    '',
  ].join('\n');
  expect(lastWords({ stderr, controller: null })).toBe(BAD);
  expect(lastWords({ stderr: 'dedup: warning: x\n', controller: null })).toBeNull();
  expect(lastWords({ stderr: null, controller: null })).toBeNull();
});

it('the last line of another program is found', () => {
  const stderr = [
    'Completed 256 KiB',
    'fatal error: An error occurred (403) when calling the HeadObject operation: Forbidden',
    'Exception in thread "main" java.lang.RuntimeException',
    '\tat org.apache.Foo(Foo.java:1)',
    'INFO the end',
    '',
  ].join('\n');
  expect(lastLine({ stderr, controller: null })).toBe('Exception in thread "main" java.lang.RuntimeException');
  expect(lastLine({ stderr: 'copying\nstopped\n', controller: null })).toBe('stopped');
  expect(lastLine({ stderr: '\n', controller: null })).toBeNull();
});

it.each([
  [FAILED, 65],
  ['WARN Step failed with exitCode -1 and took 2586 seconds', -1],
  ['INFO waitProcessCompletion ended with exit code 1\nINFO total process run time: 26 seconds', 1],
  ['INFO startExec', null],
  [null, null],
])('the controller log %j means exit code %s', (controller, code) => {
  expect(exitCodeIn({ stderr: null, controller })).toBe(code);
});

it('the exit code of a step is classified only if a dedup command returned it', () => {
  expect(classOf({ stderr: `dedup: ${BAD}\n`, controller: FAILED })).toBe(65);
  expect(classOf({ stderr: 'tar: error\n', controller: FAILED })).toBe(69);
  expect(classOf({ stderr: `dedup: ${BAD}\n`, controller: FAILED.replace('65', '137') })).toBe(69);
  expect(classOf({ stderr: `dedup: ${BAD}\n`, controller: null })).toBe(69);
});

it('an interruption is not taken for a cause', () => {
  expect(wasInterrupted({ stderr: 'dedup: interrupted by SIGTERM; nothing was changed\n', controller: null })).toBe(
    true,
  );
  expect(wasInterrupted({ stderr: `dedup: ${BAD}\n`, controller: null })).toBe(false);
});
