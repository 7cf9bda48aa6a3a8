import { endOfContent, endOfLine, markBytes } from '../../../job/format/lines';

it.each([
  ['\ufeffa', 3],
  ['\ufeff', 3],
  ['a\ufeff', 0],
  ['', 0],
])('counts the byte order mark at the start of %j', (text, bytes) => {
  expect(markBytes(Buffer.from(text))).toBe(bytes);
});

it('takes a part of a byte order mark for text', () => {
  expect(markBytes(Buffer.from([0xef, 0xbb]))).toBe(0);
});

it('finds the end of the first line from an index on', () => {
  const lines = Buffer.from('a\n\nb');
  expect([0, 1, 2, 3, 4].map((from) => endOfLine(lines, from))).toEqual([2, 2, 3, -1, -1]);
});

it.each([
  ['a\n', 1, 1],
  ['a\r\n', 2, 1],
  ['a\r\r\n', 3, 2],
  ['a\r', 2, 1],
  ['a', 1, 1],
  ['\n', 0, 0],
  ['\r\n', 1, 0],
  ['', 0, 0],
])('knows where the content of %j ends, written by this kit or by a user', (line, ours, users) => {
  const bytes = Buffer.from(line);
  expect(endOfContent(bytes, bytes.length, false)).toBe(ours);
  expect(endOfContent(bytes, bytes.length, true)).toBe(users);
});
