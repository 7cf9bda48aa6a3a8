import { askOnce, MaybeDone, type OnceRequest } from '../../../../lib/operate/submission/ask-once';

const LOST = new Error('socket hang up');
const REFUSED = new Error('refused');

/** What is asked for, where asking and looking end so, one after the other; and all that was done. */
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

it('asks once where there is an answer', async () => {
  const { done, answer } = requestOf(['s-1'], []);
  expect(await answer).toBe('s-1');
  expect(done).toEqual(['ask']);
});

it('looks before it asks again, and asks for nothing that is there', async () => {
  const { done, answer } = requestOf([LOST], [null, 's-1']);
  expect(await answer).toBe('s-1');
  expect(done).toEqual(['ask', '1 ms', 'look', '2 ms', 'look']);
});

it('asks again where nothing is there', async () => {
  const { done, answer } = requestOf([LOST, 's-2'], [null, null]);
  expect(await answer).toBe('s-2');
  expect(done).toEqual(['ask', '1 ms', 'look', '2 ms', 'look', 'ask']);
});

it('is refused without a look', async () => {
  const { done, answer } = requestOf([REFUSED], []);
  await expect(answer).rejects.toBe(REFUSED);
  expect(done).toEqual(['ask']);
});

it.each<[string, readonly Error[], readonly (null | Error)[], RegExp]>([
  ['it was asked often enough', [LOST, LOST], [null, null, null, null], /socket hang up/],
  ['one that came later was refused', [LOST, REFUSED], [null, null], /socket hang up/],
  ['nobody may look', [LOST], [REFUSED], /socket hang up.*; and it cannot be looked for: .*refused/],
])('says that it may be done where %s', async (_, asks, looks, message) => {
  const error = await requestOf(asks, looks).answer.catch((thrown) => thrown);
  expect(error).toBeInstanceOf(MaybeDone);
  expect(error.message).toMatch(message);
});
