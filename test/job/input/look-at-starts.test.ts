import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { commonHeader } from '../../../job/format/format';
import { formatOf } from '../../../job/format/formats';
import { lookAt, withStarts } from '../../../job/input/look-at-starts';
import { PLAIN_READING, type Reading } from '../../../job/options/spec';
import { InputFiles } from '../../../job/store/input-files';
import { temporaryFolder } from '../../support/folder';
import { inputFile, specOf } from '../../support/in-process';
import { MOVIES } from '../../support/oracle';

const SIGNAL = new AbortController().signal;

const HEADER = 'movie^user^rating^timestamp';

function rulesFor(header: string | null, reading: Partial<Reading> = {}) {
  const spec = { ...specOf(MOVIES), reading: { ...PLAIN_READING, ...reading } };
  const line = header === null ? null : commonHeader(Buffer.from(header), 'first');
  return { spec, format: formatOf(spec), header: line };
}

function file(content: string | Buffer, name = 'a', own = false) {
  return inputFile(join(temporaryFolder(), name), Buffer.from(content as string), own);
}

it.each<[what: string, content: string, header: string | null, reading: Partial<Reading>, uncutBytes: number]>([
  ['only records', 'heat^ann^1^1\n', null, {}, 0],
  ['a mark', '\ufeffheat^ann^1^1\n', null, {}, 3],
  ['a header', `${HEADER}\nheat^ann^1^1\n`, HEADER, {}, HEADER.length + 1],
  ['a header alone', `${HEADER}`, HEADER, {}, HEADER.length],
  ['lines to skip', 'one\ntwo\r\nheat^ann^1^1\n', null, { skipLines: 2 }, 9],
  ['fewer lines than are to skip', 'one\ntwo', null, { skipLines: 3 }, 7],
  ['all of it', `\ufeffone\n\n#1\n#2\r\n${HEADER}\r\nheat`, HEADER, { skipLines: 2, comment: '#' }, 3 + 12 + 29],
  ['comments without a header, which are left to the kernel', '#1\nheat^ann^1^1\n', null, { comment: '#' }, 0],
  ['lines that end in carriage returns', `one\r${HEADER}\rheat`, HEADER, { skipLines: 1, lineEnd: 'cr' }, 32],
])('a file that starts with %s may be cut behind that', async (_, content, header, reading, uncutBytes) => {
  expect(await lookAt(file(content), rulesFor(header, reading), SIGNAL)).toEqual({
    uncutBytes,
    fields: null,
    header: null,
  });
});

it('lines to skip may be longer than what is read at a time', async () => {
  const lines = `${'x'.repeat(3_000_000)}\n${'y\n'.repeat(100_000)}`;
  const rules = rulesFor(HEADER, { skipLines: 100_001 });
  const { uncutBytes } = await lookAt(file(`${lines}${HEADER}\nheat^ann^1^1\n`), rules, SIGNAL);
  expect(uncutBytes).toBe(lines.length + HEADER.length + 1);
});

it('a file in UTF-16 may not be cut at all', async () => {
  const content = Buffer.from(`\ufeff${HEADER}\nheat^ann^1^1\n`, 'utf16le');
  expect(await lookAt(file(content), rulesFor(HEADER), SIGNAL)).toMatchObject({ uncutBytes: content.length });
});

it('another header and no text at all are refused', async () => {
  await expect(lookAt(file('a^b^c^d\n'), rulesFor(HEADER), SIGNAL)).rejects.toMatchObject({
    exitCode: 65,
    message: expect.stringMatching(/starts with the header 'a\^b\^c\^d', but 'first' with/),
  });
  await expect(lookAt(file(gzipSync('heat')), rulesFor(HEADER), SIGNAL)).rejects.toThrow('packed by gzip');
});

it('only files that are cut are looked at, and not those that this kit wrote', async () => {
  const files = InputFiles.of([
    file('\ufeffa\n', 'a'),
    { ...file('\ufeffb\n', 'b'), path: '/nowhere' },
    file('\ufeffc\n', 'c', true),
  ]);
  const found = await withStarts(files, [0, 2], rulesFor(null), SIGNAL);
  expect(Array.from(found, ({ start }) => start?.uncutBytes)).toEqual([3, undefined, undefined]);
  expect(await withStarts(files, [], rulesFor(null), SIGNAL)).toBe(files);
});
