import { OrderEncoder, order } from '../../../support/order-encoder';

const encoder = new OrderEncoder([order('int')]);

describe('the order bytes of an integer', () => {
  it('are ordered as the integers are', () => {
    const values = ['-9223372036854775808', '-256', '-255', '-1', '0', '1', '255', '256', '9223372036854775807'];
    encoder.expectAscending(values.map((value) => [value]));
  });

  it('are equal for equal integers', () => {
    for (const value of ['5', '+5', '05', '0000000000000000000000005'])
      expect(encoder.hex(value)).toBe('8000000000000005');
    expect(encoder.hex('-0')).toBe(encoder.hex('0'));
  });

  it.each([
    ['5.0', 'order'],
    ['+', 'order'],
    [' 5', 'order'],
    ['9223372036854775808', 'order-range'],
    ['-9223372036854775809', 'order-range'],
  ])('are refused for %s: %s', (value, fault) => {
    expect(encoder.faultOf(value)).toBe(fault);
  });
});
