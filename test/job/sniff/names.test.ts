import { isKnownName, keyNameRank, operationRanks, orderName, wordsOf } from '../../../job/sniff/names';

test.each([
  ['lastUpdated_at', ['last', 'updated', 'at']],
  ['HTTPStatus code', ['http', 'status', 'code']],
  ['user.id', ['user', 'id']],
  ['größe', ['größe']],
])('the words of %s', (name, expected) => {
  expect(wordsOf(name)).toEqual(expected);
});

test.each([
  ['updated_at', 0, true],
  ['last_update', 0, true],
  ['event.update_time', 0, true],
  ['ts', 1, true],
  ['event_time', 1, true],
  ['seq', 2, true],
  // the word may mean another day, another offset
  ['date', 1, false],
  ['offset', 2, false],
  ['release_date', 1, false],
  // it tells when a record was made, and not when it was changed
  ['created_time', 3, false],
])('the name %s tells the order, by rank %i', (name, rank, isPlain) => {
  expect(orderName(name)).toMatchObject({ rank, isPlain });
});

test.each(['birth_date', 'valid_until', 'event', 'change', 'load', 'rating', 'number'])(
  'the name %s tells no order',
  (name) => {
    expect(orderName(name)).toBeNull();
  },
);

test.each([
  ['id', 3],
  ['user.id', 2],
  ['userId', 2],
  ['movieid', 2],
  ['sku', 2],
  ['user', 1],
  ['paid', 0],
  ['rating', 0],
] as const)('the name %s is one of a key, by rank %i', (name, rank) => {
  expect(keyNameRank(name)).toBe(rank);
});

test('a column tells of operations by its values, and by its name where these are few', () => {
  expect(operationRanks('Op', ['I', 'U', 'D'])).toEqual(['I', 'U', 'D']);
  expect(operationRanks('op', ['U'])).toEqual(['I', 'U', 'D']);
  expect(operationRanks('c1', ['U', 'D'])).toEqual(['I', 'U', 'D']);
  expect(operationRanks('c1', ['U'])).toBeNull();
  expect(operationRanks('Op', ['', 'U', 'I', 'D'])).toEqual(['I', 'U', 'D']);
  expect(operationRanks('op', ['c', 'u', 'd', 'r'])).toEqual(['r', 'c', 'u', 'd']);
  expect(operationRanks('op', [''])).toBeNull();
  expect(operationRanks('op', ['I', 'X'])).toBeNull();
});

test('usual names are known, and others are not', () => {
  expect(['id', 'movieTitle', 'v', 'PRICE'].filter(isKnownName)).toEqual(['id', 'movieTitle', 'v', 'PRICE']);
  expect(['heat', 'ann', 'x1'].filter(isKnownName)).toEqual([]);
});
