import { byte, bytes, textOfBytes } from '../../../../job/options/parsing/byte-text';

it.each([
  ['::', '::'],
  ['\\t', '\t'],
  ['\\x01', '\x01'],
  ['|\\x7C\\t', '||\t'],
  ['¦', '\xc2\xa6'],
  ['\\xa6', '\xa6'],
  ['\\', '\\'],
  ['\\x5c', '\\'],
  ['12345678', '12345678'],
])('reads %s', (text, expected) => {
  expect(bytes(8).parse('--delimiter', text)).toBe(expected);
});

it.each([
  ['', "--delimiter '' is 0 bytes, expected 1 to 8 (\\t and \\xHH are understood)"],
  ['123456789', "--delimiter '123456789' is 9 bytes, expected 1 to 8 (\\t and \\xHH are understood)"],
  ['¦¦¦¦¦', "--delimiter '¦¦¦¦¦' is 10 bytes, expected 1 to 8 (\\t and \\xHH are understood)"],
  ['\\x1', "--delimiter '\\x1' has '\\x', expected \\t, \\xHH, or \\x5c for a backslash"],
  ['a\\n', "--delimiter 'a\\n' has '\\n', expected \\t, \\xHH, or \\x5c for a backslash"],
  ['\\001', "--delimiter '\\001' has '\\0', expected \\t, \\xHH, or \\x5c for a backslash"],
  ['a\\', "--delimiter 'a\\' has '\\', expected \\t, \\xHH, or \\x5c for a backslash"],
  ['a\n', '--delimiter holds a line ending, expected any other bytes'],
  ['\\x0D', '--delimiter holds a line ending, expected any other bytes'],
])('refuses %j', (text, message) => {
  expect(() => bytes(8).parse('--delimiter', text)).toThrow(expect.objectContaining({ exitCode: 64, message }));
});

it('reads a single byte, and refuses several', () => {
  expect(byte.parse('--quote', '"')).toBe('"');
  expect(byte.parse('--quote', '\\xa6')).toBe('\xa6');
  const message = "--quote '¦' is 2 bytes, expected one (\\t and \\xHH are understood)";
  expect(() => byte.parse('--quote', '¦')).toThrow(expect.objectContaining({ exitCode: 64, message }));
});

it.each(['::', '\t', '\x01|', '\\', 'a\\b', '\xc2\xa6', '\xa6', '\xe2\x80\xae', '\xff\\'])(
  'writes %j as a text that it reads',
  (found) => {
    const text = textOfBytes(found);
    expect(text).toMatch(/^[\p{L}\p{N}\p{P}\p{S}]+$/u);
    expect(bytes(8).parse('--delimiter', text)).toBe(found);
  },
);
