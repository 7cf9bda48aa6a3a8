import type { Codec } from '../../../job/codec/codec';
import { CODECS, codecOfName, PACKED, PACKING_CODECS } from '../../../job/codec/codecs';
import { unpacked } from '../../support/unpacked';

describe.each(Object.values(PACKING_CODECS))('the codec $name', (codec) => {
  it('decompresses the concatenation of compressed pieces', async () => {
    const pieces = ['first piece\n', 'second\n', ''].map((text) => codec.pack(Buffer.from(text)));
    const content = await unpacked(codec.unpack, Buffer.concat(pieces), { target: 7 });
    expect(content.toString()).toBe('first piece\nsecond\n');
  });

  it('knows its own first bytes', () => {
    const packed = codec.pack(Buffer.from('text'));
    expect(codec.isOfKind(packed.subarray(0, codec.mostMagicBytes))).toBe(true);
    expect(codec.pack(Buffer.alloc(0)).length > 0).toBe(codec.needsContent);
  });
});

it.each(Object.values(CODECS))('the codec $name is found by its suffix in any case', (codec: Codec) => {
  expect(codecOfName(`in/a.csv${codec.suffix.toUpperCase()}`)).toBe(codec);
  expect(codecOfName(`in/a.csv${codec.suffix}`)).toBe(codec);
});

it('no codec takes text, or too few bytes, for its own', () => {
  for (const codec of PACKED) {
    for (const first of ['', 'B', 'heat^ann^1^1\n', 'BZh', 'BZh9 is not bzip2', 'x']) {
      expect([codec.name, first, codec.isOfKind(Buffer.from(first))]).toEqual([codec.name, first, false]);
    }
  }
});
