import { chosenOf, MOST_FILES, textSample } from '../../../job/sniff/sample';

test('the first, the last and some files between are looked at', () => {
  expect(chosenOf(3)).toEqual([0, 1, 2]);
  const chosen = chosenOf(1000);
  expect(chosen).toHaveLength(MOST_FILES);
  expect([chosen[0], chosen.at(-1)]).toEqual([0, 999]);
  expect(new Set(chosen).size).toBe(MOST_FILES);
});

test.each([
  ['a\rb\r', 'cr', 'a\nb\n'],
  ['a\r\nb\r\n', 'lf', 'a\r\nb\r\n'],
  ['a\rb\n', 'lf', 'a\rb\n'],
  // the only line may end so
  ['a\r', 'lf', 'a\r'],
  ['\xef\xbb\xbfa\n', 'lf', 'a\n'],
])('the lines of %j end in %s', (text, lineEnd, expected) => {
  const sample = textSample({ path: 'a', bytes: Buffer.from(text, 'latin1'), isWhole: true, isUtf16: false });
  expect({ lineEnd: sample.lineEnd, text: sample.bytes.toString('latin1') }).toEqual({ lineEnd, text: expected });
});
