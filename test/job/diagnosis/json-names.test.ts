import { jsonCauseOf } from '../../support/json-cause';
import type { RecordOptions } from '../../support/record-options';

const lines = (...objects: readonly object[]) => objects.map((each) => `${JSON.stringify(each)}\n`).join('');
const EVENT = { id: 7, user: { id: 'x', name: 'ann' }, tags: ['a'], geo: { lat: 1 }, at: 5 };
const EVENTS = lines(EVENT, { ...EVENT, id: 8 });
const NAMES = 'id, user.id, user.name, tags, geo.lat, at';

it.each<[string, string, Partial<RecordOptions>, string]>([
  [
    'a typing error',
    EVENTS,
    { key: 'usr.id,id' },
    `'usr.id' of --key is not in the first 2 records of 'in/a', which have ${NAMES}: give --key id,user.id`,
  ],
  [
    'a name in an object',
    EVENTS,
    { key: 'name' },
    `'name' of --key is not in the first 2 records of 'in/a', which have ${NAMES}: give --key user.name`,
  ],
  [
    'another case',
    EVENTS,
    { key: 'userId' },
    `'userId' of --key is not in the first 2 records of 'in/a', which have ${NAMES}: give --key user.id`,
  ],
  [
    'a dot in a name',
    lines({ 'user.id': 1, at: 1 }),
    { key: 'user.id' },
    "'user.id' of --key is not in the only record of 'in/a', which has user\\.id, at: give --key 'user\\.id'",
  ],
  [
    'a name like no other',
    EVENTS,
    { key: 'movie' },
    `'movie' of --key is not in the first 2 records of 'in/a', which have ${NAMES}: give --key of these, or name the inputs without files of other tables`,
  ],
  [
    'a name of the order',
    EVENTS,
    { orderBy: 'id,ats:timestamp:least' },
    `'ats' of --order-by is not in the first 2 records of 'in/a', which have ${NAMES}: give --order-by of these, or name the inputs without files of other tables`,
  ],
  [
    'a nested name of the order',
    EVENTS,
    { orderBy: 'id,lat:decimal:least' },
    `'lat' of --order-by is not in the first 2 records of 'in/a', which have ${NAMES}: give --order-by id:int,geo.lat:decimal:least`,
  ],
  [
    'an object',
    EVENTS,
    { key: 'user' },
    "'user' of --key is an object in records of 'in/a': name a value in it, which has user.id, user.name",
  ],
  [
    'an object of one name',
    lines({ id: 1, at: { $date: '2026-01-31T00:00:00Z' } }),
    { orderBy: 'at:timestamp' },
    "'at' of --order-by is an object in records of 'in/a': give --order-by 'at.$date:timestamp'",
  ],
  [
    'an array',
    EVENTS,
    { key: 'tags' },
    `'tags' of --key is an array in records of 'in/a', and no value: give --key of ${NAMES.replace('tags, ', '')}`,
  ],
  [
    'some records without a name of the key',
    lines(EVENT, { at: 1 }, { at: 2 }),
    {},
    "records of 'in/a' lack 'id' of --key: give --missing-columns empty to read it as null there",
  ],
  [
    'some records without a name of the order',
    lines(EVENT, { id: 1 }, { id: 2 }),
    {},
    "records of 'in/a' lack 'at' of --order-by: give --empty-order oldest to have these before all others",
  ],
])('explains %s', (_, text, options, cause) => {
  expect(jsonCauseOf(text, options)).toBe(cause);
});

it('shows forty names at most', () => {
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`c${i}`, i]));
  expect(jsonCauseOf(lines({ ...many, at: 1 }), { key: 'zzz' })).toMatch(
    /, c39 and 11 more: give --key of these, or name the inputs without files of other tables$/,
  );
});

it('names no cause for a single record, or one whose end is not known', () => {
  expect(jsonCauseOf(lines(EVENT, EVENT, { at: 1 }))).toBeNull();
  expect(jsonCauseOf(lines(EVENT, EVENT, { id: 1, at: { ms: 1 } }, EVENT))).toBeNull();
});
