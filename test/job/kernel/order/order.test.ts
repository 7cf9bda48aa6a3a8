/** The order bytes of records with several order columns, empty values, and columns of which the least is the latest. */

import { OrderEncoder, order } from '../../../support/order-encoder';

describe('the order bytes of a record', () => {
  it('are those of its columns, one after the other', () => {
    const encoder = new OrderEncoder([order('int'), order('text'), order('text')]);
    expect(encoder.hex('5', 'abc', 'de')).toBe('8000000000000005' + '6162630000000000fa' + '6465');
  });

  it('compare by the first column that differs', () => {
    const encoder = new OrderEncoder([order('text'), order('int', { isLeast: true }), order('text')]);
    encoder.expectAscending([
      ['', '1', 'z'],
      ['a', '9', 'z'],
      ['a', '2', ''],
      ['a', '2', 'x'],
      ['a', '-2', 'a'],
      ['a\0', '9', 'a'],
      ['ab', '9', ''],
    ]);
  });

  it('have all bytes of a value inverted if the least one is the latest', () => {
    expect(new OrderEncoder([order('int', { isLeast: true })]).hex('5')).toBe('7ffffffffffffffa');
    expect(new OrderEncoder([order('text', { isLeast: true })]).hex('ab')).toBe('9e9dffffffffffff06');
  });

  it('are refused for an empty value of any type but text of which the greatest is the latest', () => {
    for (const type of ['int', 'decimal', 'timestamp', 'rank'] as const) {
      expect(new OrderEncoder([order(type, { ranks: ['I'] })]).encode('')).toBe('order');
    }
    expect(new OrderEncoder([order('text', { isLeast: true })]).encode('')).toBe('order');
    expect(new OrderEncoder([order('text')]).hex('')).toBe('');
    expect(new OrderEncoder([order('text'), order('int')]).hex('', '0')).toBe(
      '0000000000000000f7' + '8000000000000000',
    );
  });

  it('are the least for an empty value if it is older than all others', () => {
    for (const isLeast of [false, true]) {
      const encoder = new OrderEncoder([order('int', { isLeast }), order('text', { isLeast })], 'oldest');
      const records = [
        ['', ''],
        ['', 'b'],
        ['7', ''],
        ['7', 'b'],
      ];
      encoder.expectAscending(records);
    }
    expect(new OrderEncoder([order('int', { isLeast: true })], 'oldest').hex('')).toBe('00');
    expect(new OrderEncoder([order('int')], 'oldest').hex('0')).toBe('018000000000000000');
    expect(new OrderEncoder([order('text')], 'oldest').hex('a')).toBe('0161');
  });
});
