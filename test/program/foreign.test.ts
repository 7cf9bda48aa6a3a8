import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { type Files, snapshot, temporaryFolder } from '../support/folder';
import { readOutput } from '../support/output';
import { dedupResident as dedup } from '../support/resident';

const GOOD = 'heat^ann^1^1\n';
const TEXT = 'heat^ann^2^2\nheat^bob^1^1\n';
const ZSTD = Buffer.from('KLUv/WDAAlUBAOBoZWF0XmFubl4zLjVe', 'base64');
const WIDE = Buffer.from(TEXT, 'utf16le');

/** Each file is refused with any --bad-records, beside a good file that comes first, and with --header. */
test.each<[what: string, files: Files, message: string]>([
  [
    'zstd without its suffix',
    { 'in/b.csv': ZSTD },
    "'in/b.csv' is packed by zstd, which its name does not say; give it a name that ends in .zst, or unpack it",
  ],
  ['gzip', { 'in/b': gzipSync(TEXT) }, "'in/b' is packed by gzip, which its name does not say; give it a name"],
  ['zlib in gzip', { 'in/b.gz': gzipSync(deflateSync(TEXT)) }, "what 'in/b.gz' unpacks to is packed by deflate"],
  ['gzip twice', { 'in/b.gz': gzipSync(gzipSync(TEXT)) }, "what 'in/b.gz' unpacks to is packed by gzip"],
  [
    'UTF-16 without a mark',
    { 'in/b': WIDE },
    "'in/b' is text in UTF-16LE, of more than one byte a character; convert it",
  ],
  ['the same in gzip', { 'in/b.GZ': gzipSync(WIDE) }, "what 'in/b.GZ' unpacks to is text in UTF-16LE"],
  ['UTF-32', { 'in/b': Buffer.from('fffe00003100000032000000', 'hex') }, "'in/b' is text in UTF-32"],
])('a file of %s is refused, and the message names its format', async (_, files, message) => {
  const home = temporaryFolder({ 'in/a.csv': GOOD, ...files });
  const before = snapshot(home);
  const header = { name: 'first', content: temporaryFolder(files) };
  for (const [cwd, more] of [
    [home, []],
    [home, ['--bad-records', 'drop']],
    [home, ['--bad-records', 'keep', '--order-by', 'timestamp:text', '--threads', '1']],
    [header.content, ['--header', '--bad-records', 'drop']],
  ] as const) {
    const outcome = await dedup(['run', 'in', '--output', 'out', ...more], { cwd });
    expect(outcome).toMatchObject({ exitCode: 65, stdout: '', stderr: expect.stringContaining(message) });
    expect(outcome.stderr).toMatch(/^dedup: .+\n$/);
  }
  expect(snapshot(home)).toEqual(before);
});

test('a large compressed file is refused for its format, even when a thread meets a bad record in it first', async () => {
  const noise = Buffer.concat([ZSTD, Buffer.alloc(3_000_000, 'bad\n')]);
  const home = temporaryFolder({ 'in/b': noise });
  const outcome = await dedup(['run', 'in', '--output', 'out', '--threads', '2'], { cwd: home });
  expect(outcome).toMatchObject({ exitCode: 65, stderr: expect.stringContaining("'in/b' is packed by zstd") });
});

test.each(['a.csv.GZ', 'a.Gz'])('%s is read as gzip', async (name) => {
  const home = temporaryFolder({ [`in/${name}`]: gzipSync(TEXT) });
  expect(await dedup(['run', 'in', '--output', 'out'], { cwd: home })).toMatchObject({ exitCode: 0 });
  expect(readOutput(join(home, 'out')).summary.counts).toMatchObject({ lines: 2, kept: 2 });
});

test('with --header an empty file is accepted, whether its name ends in .gz or not, even as the first input', async () => {
  const header = 'movie^user^rating^timestamp';
  const home = temporaryFolder({
    'in/0.csv.gz': '',
    'in/1.csv': '',
    'in/2.gz': gzipSync(`${header}\n${TEXT}`),
    'in/3.gz': '',
  });
  expect(await dedup(['run', 'in', '--output', 'out', '--header'], { cwd: home })).toMatchObject({ exitCode: 0 });
  const { summary } = readOutput(join(home, 'out'));
  expect(summary.counts).toMatchObject({ lines: 3, headers: 1, kept: 2 });
  expect(summary.inputs.files).toBe(4);
});
