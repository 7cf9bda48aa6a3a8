import { type Utf16, Utf16Decoder, utf16Of } from '../../../job/input/utf16';

const TEXT = '\ufeffheat^größe^映画^🎬\r\n\0^x\n';
const little = (text: string) => Buffer.from(text, 'utf16le');
const big = (text: string) => little(text).swap16();

function decoded(bytes: Buffer, encoding: Utf16, width = bytes.length): Buffer {
  const decoder = new Utf16Decoder('in/a', encoding);
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += width) pieces.push(decoder.decode(bytes.subarray(at, at + width)));
  decoder.end();
  return Buffer.concat(pieces);
}

it.each<[what: string, bytes: Buffer, encoding: Utf16 | null]>([
  ['little-endian text', little('\ufeffheat'), 'UTF-16LE'],
  ['big-endian text', big('\ufeffheat'), 'UTF-16BE'],
  ['a mark alone', little('\ufeff'), 'UTF-16LE'],
  ['a mark alone, big-endian', big('\ufeff'), 'UTF-16BE'],
  ['text with one character of ASCII', little('\ufeff映画\n'), 'UTF-16LE'],
  ['text without a mark', little('heat'), null],
  ['UTF-32', Buffer.from('fffe00003100000032000000', 'hex'), null],
  ['UTF-8', Buffer.from('\ufeffheat'), null],
  ['Latin-1 that begins with the bytes of a mark', Buffer.from('ÿþab^cd\n', 'latin1'), null],
  ['the same with a zero on the wrong side', Buffer.from('ÿþab\0d\n', 'latin1'), null],
  ['one byte', Buffer.from([0xff]), null],
  ['nothing', Buffer.alloc(0), null],
])('of %s the encoding is found', (_, bytes, encoding) => {
  expect(utf16Of(bytes)).toBe(encoding);
});

it.each([1, 2, 3, 4, 5, 7, 100])('text is decoded %i bytes at a time', (width) => {
  expect(decoded(little(TEXT), 'UTF-16LE', width).toString()).toBe(TEXT);
  expect(decoded(big(TEXT), 'UTF-16BE', width).toString()).toBe(TEXT);
});

it.each([
  ['a low half alone', '\ufeffab\udc00c', 'U+DC00', 6],
  ['a high half before another character', '\ufeffab\ud83dc', 'U+D83D', 6],
  ['two high halves', '\ufeff\ud83d\ud83d\udc00', 'U+D83D', 2],
  ['halves in the wrong order', '\ufeff🎬\udc00\ud83d\n', 'U+DC00', 6],
])('%s is refused with its place, however the bytes are cut', (_, text, unit, offset) => {
  for (const width of [1, 2, 3, 100]) {
    expect(() => decoded(little(text), 'UTF-16LE', width)).toThrow(
      expect.objectContaining({
        exitCode: 65,
        message:
          `'in/a' is text in UTF-16LE and has half of a character, ${unit} alone, at byte ${offset}; ` +
          'it is damaged: write it anew, or take it out',
      }),
    );
    expect(() => decoded(big(text), 'UTF-16BE', width)).toThrow(`at byte ${offset};`);
  }
});

it.each([
  ['an odd byte', little('\ufeffa').subarray(0, 3), 2],
  ['a high half', little('\ufeffa\ud83d'), 4],
  ['an odd byte in the second half', little('\ufeffa🎬').subarray(0, 7), 4],
])('a file that ends in %s is refused', (_, bytes, offset) => {
  expect(() => decoded(bytes, 'UTF-16LE')).toThrow(
    `'in/a' is text in UTF-16LE and has an end within a character at byte ${offset}; it is damaged`,
  );
});
