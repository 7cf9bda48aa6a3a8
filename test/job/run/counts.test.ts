import { taskPhases } from '../../../job/run/counts';

const task = (startMs: number, endMs: number) => ({ span: { startMs: 1000 + startMs, endMs: 1000 + endMs } });

it('tasks that overlap in time get different worker numbers, and a number is used again once its task has ended', () => {
  const phases = taskPhases('map', [task(0, 10), task(5, 7), task(10, 12), task(7, 20), task(11, 13)], 1000);
  expect(phases.map(({ worker, startMs, endMs }) => [worker, startMs, endMs])).toEqual([
    [0, 0, 10],
    [1, 5, 7],
    [1, 7, 20],
    [0, 10, 12],
    [2, 11, 13],
  ]);
  expect(taskPhases('reduce', [], 0)).toEqual([]);
});
