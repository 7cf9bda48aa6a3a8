/** Which bytes beyond ASCII the kernel takes within strings. */

import { JsonKernel } from '../../../support/json-kernel';
import { isStrictObject } from '../../../support/strict-json';

const json = new JsonKernel({ key: 'k', orderBy: 'n' });

const lineOf = (inside: Uint8Array) => Buffer.concat([Buffer.from('{"k":"x","n":1,"v":"'), inside, Buffer.from('"}')]);

/** The bytes that are judged otherwise than by a decoder that refuses what is not well-formed, in hex. */
const misjudged = (insides: readonly Uint8Array[]): string[] => {
  const lines = insides.map(lineOf);
  const reasons = json.judge(lines);
  return insides
    .filter((_, i) => (reasons[i] === null) !== isStrictObject(lines[i] as Buffer))
    .map((inside) => Buffer.from(inside).toString('hex'));
};

/** All bytes at the borders of what may follow another one. */
const BORDERS = [0x00, 0x22, 0x5c, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff].filter(
  (byte) => byte !== 0x22,
);
const HIGH = Array.from({ length: 128 }, (_, i) => 0x80 + i);

it('takes every character of Unicode', () => {
  const insides: Buffer[] = [];
  for (let first = 0x20; first < 0x110000; first += 0x1000) {
    const points = Array.from({ length: 0x1000 }, (_, i) => first + i).filter(
      (point) => point !== 0x22 && point !== 0x5c && !(point >= 0xd800 && point < 0xe000) && point < 0x110000,
    );
    insides.push(Buffer.from(points.map((point) => String.fromCodePoint(point)).join('')));
  }
  expect(json.judge(insides.map(lineOf)).filter((reason) => reason !== null)).toEqual([]);
});

it('judges all bytes beyond ASCII alone and in pairs', () => {
  const alone = HIGH.map((byte) => Buffer.from([byte]));
  const pairs = HIGH.flatMap((first) => Array.from({ length: 256 }, (_, second) => [first, second] as const))
    .filter(([, second]) => second !== 10 && second !== 0x22 && second !== 0x5c)
    .map((bytes) => Buffer.from(bytes));
  expect(misjudged([...alone, ...pairs])).toEqual([]);
});

it('judges three and four bytes at the borders of what is well-formed', () => {
  const firsts = HIGH.filter((byte) => byte >= 0xdf);
  const insides = firsts.flatMap((first) =>
    BORDERS.flatMap((second) =>
      BORDERS.flatMap((third) => [
        Buffer.from([first, second, third]),
        ...BORDERS.map((fourth) => Buffer.from([first, second, third, fourth])),
      ]),
    ),
  );
  expect(misjudged(insides)).toEqual([]);
});

it('judges characters that are cut off at the end of a string, of a name and of the line', () => {
  const character = Buffer.from('𝄞');
  const lines = [1, 2, 3].flatMap((bytes) => {
    const part = character.subarray(0, bytes).toString('latin1');
    return [`{"k":"x","n":1,"v":"${part}"}`, `{"k":"x","n":1,"${part}":1}`, `{"k":"x","n":1,"v":"${part}`];
  });
  expect(json.judge(lines.map((line) => Buffer.from(line, 'latin1')))).toEqual(lines.map(() => 'json'));
});

it('refuses characters beyond ASCII outside of strings', () => {
  expect(json.judge(['{"k":"x","n":1}é', '{"k":"x",é"n":1}', 'é{}', '{"k":"x","n":é}'])).toEqual(Array(4).fill('json'));
});
