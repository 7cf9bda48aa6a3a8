import type { ByteSource } from '../../../job/codec/byte-source';
import { CODECS, codecOfName } from '../../../job/codec/codecs';

function sourceOf(bytes: Uint8Array): ByteSource {
  let position = 0;
  return {
    read(target) {
      const got = bytes.subarray(position, position + target.length);
      target.set(got);
      position += got.length;
      return got.length;
    },
    get storedBytes() {
      return position;
    },
    close() {},
  };
}

async function unpackedBy(codec: (typeof CODECS)[keyof typeof CODECS], stored: Uint8Array): Promise<string> {
  const file = { path: `a${codec.suffix}`, sizeBytes: stored.length };
  const source = codec.unpack(file, sourceOf(stored), (start) => sourceOf(stored.subarray(start)));
  const target = Buffer.alloc(7);
  let text = '';
  for (let got = await source.read(target); got > 0; got = await source.read(target)) {
    text += target.subarray(0, got);
  }
  source.close();
  return text;
}

describe.each(Object.values(CODECS))('the codec $name', (codec) => {
  it('decompresses the concatenation of compressed pieces', async () => {
    const pieces = ['first piece\n', 'second\n', ''].map((text) => codec.pack(Buffer.from(text)));
    expect(await unpackedBy(codec, Buffer.concat(pieces))).toBe('first piece\nsecond\n');
  });

  it('is found by its suffix, and its bytes begin with its magic bytes', () => {
    expect(codecOfName(`in/a.csv${codec.suffix.toUpperCase()}`)).toBe(codec);
    const packed = Buffer.from(codec.pack(Buffer.from('text')));
    expect(codec.magic === null || packed.subarray(0, codec.magic.length).equals(codec.magic)).toBe(true);
    expect(codec.pack(Buffer.alloc(0)).length > 0).toBe(codec.needsContent);
  });
});
