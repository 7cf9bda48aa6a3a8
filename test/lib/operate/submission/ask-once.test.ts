import { askOnce, MaybeDone, type OnceRequest } from '../../../../lib/operate/submission/ask-once';

const LOST = new Error('socket hang up');
const REFUSED = new Error('refused');

/** A request with successive results of asking and of looking, and a record of its calls. */
function requestOf(asks: readonly (string | Error)[], looks: readonly (string | null | Error)[]) {
  const done: string[] = [];
  const next = <T>(name: string, answers: readonly (T | Error)[]) => {
    const left = [...answers];
    return async (): Promise<T> => {
      done.push(name);
      const answer = left.shift();
      if (answer instanceof Error) throw answer;
      return answer as T;
    };
  };
  const request: OnceRequest<string> = {
    ask: next('ask', asks),
    look: next<string | null>('look', looks),
    isLost: (error) => error === LOST,
  };
  const sleep = async (ms: number) => void done.push(`${ms} ms`);
  return { done, answer: askOnce(request, { looksMs: [1, 2], asks: 2, sleep }) };
}

it('a request that is answered is sent once', async () => {
  const { done, answer } = requestOf(['s-1'], []);
  expect(await answer).toBe('s-1');
  expect(done).toEqual(['ask']);
});

it('after a lost answer the result is looked for, and not requested again if it exists', async () => {
  const { done, answer } = requestOf([LOST], [null, 's-1']);
  expect(await answer).toBe('s-1');
  expect(done).toEqual(['ask', '1 ms', 'look', '2 ms', 'look']);
});

it('after a lost answer the request is sent again if its result does not exist', async () => {
  const { done, answer } = requestOf([LOST, 's-2'], [null, null]);
  expect(await answer).toBe('s-2');
  expect(done).toEqual(['ask', '1 ms', 'look', '2 ms', 'look', 'ask']);
});

it('a refused request fails without looking for its result', async () => {
  const { done, answer } = requestOf([REFUSED], []);
  await expect(answer).rejects.toBe(REFUSED);
  expect(done).toEqual(['ask']);
});

it.each<[string, readonly Error[], readonly (null | Error)[], RegExp]>([
  ['every attempt was lost', [LOST, LOST], [null, null, null, null], /socket hang up/],
  ['a later attempt was refused', [LOST, REFUSED], [null, null], /socket hang up/],
  [
    'looking for the result is not allowed',
    [LOST],
    [REFUSED],
    /socket hang up.*; and it cannot be looked for: .*refused/,
  ],
])('the error says that the request may have been carried out when %s', async (_, asks, looks, message) => {
  const error = await requestOf(asks, looks).answer.catch((thrown) => thrown);
  expect(error).toBeInstanceOf(MaybeDone);
  expect(error.message).toMatch(message);
});
