import { isPrintable, printable } from '../../../job/shared/printable';

test.each([
  ['controls', 'a\tb\r\n\0\x1b\x7f\x85', 'a\\x09b\\x0d\\x0a\\x00\\x1b\\x7f\\x85'],
  ['marks of direction', 'fdp.\u202egpj\u2066', 'fdp.\\u{202e}gpj\\u{2066}'],
  [
    'separators of lines and paragraphs, which must not read as a space and digits',
    'a\u2028b\u2029',
    'a\\u{2028}b\\u{2029}',
  ],
  ['characters without a width', '\xad\u0600\u200b\ufeff', '\\xad\\u{0600}\\u{200b}\\u{feff}'],
  ['half a pair, and tags beyond the first plane', '\ud800 \u{e0041}', '\\u{d800} \\u{e0041}'],
])('%s are escaped', (_, text, printed) => {
  expect(printable(text)).toBe(printed);
  expect(isPrintable(text)).toBe(false);
  expect(isPrintable(printed)).toBe(true);
});

test('visible characters stay as they are', () => {
  const text = 'Größe 日本 😀 \xa0 \\x00 {}';
  expect(printable(text)).toBe(text);
  expect(isPrintable(text)).toBe(true);
});
