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

  it('are those of an empty value for a word that stands for no value if empty values are older than all others', () => {
    const words = ['NULL', 'null', 'Null', '\\N', 'NA', 'n/a', 'NaN', 'NaT', 'nil', 'None', '<NA>', '#N/A', '(null)'];
    for (const type of ['int', 'decimal', 'timestamp', 'rank'] as const) {
      const column = order(type, { ranks: ['I', 'U'] });
      const [refusing, allowing] = [new OrderEncoder([column]), new OrderEncoder([column], 'oldest')];
      for (const word of [...words, '""', '"NULL"', '0000-00-00', '0000-00-00 00:00:00.000']) {
        expect([word, refusing.encode(word)]).toEqual([word, 'order']);
        expect([word, allowing.hex(word)]).toEqual([word, '00']);
      }
      for (const other of ['nulls', '-', '?', '"', '"NULL', 'NULL ', 'undefined', '0000-00-0', '0000-01-00']) {
        expect([other, allowing.encode(other)]).toEqual([other, 'order']);
      }
    }
  });

  it('are those of an empty text for such a word if these are older than all others, and else those of the word', () => {
    expect(new OrderEncoder([order('text')], 'oldest').hex('NULL')).toBe('00');
    expect(new OrderEncoder([order('text')], 'oldest').hex('NULLS')).toBe('014e554c4c53');
    expect(new OrderEncoder([order('text')]).hex('NULL')).toBe('4e554c4c');
  });

  it('are those of the word itself where it is a rank', () => {
    expect(new OrderEncoder([order('rank', { ranks: ['NULL', 'a'] })], 'oldest').hex('NULL')).not.toBe('00');
  });

  it('have nothing of another value behind a word that stands for no value', () => {
    const encoder = new OrderEncoder([order('int'), order('int')], 'oldest');
    expect(encoder.hex('NULL', '1')).toBe('00' + '018000000000000001');
    expect(encoder.hex('1', '\\N')).toBe('018000000000000001' + '00');
    encoder.expectAscending([
      ['NULL', '9'],
      ['-5', '1'],
      ['5', 'NaN'],
      ['5', '1'],
    ]);
  });
});
