import { packBy, unpackBy } from '../../../job/codec/zstd';
import { nativeZstd } from '../../../job/codec/zstd/native';
import { EXIT } from '../../../job/shared/exit';
import { cuts, DAMAGE, fateOf, flips } from '../../support/damage';
import { onTool, piped, zstdOf } from '../../support/packing-tools';
import { Random } from '../../support/random';
import { type Unpack, unpacked } from '../../support/unpacked';

const MiB = 1024 * 1024;
const TEXT = Buffer.from(Array.from({ length: 40 }, (_, i) => `movie ${i % 7}^user ${i}^${i % 5}.0^${i}\n`).join(''));
const LARGE = Buffer.alloc(9 * MiB, TEXT);
const NOISE = new Random(5).bytes(300_000, [...Array(256).keys()]);
/** A frame that every reader skips. */
const SKIPPED = Buffer.concat([Buffer.from('5a2a4d1805000000', 'hex'), Buffer.from('notes')]);

/** The ways to unpack. On a Node without zstd there is one, and native.test.ts runs the other on a newer Node. */
const WAYS: readonly [name: string, unpack: Unpack][] = [
  ['WebAssembly', (file, stored) => unpackBy(null, file, stored)],
  ...(nativeZstd === null ? [] : [['Node', (file, stored) => unpackBy(nativeZstd, file, stored)] as [string, Unpack]]),
];

describe.each(WAYS)('zstd by %s', (_name, unpack) => {
  const read = (packed: Buffer, widths = {}) => unpacked(unpack, packed, widths);

  it('unpacks what is packed here, piece by piece', async () => {
    const pieces = [TEXT, Buffer.alloc(0), NOISE, LARGE, TEXT];
    const packed = Buffer.concat(pieces.map((piece) => packBy(null, piece)));
    expect((await read(packed)).equals(Buffer.concat(pieces))).toBe(true);
  });

  onTool('zstd as the zstd command packs it', 'zstd', () => {
    it.each([
      ['nothing', Buffer.alloc(0)],
      ['text', TEXT],
      ['more text than a window', LARGE],
      ['noise', NOISE],
      ['one byte, very often', Buffer.alloc(9 * MiB, 'a')],
    ])('%s', async (_content, content) => {
      for (const args of [['-1'], ['-19'], ['--no-check'], ['--long=27'], ['--fast=5']]) {
        const packed = zstdOf(content, ...args);
        expect([args, (await read(packed)).equals(content)]).toEqual([args, true]);
      }
      const packed = zstdOf(content);
      expect((await read(packed, { stored: 997, target: 100_003, isLate: true })).equals(content)).toBe(true);
    });

    it('frames one behind the other, with skipped ones between, are one content', async () => {
      const frames = [
        SKIPPED,
        zstdOf(TEXT),
        SKIPPED,
        SKIPPED,
        zstdOf(LARGE),
        zstdOf(Buffer.alloc(0)),
        zstdOf(TEXT),
        SKIPPED,
      ];
      const content = Buffer.concat([TEXT, LARGE, TEXT]);
      expect((await read(Buffer.concat(frames))).equals(content)).toBe(true);
      expect((await read(Buffer.concat(frames), { stored: 3 })).equals(content)).toBe(true);
      expect(await read(SKIPPED)).toHaveLength(0);
    });

    it('what is packed here is what the command unpacks', () => {
      const packed = Buffer.concat([packBy(null, LARGE), packBy(null, Buffer.alloc(0)), packBy(null, NOISE)]);
      expect(piped('zstd', ['-dqc'], packed).equals(Buffer.concat([LARGE, NOISE]))).toBe(true);
    });

    it('a file that is cut anywhere is refused, except between two frames', async () => {
      const one = zstdOf(TEXT);
      for (const cut of cuts(Buffer.concat([one, zstdOf(NOISE.subarray(0, 300))]))) {
        const fate = await fateOf(unpack, cut);
        if (cut.length === one.length) expect(fate).toEqual(TEXT);
        else expect(fate).toMatchObject({ exitCode: EXIT.badData, message: expect.stringMatching(DAMAGE) });
      }
    });

    it.each([0x01, 0x80, 0xff])(
      'a file with any byte changed by %i is refused, or has the same content',
      async (mask) => {
        for (const flipped of flips(Buffer.concat([zstdOf(TEXT), zstdOf(TEXT, '-19')]), mask)) {
          const fate = await fateOf(unpack, flipped);
          if (Buffer.isBuffer(fate)) expect(fate.equals(Buffer.concat([TEXT, TEXT]))).toBe(true);
          else expect(fate).toMatchObject({ exitCode: EXIT.badData });
        }
      },
    );

    it('damage inside of a large frame is met behind its place, at the latest by the checksum', async () => {
      const packed = zstdOf(Buffer.from(NOISE.toString('hex')));
      const at = Math.floor(packed.length / 2);
      packed.fill(0xff, at, at + 3000);
      const near = Number(DAMAGE.exec(((await fateOf(unpack, packed)) as Error).message)?.[1]);
      expect(near).toBeGreaterThan(at - 150_000);
      expect(near).toBeLessThanOrEqual(packed.length);
    });

    it('a window of more than 128 MiB is refused by name', async () => {
      // a frame whose size is not known beforehand asks for the whole window
      const fate = await fateOf(unpack, zstdOf(TEXT, '--long=28', '--ultra', '-22'));
      expect(fate).toMatchObject({
        exitCode: EXIT.badData,
        message:
          "cannot unpack 'in/a': the frame near byte 6 has a window of 256 MiB, at most 128 MiB are read; pack it with zstd --long=27 or less",
      });
    });

    it.each([
      ['zeros', Buffer.alloc(5)],
      ['text', Buffer.from('more text')],
    ])('%s behind the last frame are refused', async (_what, behind) => {
      const packed = zstdOf(TEXT);
      const fate = await fateOf(unpack, Buffer.concat([packed, behind]));
      expect(fate).toMatchObject({
        message: expect.stringContaining(`there is no zstd frame near byte ${packed.length};`),
      });
    });
  });

  it('a frame that needs a dictionary is refused, with the number of the dictionary', async () => {
    const frame = Buffer.from('28b52ffd2339300000000a', 'hex');
    expect(await fateOf(unpack, frame)).toMatchObject({
      exitCode: EXIT.badData,
      message: expect.stringContaining(
        'needs the dictionary 12345, and dictionaries are not understood; pack it without one',
      ),
    });
  });

  it('files that are read in turns do not disturb each other', async () => {
    const contents = [TEXT, LARGE, NOISE];
    const all = contents.map((content) =>
      read(Buffer.from(packBy(null, content)), { stored: 900, target: 7777, isLate: true }),
    );
    expect((await Promise.all(all)).map((content, i) => content.equals(contents[i] as Buffer))).toEqual([
      true,
      true,
      true,
    ]);
  });
});
