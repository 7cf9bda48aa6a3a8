import { isIdOfRecord, isKnownName, keyNameRank, operationRanks, orderName, wordsOf } from '../../../job/sniff/names';

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

test.each([
  ['header__change_oper', ['B', 'U', 'D'], 'B I U D'],
  ['op_type', ['I', 'U'], 'I U D'],
  ['value.op', ['u', 'd'], 'r c u d'],
  ['operationType', ['insert', 'replace', 'delete'], 'insert update replace delete'],
  ['_change_type', ['update_preimage', 'insert'], 'update_preimage insert update_postimage delete'],
  ['_change_type', ['UPDATE_BEFORE', 'UPDATE_AFTER'], 'UPDATE_BEFORE INSERT UPDATE_AFTER DELETE'],
  ['type', ['bootstrap-insert', 'delete'], 'bootstrap-insert insert update delete'],
  ['ODQ_CHANGEMODE', ['C', 'D'], 'R C U D'],
  ['A_ENTTYP', ['PT', 'UB'], 'RR UB PT UP DL'],
  ['__$operation', ['2', '3', '4'], '3 2 4 1'],
  ['event.type', ['ADDED', 'MODIFIED'], 'ADDED MODIFIED DELETED'],
])('%s with %j tells of operations, as logs of databases have them', (name, values, ranks) => {
  expect(operationRanks(name, values)?.join(' ')).toBe(ranks);
});

test.each([
  ['grade', ['B', 'D']],
  ['operation', ['1', '2']],
  ['account_type', ['I']],
  // an update is a delete and an insert
  ['METADATA$ACTION', ['INSERT', 'DELETE']],
])('%s with %j tells of no operations', (name, values) => {
  expect(operationRanks(name, values)).toBeNull();
});

test('the identifiers of loaders, and in a change log those of transactions, are no key', () => {
  const names = [
    '_airbyte_raw_id',
    '_airbyte_meta.sync_id',
    'source.txId',
    'transaction.id',
    'eventID',
    'id',
    '_fivetran_id',
  ];
  expect(names.filter((name) => isIdOfRecord(name, true))).toEqual(names.slice(0, 5));
  expect(names.filter((name) => isIdOfRecord(name, false))).toEqual(names.slice(0, 2));
});

test('usual names are known, and others are not', () => {
  expect(['id', 'movieTitle', 'v', 'PRICE'].filter(isKnownName)).toEqual(['id', 'movieTitle', 'v', 'PRICE']);
  expect(['heat', 'ann', 'x1'].filter(isKnownName)).toEqual([]);
});
