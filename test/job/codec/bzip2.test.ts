import { bzip2 } from '../../../job/codec/bzip2';
import { EXIT } from '../../../job/shared/exit';
import { cuts, DAMAGE, fateOf, flips } from '../../support/damage';
import { bzip2Of } from '../../support/packing-tools';
import { onPython } from '../../support/python';
import { Random } from '../../support/random';
import { unpacked } from '../../support/unpacked';

const KiB = 1024;
const TEXT = Buffer.from(
  Array.from({ length: 40 }, (_, i) => `movie ${i % 7}^user ${i}^${i % 5}.0^${1_500_000_000 + i}\n`).join(''),
);
const read = (packed: Buffer, widths = {}) => unpacked(bzip2.unpack, packed, widths);

/** Contents for each part of the format. */
function contents(): Record<string, Buffer> {
  const random = new Random(7);
  const bytes = (length: number, next: () => number) => Buffer.from(Array.from({ length }, next));
  const runs = Array.from({ length: 600 }, (_, i) => Buffer.alloc(i, i % 3));
  return {
    'no bytes': Buffer.alloc(0),
    'one byte': Buffer.from('a'),
    'runs of all lengths, among them those of 4, 259 and 260 bytes': Buffer.concat(runs),
    'one byte, very often': Buffer.alloc(3_000_000, 'a'),
    'all bytes, at random': bytes(300 * KiB, () => random.int(0, 256)),
    'few bytes, which are used again soon': bytes(300 * KiB, () => random.int(0, 3)),
    'bytes of very different frequency, whose codes are long': bytes(300 * KiB, () =>
      Math.min(255, Math.floor(-Math.log2(1 - random.next()) * 12)),
    ),
    'text without a break, which is one long match': Buffer.concat(Array.from({ length: 900 }, () => TEXT)),
  };
}

onPython('bzip2 as libbz2 packs it', () => {
  it.each(Object.entries(contents()))('%s', async (_name, content) => {
    for (const level of [1, 9]) {
      const packed = bzip2Of(content, level);
      expect((await read(packed)).equals(content)).toBe(true);
      expect((await read(packed, { stored: 999, target: 1013, isLate: true })).equals(content)).toBe(true);
    }
  });

  it('several streams, of several levels, one of them empty, are one content', async () => {
    const long = Buffer.concat(Array.from({ length: 150 }, () => TEXT));
    const streams = [bzip2Of(TEXT, 1), bzip2Of(Buffer.alloc(0)), bzip2Of(long, 3), bzip2Of(TEXT, 9)];
    expect((await read(Buffer.concat(streams))).equals(Buffer.concat([TEXT, long, TEXT]))).toBe(true);
  });

  it('a file that is cut anywhere is refused, and the offset is its end', async () => {
    for (const cut of cuts(bzip2Of(TEXT))) {
      const fate = await fateOf(bzip2.unpack, cut);
      expect(fate).toMatchObject({ exitCode: EXIT.badData, message: expect.stringMatching(DAMAGE) });
      expect(fate).toMatchObject({ message: expect.stringContaining(` near byte ${cut.length};`) });
    }
  });

  it.each([0x01, 0x80, 0xff])('a file with any byte changed by %i is refused', async (mask) => {
    const packed = bzip2Of(TEXT);
    for (const [at, flipped] of flips(packed, mask).entries()) {
      // the level only says how large a block may be, and the bits behind the last checksum mean nothing
      const fate = await fateOf(bzip2.unpack, flipped);
      if (Buffer.isBuffer(fate)) expect([at, fate.equals(TEXT)]).toEqual([at, true]);
      else expect(fate).toMatchObject({ exitCode: EXIT.badData, message: expect.stringMatching(DAMAGE) });
      if (Buffer.isBuffer(fate)) expect([3, packed.length - 1]).toContain(at);
    }
  });

  it('damage in a later block names the place where the block begins', async () => {
    const content = new Random(3).bytes(250_000, [...Array(256).keys()]);
    const packed = bzip2Of(content, 1);
    const at = packed.length - 2000;
    packed[at] = (packed[at] as number) ^ 0xff;
    const fate = await fateOf(bzip2.unpack, packed);
    const near = Number(DAMAGE.exec((fate as Error).message)?.[1]);
    expect(near).toBeGreaterThan(packed.length / 2);
    expect(near).toBeLessThan(at);
  });

  it.each([
    ['zeros', Buffer.alloc(1)],
    ['text', Buffer.from('more')],
    ['a line end', Buffer.from('\n')],
  ])('%s behind the last stream are refused', async (_name, behind) => {
    const packed = bzip2Of(TEXT);
    const fate = await fateOf(bzip2.unpack, Buffer.concat([packed, behind]));
    expect(fate).toMatchObject({
      message: `cannot unpack 'in/a': there is no bzip2 stream near byte ${packed.length}; it is damaged or cut off: replace it, or take it out`,
    });
  });

  it('files that are read in turns do not disturb each other', async () => {
    const other = Buffer.alloc(500_000, 'other ');
    const both = [TEXT, other].map((content) => read(bzip2Of(content, 1), { stored: 50, target: 100, isLate: true }));
    expect((await Promise.all(both)).map((content, i) => content.equals([TEXT, other][i] as Buffer))).toEqual([
      true,
      true,
    ]);
    expect((await read(bzip2Of(other))).equals(other)).toBe(true);
  });
});

it('says that a randomised block is not understood', async () => {
  const head = Buffer.concat([
    Buffer.from('BZh9'),
    Buffer.from('314159265359', 'hex'),
    Buffer.alloc(4),
    Buffer.from([0x80, 0, 0, 0]),
  ]);
  expect(await fateOf(bzip2.unpack, Buffer.concat([head, Buffer.alloc(100)]))).toMatchObject({
    exitCode: EXIT.badData,
    message: expect.stringContaining('a block is randomised, as versions of bzip2 before 0.9.5 wrote them'),
  });
});
