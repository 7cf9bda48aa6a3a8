import { doubtfulWarning, isDoubtful } from '../../../job/input/doubtful-names';

test.each([
  'in/a.csv~',
  'in/#a.csv#',
  'in/a.csv.bak',
  'in/a.TMP',
  'in/a.filepart',
  'in/a.csv._COPYING_',
  'in/a.csv.part',
])('%s is a name of a copy or of a transfer that is not complete', (path) => {
  expect(isDoubtful(path)).toBe(true);
});

test.each(['in/a.csv', 'in/part-00000', 'in.tmp/b', 'in/c#1', '#in/c#', 'in/d.parts', 'in/atmp', 'in/é'])(
  '%s is a usual name',
  (path) => {
    expect(isDoubtful(path)).toBe(false);
  },
);

test('a run warns of one file among others', () => {
  expect(doubtfulWarning({ count: 1, first: 'in/a~' }, 2)).toBe(
    "1 file has a name of a copy or of a transfer that is not complete, and is read: 'in/a~'; take it out if it is no input",
  );
});

test('a run counts several files', () => {
  expect(doubtfulWarning({ count: 2, first: 'in/b.bak' }, 3)).toBe(
    "2 files have names of copies or of transfers that are not complete, and are read: 'in/b.bak' and others; take them out if they are no input",
  );
});

test('a run does not warn where no file or all files have such a name', () => {
  expect(doubtfulWarning({ count: 0, first: '' }, 2)).toBeNull();
  expect(doubtfulWarning({ count: 2, first: 'in/a.tmp' }, 2)).toBeNull();
});
