import { gzipSync } from 'node:zlib';
import { countRecords, firstDifference, type ReadFile, recordsOf } from '../../../../lib/pipeline/gate/records';

/** An output with these files, which are listed in this order. */
function outputOf(files: Readonly<Record<string, Uint8Array | string>>, header: string | null): ReadFile {
  const parts = Object.keys(files).map((name) => ({ name }));
  const summary = JSON.stringify({ spec: { header }, output: { parts } });
  const all: Readonly<Record<string, Uint8Array | string>> = { ...files, '_dedup/summary.json': summary };
  return async (name) => Buffer.from(all[name] as string, 'latin1');
}

const records = async (files: Readonly<Record<string, Uint8Array | string>>, header: string | null = null) =>
  (await recordsOf(outputOf(files, header))).toString('latin1');

test('the parts are joined in the order of their names, not of their listing', async () => {
  expect(await records({ 'part-00001-x': 'c\n', 'part-00000-x': 'a\nb\n', 'part-00002-x': '' })).toBe('a\nb\nc\n');
});

test('compressed parts are decompressed', async () => {
  expect(await records({ 'part-00000-x.gz': gzipSync('a\n'), 'part-00001-x.gz': gzipSync('b\n') })).toBe('a\nb\n');
});

test('the header of each part is left out', async () => {
  expect(await records({ 'part-00000-x': 'k^v\na\n', 'part-00001-x': 'k^v\n' }, 'k^v')).toBe('a\n');
});

test('records are counted', () => {
  expect(countRecords(Buffer.from('a\nb\n'))).toBe(2);
  expect(countRecords(Buffer.from(''))).toBe(0);
});

test.each([
  ['a\nb\n', 'a\nb\n', null],
  ['', '', null],
  ['a\nb\n', 'a\nc\n', { record: 2, there: "'b'", here: "'c'" }],
  ['a\n', 'a\nb\n', { record: 2, there: 'nothing', here: "'b'" }],
  ['a\nb\n', 'a\n', { record: 2, there: "'b'", here: 'nothing' }],
  ['', 'a\n', { record: 1, there: 'nothing', here: "'a'" }],
  ['a', 'a\n', { record: 2, there: 'nothing', here: 'nothing' }],
])('the first difference between %j and %j is reported', (there, here, difference) => {
  expect(firstDifference(Buffer.from(there), Buffer.from(here))).toEqual(difference);
});

test('a difference in bytes that are not UTF-8 is reported', () => {
  expect(firstDifference(Buffer.from([0xff, 10]), Buffer.from([0xfe, 10]))).not.toBeNull();
});
