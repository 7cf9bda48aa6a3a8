import { pathsIn } from '../../../../job/format/json/paths-in';

it.each<[string, readonly string[]]>([
  ['{}', []],
  ['{"a":1,"b":{"c":null,"d":{"e":"x"},"f":{}},"g":[{"h":1},[2]],"i":true}', ['a', 'b.c', 'b.d.e', 'g', 'i']],
  ['{"a.b":{"c\\\\":1},"a.b":{"d":2}}', ['a\\.b.c\\\\', 'a\\.b.d']],
  ['{"a":1,"a":2}', ['a']],
  ['{"\\u00e4":1,"\xc3\xb6":2}', ['ä', 'ö']],
  ['{"a":1,"b":{"c":2,x', ['a', 'b.c']],
  ['[{"a":1}]', []],
])('finds the paths in %s', (line, paths) => {
  expect(pathsIn(line)).toEqual(paths);
});
