import { unmetDeletes } from '../../../job/diagnosis/unmet-deletes';

const SPEC = { columns: ['op', 'id', 'gone'], format: 'delimited' } as const;
const when = (column: number, value: string) => ({ column, value, isOther: false });
const others = (column: number, value: string) => ({ ...when(column, value), isOther: true });

test.each([
  ['another case', 'D', ['I', 'd'], 'd'],
  ['blanks', 'D', ['I ', 'D '], 'D '],
  ['another word', 'D', ['INSERT', 'DELETE'], 'DELETE'],
  ['another word for true', 'true', ['0', '1'], '1'],
])('a condition that records miss by %s is told', (_, value, values, like) => {
  expect(unmetDeletes([when(0, value)], SPEC, [new Set(values)])).toBe(
    `no key is deleted: --delete-when asks for '${value}' in 'op', and records have '${like}'; values compare byte by byte`,
  );
});

test('a condition on a column without any value is told', () => {
  expect(unmetDeletes([when(2, 'true')], SPEC, [new Set([''])])).toBe(
    "no key is deleted: no record that was looked at has a value in 'gone' of --delete-when",
  );
});

test('a name of JSON without any value is told', () => {
  const seen = [new Set([''])];
  expect(unmetDeletes([others(2, '')], { ...SPEC, format: 'json' }, seen)).toBe(
    "no key is deleted: no record that was looked at has a value in 'gone' of --delete-when",
  );
  expect(unmetDeletes([others(2, '')], SPEC, seen)).toBeNull();
});

test.each([
  ['records that meet it', [when(0, 'D')], [['I', 'D', 'd']]],
  ['records without deletes', [when(0, 'D')], [['I', 'U']]],
  ['records that meet another condition', [when(0, 'D'), when(0, 'd')], [['d'], ['d']]],
  ['no records at all', [when(0, 'D')], [[]]],
  ['an empty value', [when(2, '')], [['x']]],
  ['other values that meet it', [when(0, 'D'), others(2, '')], [['d'], ['', '2026-01-01']]],
  ['other values of which there is none', [others(2, ''), others(0, 'I')], [['', 'NULL', '\\N', '0000-00-00'], ['I']]],
])('nothing is told with %s', (_, conditions, seen) => {
  expect(
    unmetDeletes(
      conditions,
      SPEC,
      seen.map((values) => new Set(values)),
    ),
  ).toBeNull();
});
