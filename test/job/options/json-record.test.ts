import { resolveRun } from '../../../job/options/options';
import { RUN_OPTIONS } from '../../../job/options/table/commands';
import { defaultsOf } from '../../../job/options/table/option-table';
import { type RecordOptions, resolveSpec } from '../../support/record-options';

const refusal = (message: string | RegExp) =>
  expect.objectContaining({ exitCode: 64, message: expect.stringMatching(message) });
const names = (count: number, start: string) => Array.from({ length: count }, (_, i) => `${start}${i}`);
const json = (options: Partial<RecordOptions>) => resolveSpec({ format: 'json', ...options });

it('names the columns by the paths of the key, sorted, and of the order', () => {
  expect(json({ key: 'user.id,movie', orderBy: 'event.time:timestamp,seq:int:least,movie:text' })).toMatchObject({
    format: 'json',
    columns: ['movie', 'user.id', 'event.time', 'seq'],
    keyColumns: [0, 1],
    orderBy: [
      { column: 2, type: 'timestamp', isLeast: false, ranks: [] },
      { column: 3, type: 'int', isLeast: true, ranks: [] },
      { column: 0, type: 'text', isLeast: false, ranks: [] },
    ],
    delimiter: '',
    quote: null,
    escape: null,
    isTrimmed: false,
    hasTrailingDelimiter: false,
  });
});

it('takes alternatives of names, and a bar in a name', () => {
  const options = { key: 'z|y,a\\|b,ab', orderBy: 'after.ts|z:timestamp', deleteWhen: ['after.op|op=d'] };
  expect(json(options)).toMatchObject({
    columns: ['ab', 'a\\|b', 'z|y', 'after.ts|z', 'after.op|op'],
    keyColumns: [0, 1, 2],
    orderBy: [{ column: 3, type: 'timestamp' }],
    deleteWhen: [{ column: 4, value: 'd', isOther: false }],
  });
});

it('takes a name within an alternative that others come before', () => {
  expect(json({ key: 'a.b|c', orderBy: 'b|a' }).columns).toEqual(['a.b|c', 'b|a']);
});

it('has the key and the order of ratings by default', () => {
  expect(json({})).toMatchObject({ columns: ['movie', 'user', 'timestamp'], keyColumns: [0, 1] });
});

it('takes a name within another one where records may lack it', () => {
  expect(json({ key: 'a.b,a', orderBy: 'n', missingColumns: 'empty' }).columns).toEqual(['a', 'a.b', 'n']);
  expect(json({ key: 'a', orderBy: 'a.b', emptyOrder: 'oldest' }).columns).toEqual(['a', 'a.b']);
});

it.each([
  ['a:b:int', ['a:b'], 'int'],
  ['a:b:decimal', ['a:b'], 'decimal'],
  ['a\\.b:text', ['a\\.b'], 'text'],
  ['at', ['at'], 'int'],
  ['a.b', ['a.b'], 'int'],
  ['a b:rank(x<y,z)', ['a b'], 'rank'],
])('orders by %s', (orderBy, names, type) => {
  expect(json({ key: 'id', orderBy })).toMatchObject({ columns: ['id', ...names], orderBy: [{ column: 1, type }] });
});

it('takes a type for a type even where the key has a name of that form', () => {
  expect(json({ key: 'at:int', orderBy: 'at:int' })).toMatchObject({
    columns: ['at:int', 'at'],
    orderBy: [{ column: 1, type: 'int' }],
  });
});

it('keeps the options that JSON Lines have', () => {
  const options = { skipLines: '2', lineEnd: 'cr', missingColumns: 'empty', emptyOrder: 'oldest', timeZone: '+02:00' };
  expect(json({ ...options, orderBy: 'at:timestamp' })).toMatchObject({
    emptyOrder: 'oldest',
    timeZone: '+02:00',
    reading: { skipLines: 2, lineEnd: 'cr', missingColumns: 'empty', comment: null },
  });
});

