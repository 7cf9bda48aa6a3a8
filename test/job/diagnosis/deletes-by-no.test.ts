import { deletesByNo } from '../../../job/diagnosis/deletes-by-no';

const COLUMNS = ['id', 'gone'];
const ANY = { column: 1, value: '', isOther: true };

test.each(['0', 'false', 'F', 'No'])('a delete for the value %s is told', (no) => {
  expect(deletesByNo([ANY], COLUMNS, [new Set(['', 'x', no])])).toBe(
    `'${no}' in 'gone' makes a delete, since --delete-when 'gone!=' means any value; if 'gone' says yes or no, give the ` +
      'value for yes, like gone=true',
  );
});

test('the condition is told as it was given', () => {
  expect(deletesByNo([{ ...ANY, value: 'I' }], COLUMNS, [new Set(['I', 'no'])])).toBe(
    "'no' in 'gone' makes a delete, since --delete-when 'gone!=I' means any other value; if 'gone' says yes or no, give " +
      'the value for yes, like gone=true',
  );
});

test.each([
  ['times and no values', ANY, ['', 'NULL', '2026-03-01T00:00:00Z']],
  ['the value that the condition leaves out', { ...ANY, value: 'false' }, ['false', 'true']],
  ['a condition of one value', { ...ANY, value: '0', isOther: false }, ['0', '1']],
])('nothing is told of %s', (_, condition, seen) => {
  expect(deletesByNo([condition], COLUMNS, [new Set(seen)])).toBeNull();
});
