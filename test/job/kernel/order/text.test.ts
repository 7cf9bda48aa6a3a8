import { OrderEncoder, order } from '../../../support/order-encoder';
import { Random } from '../../../support/random';

const last = new OrderEncoder([order('text')]);
/** Text before another column, which is always the same one. */
const first = new OrderEncoder([order('text'), order('int')]);

describe('the order bytes of text', () => {
  it('are the text itself in the last column', () => {
    for (const text of ['', 'a', '\0', 'x'.repeat(100)]) expect(last.encoded(text).toString('latin1')).toBe(text);
  });

  it('are groups of eight bytes in other columns, with the number of bytes that fill the last one', () => {
    const behind = '8000000000000000';
    expect(first.hex('', '0')).toBe(`0000000000000000f7${behind}`);
    expect(first.hex('abc', '0')).toBe(`6162630000000000fa${behind}`);
    expect(first.hex('abcdefgh', '0')).toBe(`6162636465666768ff0000000000000000f7${behind}`);
    expect(first.hex('abcdefghi', '0')).toBe(`6162636465666768ff6900000000000000f8${behind}`);
  });

  it('are ordered as the bytes of the text, whatever these are and however long', () => {
    const random = new Random(1);
    const texts = Array.from({ length: 2000 }, () =>
      random.bytes(random.int(0, 20), [0, 1, 97, 254, 255]).toString('latin1'),
    );
    const sorted = [...new Set(texts)].sort((a, b) =>
      Buffer.compare(Buffer.from(a, 'latin1'), Buffer.from(b, 'latin1')),
    );
    first.expectAscending(sorted.map((text) => [text, '0']));
    const least = new OrderEncoder([order('text', { isLeast: true })]);
    least.expectAscending(
      sorted
        .filter((text) => text !== '')
        .reverse()
        .map((text) => [text]),
    );
  });
});
