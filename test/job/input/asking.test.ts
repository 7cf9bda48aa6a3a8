import { setImmediate as turn } from 'node:timers/promises';
import { type Asking, answered, isToCome } from '../../../job/input/asking';

/** Counts the answers that say that there were more bytes. */
function* counting(): Asking<number> {
  let count = 0;
  while (yield) count++;
  return count;
}

function fillsOf(answers: readonly (boolean | Promise<boolean>)[]) {
  const left = [...answers];
  return () => left.shift() as boolean | Promise<boolean>;
}

it('returns no promise where no answer is one', () => {
  expect(answered(counting(), fillsOf([true, true, false]))).toBe(2);
});

it.each([
  ['the first', [Promise.resolve(true), true, false]],
  ['the last', [true, true, Promise.resolve(false)]],
  ['each', [Promise.resolve(true), Promise.resolve(true), Promise.resolve(false)]],
])('waits where %s answer is a promise', async (_, answers) => {
  const result = answered(counting(), fillsOf(answers));
  expect(result).toBeInstanceOf(Promise);
  expect(await result).toBe(2);
});

it('passes on the error of an answer that was waited for', async () => {
  const failed = Promise.reject(new Error('cannot read'));
  await expect(answered(counting(), fillsOf([true, failed]))).rejects.toThrow('cannot read');
});

it('passes on the error of work that goes on behind a promise', async () => {
  function* failing(): Asking<number> {
    yield;
    throw new Error('a header that is refused');
  }
  await expect(answered(failing(), fillsOf([Promise.resolve(true)]))).rejects.toThrow('a header that is refused');
});

it('a result is to come although its promise is one of Node, outside of the sandbox of tests', async () => {
  const result = turn({ done: true });
  expect(result instanceof Promise).toBe(false);
  expect(isToCome(result)).toBe(true);
  expect(isToCome(await result)).toBe(false);
});
