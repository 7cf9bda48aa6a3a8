import { isWithin, namesOfPath, pathFault, pathOf } from '../../../job/shared/json-path';

it.each([
  ['id', ['id']],
  ['user.id', ['user', 'id']],
  ['a\\.b', ['a.b']],
  ['a\\\\.b', ['a\\', 'b']],
  ['a\\\\\\.b.c', ['a\\.b', 'c']],
  ['größe.a:b', ['größe', 'a:b']],
  [' ', [' ']],
])('reads the path %j, and writes it alike', (path, names) => {
  expect(pathFault(path)).toBeNull();
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
  [Array(1025).fill('a').join('.'), /^has 1025 names, at most 1024 are possible$/],
])('refuses the path %.10j', (path, fault) => {
  expect(pathFault(path)).toMatch(fault);
});

it('judges a path of many millions of bytes', () => {
  expect(pathFault('\\.'.repeat(10_000_000))).toBeNull();
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
