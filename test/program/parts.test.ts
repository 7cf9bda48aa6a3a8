import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Files, temporaryFolder } from '../support/folder';
import { type Output, readOutput } from '../support/output';
import { dedupResident as dedup } from '../support/resident';

const KEYS = 3000;
const LINES = Array.from({ length: KEYS }, (_, i) => `movie ${i % 50}^user ${i}^1^${i}\n`).join('');

async function outputOf(files: Files, ...args: string[]): Promise<Output & { readonly folder: string }> {
  const home = temporaryFolder(files);
  const outcome = await dedup(['run', 'in', '--output', 'out', '--quiet', ...args], { cwd: home });
  expect(outcome).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
  expect(await dedup(['verify', 'out'], { cwd: home })).toMatchObject({ exitCode: 0 });
  return { ...readOutput(join(home, 'out')), folder: join(home, 'out') };
}

test.each([1, 2, 3, 7, 64, 1000])(
  'an output of %i parts, read in the order of their names, is the same as that of one part',
  async (parts) => {
    const whole = await outputOf({ 'in/a': LINES }, '--parts', '1');
    expect(whole.records.split('\n').sort().join()).toBe(LINES.split('\n').sort().join());
    const divided = await outputOf({ 'in/a': LINES }, '--parts', String(parts));
    const { run, output } = divided.summary;
    expect(divided.names).toEqual(Array.from({ length: parts }, (_, i) => `part-${String(i).padStart(5, '0')}-${run}`));
    expect(divided.records).toBe(whole.records);
    expect(divided.parts.map((part) => part.split('\n').length - 1)).toEqual(output.parts.map((part) => part.lines));
    const largest = Math.max(...output.parts.map((part) => part.lines));
    // the hash spreads keys evenly, therefore no part is much larger than the others
    expect(largest).toBeLessThan(KEYS / parts + 10 * Math.sqrt(KEYS / parts));
  },
);

test('the output has one part for each thread unless --parts is given', async () => {
  for (const threads of ['1', '3']) {
    const { names } = await outputOf({ 'in/a': LINES }, '--threads', threads);
    expect(names).toHaveLength(Number(threads));
  }
});

test('--compress gzip compresses every part, including empty ones', async () => {
  const plain = await outputOf({ 'in/a': LINES }, '--parts', '4');
  const packed = await outputOf({ 'in/a': LINES }, '--parts', '4', '--compress', 'gzip');
  expect(packed.names.every((name) => name.endsWith('.gz'))).toBe(true);
  expect(packed.parts).toEqual(plain.parts);
  expect(packed.summary.output.bytes).toBeLessThan(plain.summary.output.bytes / 2);
  const sparse = await outputOf({ 'in/a': 'heat^ann^1^1\n' }, '--parts', '4', '--compress', 'gzip');
  expect(sparse.records).toBe('heat^ann^1^1\n');
  for (const name of sparse.names) gunzipSync(readFileSync(join(sparse.folder, name)));
});

test('every part starts with the header, which is not sorted among the records', async () => {
  const header = 'movie^user^rating^timestamp';
  const files = { 'in/a': `${header}\r\n${LINES}`, 'in/b': `${header}\nmovie 1^user 1^9^99999\n` };
  for (const more of [[], ['--compress', 'gzip']]) {
    const { headers, records, summary } = await outputOf(files, '--header', '--parts', '50', ...more);
    expect(headers).toEqual(Array(50).fill(header));
    expect(records.split('\n')).toHaveLength(KEYS + 1);
    expect(summary.counts).toMatchObject({
      lines: KEYS + 3,
      headers: 2,
      comments: 0,
      skipped: 0,
      kept: KEYS,
      superseded: 1,
    });
    expect(summary.spec.header).toBe(header);
  }
});

test('the summary has the name, size, lines and checksum of every part', async () => {
  const { summary, names, folder } = await outputOf({ 'in/a': LINES }, '--parts', '3');
  const sizes = names.map((name) => readFileSync(join(folder, name)).length);
  expect(summary.output.parts.map((part) => part.bytes)).toEqual(sizes);
  expect(summary.output.bytes).toBe(sizes.reduce((sum, size) => sum + size, 0));
  expect(summary.counts).toEqual({
    lines: KEYS,
    blank: 0,
    headers: 0,
    comments: 0,
    skipped: 0,
    kept: KEYS,
    superseded: 0,
    deleted: 0,
    forgotten: 0,
    rejected: 0,
  });
  expect(summary.inputs).toEqual({
    paths: ['in'],
    files: 1,
    bytes: LINES.length,
    skipped: { files: 0, bytes: 0, examples: [] },
    merged: null,
    utf16Files: 0,
    rearrangedFiles: 0,
    uncut: [],
    ledger: null,
  });
});
