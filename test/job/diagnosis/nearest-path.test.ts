import { nearestPath } from '../../../job/diagnosis/nearest-path';

it.each<[string, readonly string[], string | null]>([
  ['id', ['at', 'user.id', 'order.ids'], 'user.id'],
  ['id', ['at', 'user.id', 'order.id'], null],
  ['user.id', ['uid', 'USER_ID'], 'USER_ID'],
  ['user.id', ['user\\.id'], 'user\\.id'],
  ['timestamp', ['time', 'timestmap'], 'timestmap'],
  ['timestamp', ['timestam', 'tinestamps'], 'timestam'],
  ['timestamp', ['rating', 'time'], null],
  ['at', ['ab'], null],
  ['x'.repeat(101), ['x'.repeat(100)], null],
  ['id', [], null],
])('%j of %j', (path, paths, nearest) => {
  expect(nearestPath(path, paths)).toBe(nearest);
});
