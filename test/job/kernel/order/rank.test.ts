import { OrderEncoder, order } from '../../../support/order-encoder';

const ranks = ['I', 'U', 'D', 'deleted for ever', '\xff'];
const encoder = new OrderEncoder([order('rank', { ranks })]);

describe('the order bytes of a value with a rank', () => {
  it('are its place in the stated order', () => {
    expect(ranks.map((rank) => encoder.hex(rank))).toEqual(['0000', '0001', '0002', '0003', '0004']);
  });

  it('are two bytes, so that there may be many ranks', () => {
    const many = Array.from({ length: 300 }, (_, i) => `r${i}`);
    const large = new OrderEncoder([order('rank', { ranks: many })]);
    expect([large.hex('r255'), large.hex('r256'), large.hex('r299')]).toEqual(['00ff', '0100', '012b']);
  });

  it('are refused for every other value, however near', () => {
    for (const value of ['i', 'I ', 'II', 'X', 'deleted for eve', 'deleted for evex', '\xfe']) {
      expect([value, encoder.faultOf(value)]).toEqual([value, 'order']);
    }
  });

  it('belong to the column of the ranks', () => {
    const two = new OrderEncoder([order('rank', { ranks: ['a', 'b'] }), order('rank', { ranks: ['b', 'a'] })]);
    expect(two.hex('a', 'a')).toBe('00000001');
    expect(two.hex('b', 'a')).toBe('00010001');
  });
});
