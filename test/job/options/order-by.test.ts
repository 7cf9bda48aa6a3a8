import { parseOrderBy } from '../../../job/options/order-by';

const parse = (list: string, columns: readonly string[] | null = null) => parseOrderBy('--order-by', list, columns);
const order = (name: string, type: string, isLeast = false, ranks: readonly string[] = []) => ({
  name,
  type,
  isLeast,
  ranks,
});

it.each([
  ['ts', [order('ts', 'int')]],
  ['ts:text', [order('ts', 'text')]],
  ['ts:least', [order('ts', 'int', true)]],
  ['ts:timestamp,seq:int:least', [order('ts', 'timestamp'), order('seq', 'int', true)]],
  ['amount:decimal, day:text', [order('amount', 'decimal'), order('day', 'text')]],
  ['op:rank(I<U<D)', [order('op', 'rank', false, ['I', 'U', 'D'])]],
  ['op:rank( I < U,V )', [order('op', 'rank', false, ['I', 'U,V'])]],
  ['op:rank(a(b)<c):least,ts', [order('op', 'rank', true, ['a(b)', 'c']), order('ts', 'int')]],
  ['op:rank(ä<b)', [order('op', 'rank', false, ['\xc3\xa4', 'b'])]],
  ['a:b:text', [order('a:b', 'text')]],
])('parses %s', (list, orders) => {
  expect(parse(list)).toEqual(orders);
});

it.each([
  ['a:text', ['a:text'], order('a:text', 'int')],
  ['a:text:least', ['a:text'], order('a:text', 'int', true)],
  ['a:least', ['a:least'], order('a:least', 'int')],
  ['a:b', ['a:b', 'a'], order('a:b', 'int')],
  ['a:b:text', ['a:b'], order('a:b', 'text')],
])('takes %s for a column of its whole name where the columns are %j', (list, columns, expected) => {
  expect(parse(list, columns)).toEqual([expected]);
});

const TYPES =
  "expected int, text, decimal, timestamp or rank(first<second<third); ':least' behind the type makes the least value " +
  'the latest';

it.each([
  ['', "--order-by '' has an empty name, expected names with commas between them"],
  ['a,', "--order-by 'a,' has an empty name, expected names with commas between them"],
  ['a:int,b,a:text', "--order-by names 'a' twice"],
  ['a:date', `--order-by 'a:date' asks for type 'date', ${TYPES}`],
  ['a:desc', `--order-by 'a:desc' asks for type 'desc', ${TYPES}`],
  ['a:rank', `--order-by 'a:rank' asks for type 'rank', ${TYPES}`],
  ['a:int:lest', `--order-by 'a:int:lest' asks for type 'lest', ${TYPES}`],
  [
    'a:rank(I)',
    "--order-by 'a:rank(I)' has no values in order, expected two or more with '<' between them, as in rank(I<U<D)",
  ],
  [
    'a:rank(I<)',
    "--order-by 'a:rank(I<)' has no values in order, expected two or more with '<' between them, as in rank(I<U<D)",
  ],
  ['a:rank(ü<b<ü)', "--order-by 'a:rank(ü<b<ü)' ranks 'ü' twice"],
  [
    `a:rank(${Array.from({ length: 257 }, (_, i) => i).join('<')})`,
    '--order-by has 257 values in a rank, at most 256 are possible',
  ],
])('refuses %s', (list, message) => {
  expect(() => parse(list)).toThrow(expect.objectContaining({ exitCode: 64, message }));
});
