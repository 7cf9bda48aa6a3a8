import { fileOrder, taskPhases } from '../../../job/run/counts';
import { withCodec } from '../../support/with-codec';

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

it('places in files are in the order of the files, and those of one file in the order of their offsets', () => {
  const files = ['b', 'a', 'c'].map((path) => withCodec({ path, sizeBytes: 9, version: '', own: false }));
  const place = (file: string, offset: number) => ({ file, offset });
  const order = fileOrder(files);
  expect(order([place('c', 1), place('a', 10), place('b', 7), place('a', 9)])).toEqual([
    place('b', 7),
    place('a', 9),
    place('a', 10),
    place('c', 1),
  ]);
  expect(order([place('c', 20), place('c', 3)])).toEqual([place('c', 3), place('c', 20)]);
  expect(order([])).toEqual([]);
});
