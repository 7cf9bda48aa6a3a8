import { deflateSync, gzipSync } from 'node:zlib';
import { deflate } from '../../../job/codec/deflate';
import { EXIT } from '../../../job/shared/exit';
import { cuts, DAMAGE, fateOf, flips } from '../../support/damage';
import { piped } from '../../support/packing-tools';
import { onPython, PYTHON } from '../../support/python';
import { unpacked } from '../../support/unpacked';

const TEXT = Buffer.from(Array.from({ length: 40 }, (_, i) => `movie ${i % 7}^user ${i}^${i % 5}.0^${i}\n`).join(''));
const LARGE = Buffer.alloc(900_000, TEXT);
const read = (packed: Buffer, widths = {}) => unpacked(deflate.unpack, packed, widths);

onPython('zlib streams of Python', () => {
  it.each([0, 1, 9])('level %i', async (level) => {
    const program = `import zlib,sys; sys.stdout.buffer.write(zlib.compress(sys.stdin.buffer.read(), ${level}))`;
    const packed = piped(PYTHON, ['-c', program], LARGE);
    expect((await read(packed)).equals(LARGE)).toBe(true);
    expect((await read(packed, { stored: 997, target: 1013, isLate: true })).equals(LARGE)).toBe(true);
  });
});

it('several streams, some of them empty, are one content, wherever their ends lie in what is read', async () => {
  const contents = [TEXT, Buffer.alloc(0), LARGE, TEXT];
  const packed = Buffer.concat(contents.map((content) => deflateSync(content)));
  const content = Buffer.concat(contents);
  for (const stored of [13, 1024, deflateSync(TEXT).length, packed.length]) {
    expect([stored, (await read(packed, { stored })).equals(content)]).toEqual([stored, true]);
  }
});

it('an empty stream has no content', async () => {
  expect(await read(deflateSync(Buffer.alloc(0)))).toHaveLength(0);
});

it('a file that is cut anywhere is refused, in its first stream and in its second', async () => {
  const one = deflateSync(TEXT);
  for (const cut of cuts(Buffer.concat([one, one]))) {
    const fate = await fateOf(deflate.unpack, cut);
    if (cut.length === one.length) expect(fate).toEqual(TEXT);
    else expect(fate).toMatchObject({ exitCode: EXIT.badData, message: expect.stringMatching(DAMAGE) });
  }
});

it('a file with any byte changed is refused, or has the same content', async () => {
  for (const flipped of flips(deflateSync(TEXT))) {
    const fate = await fateOf(deflate.unpack, flipped);
    if (Buffer.isBuffer(fate)) expect(fate.equals(TEXT)).toBe(true);
    else expect(fate).toMatchObject({ exitCode: EXIT.badData, message: expect.stringMatching(DAMAGE) });
  }
});

it.each([
  ['zeros', Buffer.alloc(3)],
  ['text', Buffer.from('more')],
  ['gzip', gzipSync('more')],
])('%s behind the last stream are refused at their offset', async (_name, behind) => {
  const packed = deflateSync(TEXT);
  const fate = await fateOf(deflate.unpack, Buffer.concat([packed, behind]));
  expect(Number(DAMAGE.exec((fate as Error).message)?.[1])).toBe(packed.length);
});

it('hands on the error of reading the stored bytes', async () => {
  const broken = { read: () => Promise.reject(new Error('no disk')), storedBytes: 0, close() {} };
  const source = deflate.unpack({ path: 'in/a', sizeBytes: 9 }, broken, () => broken);
  await expect(source.read(Buffer.alloc(9))).rejects.toThrow('no disk');
  source.close();
});
