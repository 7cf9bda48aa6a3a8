import { setImmediate as immediate } from 'node:timers/promises';
import { type Answer, answerWith, revive } from '../../../../job/runner/local/messages';
import { Failure } from '../../../../job/shared/failure';

it('a worker takes its calls one after the other, also after one that failed', async () => {
  const seen: string[] = [];
  const answer = answerWith({
    slow: async (name: string) => {
      seen.push(`${name} begins`);
      await immediate();
      seen.push(`${name} ends`);
      return name;
    },
    fail: () => {
      throw new Failure(74, 'no space');
    },
  });
  const calls = ['slow', 'fail', 'slow'].map((step, i) => answer({ step, given: `call ${i}` }));
  const [first, second, third] = (await Promise.all(calls)) as [Answer, Answer, Answer];
  expect([first, third]).toEqual([{ result: 'call 0' }, { result: 'call 2' }]);
  expect(second).toMatchObject({ failure: { exitCode: 74, message: 'no space' } });
  expect(seen).toEqual(['call 0 begins', 'call 0 ends', 'call 2 begins', 'call 2 ends']);
});

it('a failure keeps its exit code and message on the way between threads', async () => {
  const answer = answerWith({
    fail: () => {
      throw new Failure(65, 'bad record');
    },
  });
  const flat = structuredClone(await answer({ step: 'fail', given: null })) as {
    failure: Parameters<typeof revive>[0];
  };
  expect(revive(flat.failure)).toMatchObject({ exitCode: 65, message: 'bad record' });
});

it('a call of an unknown step is answered with its name', async () => {
  expect(await answerWith({})({ step: 'sing', given: null })).toMatchObject({
    failure: { exitCode: 70, message: "a worker has no step 'sing'" },
  });
});
