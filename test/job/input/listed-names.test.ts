import { ListedNames } from '../../../job/input/listed-names';

function named(...paths: readonly string[]): ListedNames {
  const names = new ListedNames();
  for (const path of paths) names.add(path);
  return names;
}

test('doubtful names are counted, and the first one in the order of bytes is known, in whatever order they come', () => {
  const { doubtful } = named('in/\u{1f600}~', 'in/b.csv', 'in/\uff21~', 'in/c.bak');
  expect(doubtful).toMatchObject({ count: 3, first: 'in/c.bak' });
  expect(named('in/\u{1f600}~', 'in/\uff21~').doubtful).toMatchObject({ count: 2, first: 'in/\uff21~' });
});

test('the first file whose name says that it is no delimited text is refused', () => {
  expect(() => named('in/a.csv', 'in/c.ORC', 'in/b.parquet').refuseForeign()).toThrow(
    "by its name 'in/b.parquet' is a Parquet file, and no delimited text; export it as delimited text",
  );
});

test('usual names are fine', () => {
  const names = named('in/a.csv', 'in/b.txt', 'in/c.gz', 'in/parquet');
  expect(() => names.refuseForeign()).not.toThrow();
  expect(names.doubtful).toMatchObject({ count: 0 });
});
