// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a shell expands these texts

import { resolveLocation, resolvePath } from '../../../../job/options/parsing/location';

it.each([
  'in',
  '/data/in/*.csv',
  './hdfs:/data',
  './~/out',
  'in/~',
  '~draft.csv',
  './-',
  'a:b',
  '12:30/in',
  'in/2024-01-01T00:00',
  'cost$',
  'in/{a,b}.csv',
  '',
  's3://bucket',
  's3://bucket/a b/${c}',
])('accepts %j unchanged', (location) => {
  expect(resolveLocation('input', location)).toBe(location);
});

it.each([
  ['file:///data/in', '/data/in'],
  ['file:/data/in/*.csv', '/data/in/*.csv'],
  ['FILE://localhost/data in', '/data in'],
  ['file:///', '/'],
])('accepts %j as the path %j', (url, path) => {
  expect(resolveLocation('input', url)).toBe(path);
});

const NOT_UNDERSTOOD = 'which is not understood, expected a path, or s3://bucket/prefix';

it.each([
  ['hdfs:///data/out', `is a place of 'hdfs:', ${NOT_UNDERSTOOD}`],
  ['hdfs:/data/out', `is a place of 'hdfs:', ${NOT_UNDERSTOOD}`],
  ['HDFS://host:8020/data', `is a place of 'HDFS:', ${NOT_UNDERSTOOD}`],
  ['gs://bucket/out', `is a place of 'gs:', ${NOT_UNDERSTOOD}`],
  ['abfss://box@account.dfs.core.windows.net/out', `is a place of 'abfss:', ${NOT_UNDERSTOOD}`],
  ['https://example.com/in.csv', `is a place of 'https:', ${NOT_UNDERSTOOD}`],
  ['dbfs:/mnt/in', `is a place of 'dbfs:', ${NOT_UNDERSTOOD}`],
  ['C:/data', `is a place of 'C:', ${NOT_UNDERSTOOD}`],
  ['https://box.s3.eu-west-1.amazonaws.com/a/b', "is an address for browsers, write 's3://box/a/b'"],
  ['https://box.s3.amazonaws.com/a?x=1', "is an address for browsers, write 's3://box/a'"],
  ['https://s3.eu-west-1.amazonaws.com/box/a', "is an address for browsers, write 's3://box/a'"],
  ['arn:aws:s3:::box/a', "is an ARN, write 's3://box/a'"],
  ['arn:aws-cn:s3:::box', "is an ARN, write 's3://box'"],
  ['arn:aws:s3:eu-west-1:123456789012:accesspoint/a', 'is an ARN, expected a path, or s3://bucket/prefix'],
  ['~', "was not expanded by a shell: write $HOME, or './~' for a name like that"],
  ['~/out', "was not expanded by a shell: write $HOME, or './~/out' for a name like that"],
  ['~ann/out', "was not expanded by a shell: write $HOME, or './~ann/out' for a name like that"],
  ['$HOME/out', 'holds a variable that no shell has replaced, expected its value'],
  ['/data/${DAY}/out', 'holds a variable that no shell has replaced, expected its value'],
  ['ann@host:/data', 'is on another machine, expected a path, or s3://bucket/prefix'],
  ['C:\\data', 'is on another machine, expected a path, or s3://bucket/prefix'],
  [
    '-',
    "does not mean standard input or output here, expected a path, or s3://bucket/prefix; './-' is a file of that name",
  ],
  ['file://host/data', 'is a file of another machine, expected file:///path, or the path'],
  ['file:///a%20b', "has '%' in it, expected the path itself"],
])('refuses %j with the reason that it %s', (location, problem) => {
  const refusal = expect.objectContaining({ exitCode: 64, message: `--output '${location}' ${problem}` });
  expect(() => resolveLocation('--output', location)).toThrow(refusal);
});

it.each([
  ['s3a://bucket/in', "'s3a://bucket/in' is no location in S3, write 's3://bucket/in'"],
  ['s3n://bucket/in/', "'s3n://bucket/in/' is no location in S3, write 's3://bucket/in/'"],
  ['S3://bucket/in', "'S3://bucket/in' is no location in S3, write 's3://bucket/in'"],
  ['s3:/bucket/in', "'s3:/bucket/in' is no location in S3, expected s3://bucket or s3://bucket/prefix"],
  ['s3://b/in', "'s3://b/in' has the bucket 'b', expected 3 to 63 lowercase letters, digits, dots and hyphens"],
  [
    's3://My_Data',
    "'s3://My_Data' has the bucket 'My_Data', expected 3 to 63 lowercase letters, digits, dots and hyphens",
  ],
])('refuses %j, and the message shows the form that is accepted', (location, message) => {
  expect(() => resolveLocation('input', location)).toThrow(expect.objectContaining({ exitCode: 64, message }));
});

it('refuses a location in S3 for an option that needs a local path', () => {
  expect(() => resolvePath('--temp', 's3://bucket/tmp')).toThrow(
    expect.objectContaining({
      exitCode: 64,
      message: "--temp 's3://bucket/tmp' is in S3, expected a path of this machine",
    }),
  );
  expect(resolvePath('--temp', '/tmp')).toBe('/tmp');
});
