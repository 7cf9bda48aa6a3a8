import {
  alternativesOf,
  columnFault,
  isWithin,
  namesOfPath,
  pathInTwo,
  pathOf,
  pathsOfColumn,
  withBarsInNames,
} from '../../../job/shared/json-path';

it.each([
  ['id', ['id']],
  ['user.id', ['user', 'id']],
  ['a\\.b', ['a.b']],
  ['a\\\\.b', ['a\\', 'b']],
  ['a\\\\\\.b.c', ['a\\.b', 'c']],
  ['größe.a:b', ['größe', 'a:b']],
  [' ', [' ']],
  ['a\\|b.c', ['a|b', 'c']],
])('reads the path %j, and writes it alike', (path, names) => {
  expect(columnFault(path)).toBeNull();
  expect(namesOfPath(path)).toEqual(names);
  expect(pathOf(names)).toBe(path);
});

it.each([
  ['', /^has an empty name, expected names with dots between them/],
  ['.a', /^has an empty name/],
  ['a.', /^has an empty name/],
  ['a..b', /^has an empty name/],
  ['a\\b', /^has a backslash before other text, expected '\\\.' for a dot in a name/],
  ['a\\', /^has a backslash/],
  ['a\\|b\\', /^has a backslash/],
  ['a||b', /^has an empty alternative, expected names with '\|' between them, or '\\\|' for a bar in a name$/],
  ['|a', /^has an empty alternative/],
  ['a|', /^has an empty alternative/],
  ['a|b..c', /^has an empty name/],
  ['a|b|a', /^has 'a' twice, expected each alternative once$/],
  ['a|b|a.c', /^has 'a\.c' behind 'a', in which it lies: give the inner name first$/],
  [Array.from({ length: 4001 }, (_, i) => i).join('|'), /^has 4001 alternatives, at most 4000 are possible$/],
  [Array(1025).fill('a').join('.'), /^has 1025 names, at most 1024 are possible$/],
])('refuses the path %.10j', (path, fault) => {
  expect(columnFault(path)).toMatch(fault);
});

it.each([
  [
    'after.id|before.id',
    [
      ['after', 'id'],
      ['before', 'id'],
    ],
  ],
  ['a\\|b|c', [['a|b'], ['c']]],
  ['a\\\\|b', [['a\\'], ['b']]],
  ['a.b|a', [['a', 'b'], ['a']]],
  ['id', [['id']]],
])('reads the alternatives of %j', (column, paths) => {
  expect(columnFault(column)).toBeNull();
  expect(pathsOfColumn(column)).toEqual(paths);
  expect(alternativesOf(column).join('|')).toBe(column);
});

it('finds a path that two columns share', () => {
  expect(pathInTwo(['a|b', 'c|d.b', 'e'])).toBeUndefined();
  expect(pathInTwo(['a|b', 'c|b', 'e'])).toBe('b');
});

it.each([
  ['a|b', 'a\\|b'],
  ['a\\.b|', 'a\\.b\\|'],
  ['a\\\\|b', 'a\\\\\\|b'],
  ['a\\|b', 'a\\|b'],
])('takes the bars of %j for characters of its name', (column, path) => {
  expect(withBarsInNames(column)).toBe(path);
});

it('judges a path of many millions of bytes', () => {
  expect(columnFault('\\.'.repeat(10_000_000))).toBeNull();
});

it.each([
  ['user.id', 'user', true],
  ['user.id.x', 'user', true],
  ['user', 'user', false],
  ['users.id', 'user', false],
  ['user\\.id', 'user', false],
  ['a\\\\.b', 'a\\\\', true],
])('says whether %j lies within %j', (inner, outer, is) => {
  expect(isWithin(inner, outer)).toBe(is);
});
