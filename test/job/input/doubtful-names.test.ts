import { doubtfulNames } from '../../../job/input/doubtful-names';
import { InputFiles } from '../../../job/store/input-files';

const files = (...paths: string[]) =>
  InputFiles.of(paths.map((path) => ({ path, sizeBytes: 1, version: '', own: false, codec: 'none' })));

test.each([
  'in/a.csv~',
  'in/#a.csv#',
  'in/a.csv.bak',
  'in/a.TMP',
  'in/a.filepart',
  'in/a.csv._COPYING_',
  'in/a.csv.part',
])('%s is told among other files', (path) => {
  expect(doubtfulNames(files('in/b.csv', path))).toBe(
    `1 file has a name of a copy or of a transfer that is not complete, and is read: '${path}'; take it out if it is no input`,
  );
});

test('several are counted', () => {
  expect(doubtfulNames(files('in/a', 'in/b.bak', 'in/c~'))).toBe(
    "2 files have names of copies or of transfers that are not complete, and are read: 'in/b.bak' and others; take them out if they are no input",
  );
});

test('nothing is told of usual names, of folders, or where all files have such a name', () => {
  expect(doubtfulNames(files('in/a.csv', 'in/part-00000', 'in.tmp/b', 'in/c#1', 'in/d.parts'))).toBeNull();
  expect(doubtfulNames(files('in/a.tmp', 'in/b.tmp'))).toBeNull();
});
