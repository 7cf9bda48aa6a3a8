import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { packBy } from '../../job/codec/zstd';
import { dedup } from '../support/command';
import { type Files, snapshot, temporaryFolder } from '../support/folder';
import { newerNode } from '../support/newer-node';
import { readOutput, visibleNames } from '../support/output';
import { bzip2Of, hasTool, zstdOf } from '../support/packing-tools';
import { dedupResident } from '../support/resident';

const zstdFrame = (bytes: Uint8Array) => Buffer.from(packBy(null, bytes));

/** How tools write files of each kind: several pieces one behind the other are one file. */
const PACKERS: Readonly<Record<string, (bytes: Uint8Array) => Buffer>> = {
  '.gz': gzipSync,
  '.zst': zstdFrame,
  '.bz2': bzip2Of,
  '.deflate': deflateSync,
};
const SUFFIXES = Object.keys(PACKERS);

function lines(from: number, to: number, time: number): Buffer {
  const line = (_: unknown, i: number) => `movie ${(from + i) % 97}^user ${from + i}^4.5^${time + (i % 10)}\n`;
  return Buffer.from(Array.from({ length: to - from }, line).join(''));
}

/** The same records, in plain files, and in files that are packed in all ways. */
const CONTENTS = SUFFIXES.map((_, i) => [lines(3000 * i, 3000 * i + 9000, i), lines(0, 500, 20 + i)]);
const PLAIN: Files = Object.fromEntries(CONTENTS.map((pieces, i) => [`in/${i}`, Buffer.concat(pieces)]));
const PACKED: Files = Object.fromEntries(
  SUFFIXES.map((suffix, i) => {
    const pack = PACKERS[suffix] as (bytes: Uint8Array) => Buffer;
    const name = i % 2 === 0 ? suffix : suffix.toUpperCase();
    return [`in/${i}.csv${name}`, Buffer.concat((CONTENTS[i] as Buffer[]).map((piece) => pack(piece)))];
  }),
);

async function latest(home: string, args: readonly string[], node?: string) {
  const command = ['run', 'in', '--output', 'out', '--quiet', ...args];
  const run = (line: readonly string[]) =>
    node === undefined ? dedupResident(line, { cwd: home }) : dedup(line, { cwd: home, node });
  expect(await run(command)).toEqual({ exitCode: 0, signal: null, stdout: '', stderr: '' });
  expect(await run(['verify', 'out'])).toMatchObject({ exitCode: 0, stderr: '' });
  return readOutput(join(home, 'out'));
}

let expected = '';
beforeAll(async () => {
  expected = (await latest(temporaryFolder(PLAIN), [])).records;
  expect(expected.split('\n').length).toBeGreaterThan(9000);
});

test.each([
  ['none', /^part-\d{5}-[^.]+$/],
  ['gzip', /^part-\d{5}-.+\.gz$/],
  ['zstd', /^part-\d{5}-.+\.zst$/],
])('files of every codec give the records of plain files, with --compress %s', async (compress, name) => {
  const output = await latest(temporaryFolder(PACKED), ['--compress', compress, '--parts', '3', '--threads', '2']);
  expect(output.records === expected).toBe(true);
  expect(output.names.filter((each) => !name.test(each))).toEqual([]);
  expect(output.summary.output.compress).toBe(compress);
});

test('an output is merged with new data, whatever it is packed with and is to be packed with', async () => {
  const home = temporaryFolder(PACKED);
  await latest(home, ['--compress', 'gzip']);
  for (const compress of ['zstd', 'zstd', 'none', 'zstd', 'gzip']) {
    const { records, summary } = await latest(home, ['--merge', '--compress', compress]);
    expect([compress, records === expected, summary.keys?.unchanged]).toEqual([compress, true, summary.counts.kept]);
  }
});

test('rejects of a run with --compress zstd are not packed, and name offsets in the unpacked files', async () => {
  const bad: Files = Object.fromEntries(
    SUFFIXES.map((suffix) => [
      `in/a${suffix}`,
      (PACKERS[suffix] as (bytes: Uint8Array) => Buffer)(Buffer.from('heat^ann^1^1\nbad\n')),
    ]),
  );
  const output = await latest(temporaryFolder(bad), ['--compress', 'zstd', '--bad-records', 'keep']);
  expect(output.rejects.map(({ file, offset }) => [file, offset])).toEqual(
    Object.keys(bad)
      .sort()
      .map((file) => [file, 13]),
  );
});

test('an empty output packed by zstd is a frame without content', async () => {
  const home = temporaryFolder({ 'in/a.zst': zstdFrame(Buffer.from('\n')), 'in/b.bz2': Buffer.alloc(0) });
  const { records, names } = await latest(home, ['--compress', 'zstd', '--allow-empty', '--parts', '1']);
  expect([records, names.length]).toEqual(['', 1]);
});

