import { foreignByName, foreignBySuffix, mayHaveForeignSuffix } from '../../../job/input/foreign-names';

it.each(['.xz', '.lz4', '.lzo', '.snappy', '.br', '.zip', '.7z', '.Z', '.parquet', '.avro', '.orc'])(
  'knows by the end %s of a name, in any case, that a file is no delimited text',
  (suffix) => {
    for (const end of [suffix, suffix.toLowerCase(), suffix.toUpperCase()]) {
      expect(foreignByName(`in/a.csv${end}`)).toMatchObject({
        is: expect.stringMatching(/^packed by|^an? \w+ file, and no delimited text$/),
      });
      expect(foreignByName(`s3://b/a${end}/data.csv`)).toBeNull();
      expect(foreignByName(`in/a${end}.gz`)).toBeNull();
      expect(foreignByName(`in/a${end.slice(1)}`)).toBeNull();
    }
  },
);

it.each([
  ['in/a.lzo_deflate', 'packed by LZO'],
  ['in/A.LZMA', 'packed by LZMA'],
  ['in/a.zlib.gz', 'packed by deflate'],
])('knows by the end of the name %s what a file without a signature may hold', (name, what) => {
  expect(mayHaveForeignSuffix(name)).toBe(true);
  expect(foreignBySuffix(name)?.is).toMatch(what);
});

it.each(['in/a.csv', 'in/a.gz', 'in/lzma', 'in/a.lzma/b'])('the name %s says nothing of that kind', (name) => {
  expect(mayHaveForeignSuffix(name)).toBe(false);
  expect(foreignBySuffix(name)).toBeNull();
});
