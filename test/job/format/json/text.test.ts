import { type JsonFault, readNumber, readString, type Token } from '../../../../job/format/json/text';

const bytes = (text: string) => Buffer.from(text).toString('latin1');
const at = (index: number, expected: RegExp): Partial<JsonFault> => ({
  at: index,
  expected: expect.stringMatching(expected),
});

it.each<[string, string]>([
  ['""', ''],
  ['"a b\x7f"', 'a b\x7f'],
  ['"\\"\\\\\\/\\b\\f\\n\\r\\t"', '"\\/\b\f\n\r\t'],
  ['"\\u0061\\u00e4\\u20AC"', bytes('aä€')],
  ['"\\u0000"', '\0'],
  ['"\\ud83d\\uDE00"', bytes('😀')],
  [bytes('"ä€😀\ud7ff\ue000\u{10ffff}"'), bytes('ä€😀\ud7ff\ue000\u{10ffff}')],
])('reads the string %s', (text, value) => {
  expect(readString(`x${text}, "b"`, 1)).toEqual({ end: 1 + text.length, text: value });
});

it('reads a string of a mebibyte in any characters', () => {
  const value = bytes(`${'a'.repeat(500_000)}${'ä'.repeat(250_000)}`);
  expect(readString(`"${value}"`, 0)).toEqual({ end: value.length + 2, text: value });
});

it.each<[string, Partial<JsonFault>]>([
  ['"abc', at(4, /^the rest of a string/)],
  ['"a\tb"', at(2, /^the escape \\t$/)],
  ['"a\x01b"', at(2, /^the escape \\u0001$/)],
  ['"\\x41"', at(2, /^one of "\\\/bfnrtu behind a backslash$/)],
  ['"\\', at(2, /^one of/)],
  ['"\\u00g0"', at(5, /^a hexadecimal digit/)],
  ['"\\u00', at(5, /^a hexadecimal digit/)],
  ['"\\ude00"', at(1, /^the first half of a surrogate pair/)],
  ['"\\ud83d"', at(7, /^an escape for the other half/)],
  ['"\\ud83dx"', at(7, /^an escape for the other half/)],
  ['"\\ud83d\\n"', at(7, /^an escape for the other half/)],
  ['"\\ud83d\\u0041"', at(7, /^an escape for the other half/)],
  ['"\\ud83d\\ud83d"', at(7, /^an escape for the other half/)],
  ['"\\ud83d\\ud"', at(10, /^a hexadecimal digit/)],
  ['"\x80"', at(1, /^UTF-8$/)],
  ['"\xc0\x80"', at(1, /^UTF-8$/)],
  ['"\xc1\xbf"', at(1, /^UTF-8$/)],
  ['"\xe0\x9f\xbf"', at(1, /^UTF-8$/)],
  ['"\xed\xa0\x80"', at(1, /^UTF-8$/)],
  ['"\xf0\x8f\xbf\xbf"', at(1, /^UTF-8$/)],
  ['"\xf4\x90\x80\x80"', at(1, /^UTF-8$/)],
  ['"\xf5\x80\x80\x80"', at(1, /^UTF-8$/)],
  ['"a\xc3"', at(2, /^UTF-8$/)],
  ['"a\xe2\x82"', at(2, /^UTF-8$/)],
])('says where the string %j is wrong', (text, fault) => {
  expect(readString(text, 0)).toMatchObject(fault);
});

it.each(['0', '-0', '10', '-1.50', '1e3', '1E+003', '0.0e-0', '123456789012345678901234567890'])(
  'reads the number %s',
  (text) => {
    expect(readNumber(`[${text}]`, 1)).toEqual<Token>({ end: 1 + text.length, text });
  },
);

it.each<[string, Partial<JsonFault>]>([
  ['-', at(1, /^a digit$/)],
  ['-x', at(1, /^a digit$/)],
  ['-.5', at(1, /^a digit$/)],
  ['01', at(0, /^a number without zeros in front of it$/)],
  ['-012', at(1, /^a number without zeros/)],
  ['1.', at(2, /^a digit$/)],
  ['1.e5', at(2, /^a digit$/)],
  ['1e', at(2, /^a digit$/)],
  ['1e+', at(3, /^a digit$/)],
  ['1.5E-x', at(5, /^a digit$/)],
])('says where the number %s is wrong', (text, fault) => {
  expect(readNumber(text, 0)).toMatchObject(fault);
});