// test/job/input/foreign.test.ts has all of these names
test.each(['.xz', '.Parquet'])('a file that ends in %s is refused by its name, even if it is empty', async (suffix) => {
  for (const content of ['heat^ann^1^1\n', '']) {
    const home = temporaryFolder({ 'in/a': 'heat^ann^1^1\n', [`in/b.csv${suffix}`]: content });
    const before = snapshot(home);
    const outcome = await dedupResident(['run', 'in', '--output', 'out', '--bad-records', 'drop'], { cwd: home });
    expect(outcome).toMatchObject({ exitCode: 65, stdout: '' });
    expect(outcome.stderr).toMatch(
      /^dedup: by its name 'in\/b\.csv\.\w+' is (packed by \S+, which is not understood; unpack it, or pack it as \.gz, \.zst, \.bz2 or \.deflate|an? \w+ file, and no delimited text; export it as delimited text)\n$/,
    );
    expect(snapshot(home)).toEqual(before);
  }
});

test.each([
  [
    'in/a.zst',
    'heat^ann^1^1\n',
    'is not packed by zstd, as its name says, but seems to be text; take .zst off its name',
  ],
  [
    'in/a.bz2',
    gzipSync('x'),
    'is not packed by bzip2, as its name says, but seems to be packed by gzip; give it a name that ends in .gz',
  ],
  [
    'in/a.deflate',
    zstdFrame(Buffer.from('x')),
    'is not packed by deflate, as its name says, but seems to be packed by zstd; give it a name that ends in .zst',
  ],
  [
    'in/a.gz',
    bzip2Of(Buffer.from('x')),
    'is not packed by gzip, as its name says, but seems to be packed by bzip2; give it a name that ends in .bz2',
  ],
  [
    'in/a.zst',
    'PAR1\x15\x04\x15',
    'is not packed by zstd, as its name says, but seems to be a Parquet file, and no delimited text; export it as delimited text',
  ],
  [
    'in/a.bz2',
    Buffer.from([1, 2, 3, 4]),
    'is not packed by bzip2, as its name says, but seems to be damaged; replace it, or take it out',
  ],
])('%s with other content is refused', async (name, content, message) => {
  const home = temporaryFolder({ [name]: content });
  const outcome = await dedupResident(['run', 'in', '--output', 'out'], { cwd: home });
  expect(outcome).toMatchObject({ exitCode: 65, stderr: `dedup: '${name}' ${message}\n` });
});

test.each(SUFFIXES)('a cut file that ends in %s is refused, with its name and an offset', async (suffix) => {
  const packed = (PACKERS[suffix] as (bytes: Uint8Array) => Buffer)(lines(0, 5000, 1));
  const home = temporaryFolder({ [`in/a${suffix}`]: packed.subarray(0, -5) });
  const outcome = await dedupResident(['run', 'in', '--output', 'out', '--bad-records', 'drop'], { cwd: home });
  expect(outcome).toMatchObject({ exitCode: 65, stdout: '' });
  expect(outcome.stderr).toMatch(
    /^dedup: cannot unpack 'in\/a\.\w+': .+ near byte \d+; it is damaged or cut off: .+\n$/,
  );
});

const NEWER = newerNode();
(NEWER === null ? describe.skip : describe)('on a Node that has zstd', () => {
  const node = NEWER as string;

  test('packed files give the same records, and are packed the same way', async () => {
    const home = temporaryFolder(PACKED);
    const output = await latest(home, ['--compress', 'zstd', '--threads', '2'], node);
    expect(output.records === expected).toBe(true);
    // what one Node has packed the other one reads
    expect((await latest(home, ['--merge', '--compress', 'zstd'])).records === expected).toBe(true);
    expect((await latest(home, ['--merge', '--compress', 'zstd'], node)).records === expected).toBe(true);
    expect(visibleNames(join(home, 'out')).every((name) => name.endsWith('.zst'))).toBe(true);
  });

  (hasTool('zstd') ? test : test.skip)('frames of any size are read, and damage in any of them is found', async () => {
    const large = lines(0, 100_000, 1);
    const skipped = Buffer.concat([Buffer.from('502a4d1805000000', 'hex'), Buffer.from('notes')]);
    const frames = [
      skipped,
      zstdOf(lines(0, 100, 1)),
      zstdOf(large),
      skipped,
      zstdOf(lines(100_000, 100_100, 1)),
      skipped,
    ];
    const home = temporaryFolder({ 'in/a.zst': Buffer.concat(frames) });
    expect((await latest(home, [], node)).summary.counts).toMatchObject({ lines: 100_200, kept: 100_100 });
    const whole = Buffer.concat(frames);
    for (const at of [20, 100, Math.floor(whole.length / 2), whole.length - 30]) {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] as number) ^ 0xff;
      for (const content of [damaged, whole.subarray(0, at)]) {
        const folder = temporaryFolder({ 'in/a.zst': content });
        const outcome = await dedup(['run', 'in', '--output', 'out'], { cwd: folder, node });
        expect({ at, ...outcome }).toMatchObject({
          at,
          exitCode: 65,
          stderr: expect.stringMatching(/'in\/a\.zst'.* near byte \d+/),
        });
      }
    }
  });
});
