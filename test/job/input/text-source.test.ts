import type { ByteSource } from '../../../job/codec/stream/byte-source';
import { inUtf8, withNewlines } from '../../../job/input/text-source';

/** Hands out at most `width` bytes a time, by promises or not. */
function dribble(bytes: Buffer, width: number, isAsync: boolean): ByteSource {
  let at = 0;
  return {
    read(target) {
      const got = bytes.copy(target, 0, at, Math.min(bytes.length, at + Math.min(width, target.length)));
      at += got;
      return isAsync ? Promise.resolve(got) : got;
    },
    get storedBytes() {
      return at;
    },
    close() {},
  };
}

async function readAll(source: ByteSource, width: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  const target = Buffer.alloc(width);
  for (let got = await source.read(target); got > 0; got = await source.read(target)) {
    pieces.push(Buffer.from(target.subarray(0, got)));
  }
  return Buffer.concat(pieces);
}

const TEXT = `\ufeff${'heat^größe^映画^🎬\r\n'.repeat(300)}`;
const WIDTHS = [1, 2, 3, 7, 4096, 1_000_000];

it.each([false, true])(
  'UTF-16 comes as UTF-8, with its mark, whatever is read at a time (by promises: %s)',
  async (isAsync) => {
    for (const bytes of [Buffer.from(TEXT, 'utf16le'), Buffer.from(TEXT, 'utf16le').swap16()]) {
      for (const width of WIDTHS) {
        const onUtf16 = jest.fn();
        const source = inUtf8('in/a', dribble(bytes, width, isAsync), onUtf16);
        expect((await readAll(source, WIDTHS[5 - WIDTHS.indexOf(width)] as number)).toString()).toBe(TEXT);
        expect(onUtf16).toHaveBeenCalledTimes(1);
        expect(source.storedBytes).toBe(bytes.length);
      }
    }
  },
);

it.each([
  ['text', Buffer.from('heat^ann^1\n'.repeat(900))],
  ['nothing', Buffer.alloc(0)],
  ['one byte of a mark', Buffer.from([0xff])],
  ['Latin-1 that begins with the bytes of a mark', Buffer.from(`ÿþ${'heat^ann^1\n'.repeat(900)}`, 'latin1')],
])('the bytes of %s stay as they are', async (_, bytes) => {
  for (const width of WIDTHS) {
    const onUtf16 = jest.fn();
    const source = inUtf8('in/a', dribble(bytes, width, width % 2 === 0), onUtf16);
    expect((await readAll(source, 5)).equals(bytes)).toBe(true);
    expect(onUtf16).not.toHaveBeenCalled();
  }
});

it('reads without promises where the file needs none', () => {
  expect(inUtf8('in/a', dribble(Buffer.from('heat'), 2, false)).read(Buffer.alloc(10))).toBe(2);
  expect(withNewlines(dribble(Buffer.from('heat'), 2, false)).read(Buffer.alloc(10))).toBe(2);
});

it('refuses a damaged file however little is read of it at a time', async () => {
  const bytes = Buffer.from(`${TEXT}\ud83d`, 'utf16le');
  const source = inUtf8('in/a', dribble(bytes, 5, false));
  await expect(readAll(source, 100)).rejects.toThrow(`an end within a character at byte ${bytes.length - 2}`);
});

it.each(WIDTHS)('each carriage return becomes a newline, %i bytes at a time', async (width) => {
  const found = await readAll(withNewlines(dribble(Buffer.from('a\rb\r\nc\n\rd'), 3, width % 2 === 0)), width);
  expect(found.toString()).toBe('a\nb\n\nc\n\nd');
});
