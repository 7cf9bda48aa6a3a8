import { unmetDeletes } from '../../../job/diagnosis/unmet-deletes';

const COLUMNS = ['op', 'id', 'gone'];
const when = (column: number, value: string) => ({ column, value });

test.each([
  ['another case', 'D', ['I', 'd'], 'd'],
  ['blanks', 'D', ['I ', 'D '], 'D '],
  ['another word', 'D', ['INSERT', 'DELETE'], 'DELETE'],
  ['another word for true', 'true', ['0', '1'], '1'],
])('a condition that records miss by %s is told', (_, value, values, like) => {
  expect(unmetDeletes([when(0, value)], COLUMNS, [new Set(values)])).toBe(
    `no key is deleted: --delete-when asks for '${value}' in 'op', and records have '${like}'; values compare byte by byte`,
  );
});

test('a condition on a column without any value is told', () => {
  expect(unmetDeletes([when(2, 'true')], COLUMNS, [new Set([''])])).toBe(
    "no key is deleted: no record that was looked at has a value in 'gone' of --delete-when",
  );
});

test.each([
  ['records that meet it', [when(0, 'D')], [['I', 'D', 'd']]],
  ['records without deletes', [when(0, 'D')], [['I', 'U']]],
  ['records that meet another condition', [when(0, 'D'), when(0, 'd')], [['d'], ['d']]],
  ['no records at all', [when(0, 'D')], [[]]],
  ['an empty value', [when(2, '')], [['x']]],
])('nothing is told with %s', (_, conditions, seen) => {
  expect(
    unmetDeletes(
      conditions,
      COLUMNS,
      seen.map((values) => new Set(values)),
    ),
  ).toBeNull();
});