it.each<[Partial<RecordOptions>, RegExp]>([
  [{ columns: 'a,b' }, /^--columns does not go with --format json: --key and --order-by take names from the records$/],
  [{ delimiter: ',' }, /^--delimiter does not go with --format json: JSON itself says/],
  [{ quote: '"' }, /^--quote does not go with --format json: JSON itself says/],
  [{ escape: '\\' }, /^--escape does not go with --format json: JSON itself says/],
  [{ trim: true }, /^--trim does not go with --format json: blanks around its values never count/],
  [{ trailingDelimiter: true }, /^--trailing-delimiter does not go with --format json: JSON itself says/],
  [{ comment: '#' }, /^--comment does not go with --format json: JSON has no comments$/],
  [{ extraColumns: 'drop' }, /^--extra-columns does not go with --format json: a record may have any names/],
  [{ key: 'a..b' }, /^--key 'a\.\.b' has an empty name, expected names with dots between them/],
  [{ key: 'a\\b' }, /^--key 'a\\b' has a backslash before other text/],
  [
    { key: 'a||b' },
    /^--key 'a\|\|b' has an empty alternative, expected names with '\|' between them, or '\\\|' for a bar/,
  ],
  [{ key: '|a' }, /^--key '\|a' has an empty alternative/],
  [{ key: 'a|b|a' }, /^--key 'a\|b\|a' has 'a' twice, expected each alternative once$/],
  [{ key: 'a|a.b' }, /^--key 'a\|a\.b' has 'a\.b' behind 'a', in which it lies: give the inner name first$/],
  [{ orderBy: 'a|:int' }, /^--order-by 'a\|' has an empty alternative/],
  [{ deleteWhen: ['a||op=d'] }, /^--delete-when 'a\|\|op' has an empty alternative/],
  [{ key: 'a|c,b|c' }, /^--key has 'c' both in 'a\|c' and in 'b\|c', expected it in one of them$/],
  [{ orderBy: 'a|c,b|c:text' }, /^--order-by has 'c' both in 'a\|c' and in 'b\|c', expected it in one of them$/],
  [{ key: 'at.x|at.y', orderBy: 'at|b' }, /^--key names 'at\.x\|at\.y', which lies within 'at' of --order-by: /],
  [
    { key: names(4000, 'c').join('|') },
    /^--key, --order-by and --delete-when have 4001 names, at most 4000 are possible$/,
  ],
  [{ orderBy: '.a:int' }, /^--order-by '\.a' has an empty name/],
  [{ orderBy: 'a\\b:int' }, /^--order-by 'a\\b' has a backslash before other text/],
  [{ orderBy: 'a:b' }, /^--order-by 'a:b' asks for type 'b', expected int, /],
  [{ key: 'a,a' }, /^--key names 'a' twice$/],
  [{ orderBy: 'a:int,a:text' }, /^--order-by names 'a' twice$/],
  [{ key: 'user,user.id' }, /^--key names 'user\.id', which lies within 'user' of --key: an object with names/],
  [{ key: 'at', orderBy: 'at.ms' }, /^--order-by names 'at\.ms', which lies within 'at' of --key: /],
  [{ key: 'at.x.y', orderBy: 'at:text' }, /^--key names 'at\.x\.y', which lies within 'at' of --order-by: /],
  [
    { key: Array.from({ length: 40 }, (_, i) => names(100, `c${i}-`).join('|')).join(',') },
    /^--key, --order-by and --delete-when have 4001 names, at most 4000 are possible$/,
  ],
  [{ timeZone: 'UTC' }, /^--time-zone needs a timestamp in --order-by/],
])('refuses %.80j', (options, message) => {
  expect(() => json(options)).toThrow(refusal(message));
});

it.each([
  [{ header: true }, /^--header does not go with --format json: each record names its values; --skip-lines leaves out/],
  [{ headerNames: 'ignore' }, /^--header-names does not go with --format json: each record names its values$/],
])('refuses %j', (options, message) => {
  const given = { ...defaultsOf(RUN_OPTIONS), output: 'out', format: 'json', ...options };
  expect(() => resolveRun(['in'], given)).toThrow(refusal(message));
});
