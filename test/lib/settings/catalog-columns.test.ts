import { Failure } from '../../../job/shared/failure';
import { readSettings } from '../../../lib/settings/read';

it('columns of catalogTable with names that Glue does not take are refused', () => {
  const read = (name: string) =>
    readSettings({ catalogTable: 'films.latest', columns: `${name},b`, key: 'b', orderBy: 'b' }, {});
  expect(read('x'.repeat(255)).catalogTable?.columns).toHaveLength(2);
  expect(() => read('x'.repeat(256))).toThrow(
    new Failure(64, 'catalogTable needs shorter names of columns: Glue takes 255 characters, and one has 256'),
  );
});
