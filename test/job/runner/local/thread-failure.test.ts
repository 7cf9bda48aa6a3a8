import { threadFailure } from '../../../../job/runner/local/thread-failure';

const notStarted = (message: string) => Object.assign(new Error(message), { code: 'ERR_WORKER_INIT_FAILED' });

test.each([
  ['EAGAIN', 'the system has no more for this user or container; allow more (ulimit -u), or take fewer --threads'],
  ['Worker initialization failure: EMFILE', 'too many open files; allow more (ulimit -n), or take fewer --threads'],
  ['something else', 'something else; take fewer --threads'],
])('a thread that cannot be started is reported as a lack of resources: %s', (message, why) => {
  const error = notStarted(message);
  expect(threadFailure(error, 'take fewer --threads')).toMatchObject({
    exitCode: 74,
    message: `cannot start a thread: ${why}`,
    cause: error,
  });
});

test('an error inside a thread is returned unchanged', () => {
  const error = new TypeError('x is not a function');
  expect(threadFailure(error, 'take fewer --threads')).toBe(error);
});
