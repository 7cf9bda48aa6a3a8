import type { Context } from '../../../lib/settings/read';
import { defects, read } from './defects';

describe('the columns of catalogTable', () => {
  const columns = (context: Context) => read({ ...context, catalogTable: 'films.latest' }).catalogTable?.columns;
  const types = (context: Context) => columns(context)?.map(({ name, type }) => `${name} ${type}`);

  it('have the names of the columns, and only those that are ordered by whole numbers are numbers', () => {
    expect(types({})).toEqual(['movie string', 'user string', 'rating string', 'timestamp bigint']);
    const orderBy = 'a:decimal,b:timestamp,c:text,d:rank(I<U),e:int:least';
    expect(types({ columns: 'K,a,b,c,d,e', key: 'K', orderBy })).toEqual([
      ...['k string', 'a string', 'b string', 'c string', 'd string', 'e bigint'],
    ]);
  });

  it('are all text where engines could not read numbers', () => {
    for (const more of [{ format: 'csv' }, { trim: true }]) {
      expect(types({ columns: 'a,b', key: 'a', orderBy: 'b', ...more })).toEqual(['a string', 'b string']);
    }
  });

  it('of JSON Lines are the values of the key and the order, within their objects', () => {
    const context = { format: 'json', key: 'user.Id,user.name.first,op-code', orderBy: 'ts' };
    expect(columns(context)).toEqual([
      { name: 'op_code', type: 'string', jsonName: 'op-code', shape: 'string' },
      {
        name: 'user',
        type: 'struct<id:string,name:struct<first:string>>',
        jsonName: 'user',
        shape: new Map<string, unknown>([
          ['Id', 'string'],
          ['name', new Map([['first', 'string']])],
        ]),
      },
      { name: 'ts', type: 'bigint', jsonName: 'ts', shape: 'bigint' },
    ]);
  });

  it('of JSON Lines have all alternatives, of which the first one alone always has the type of the order', () => {
    const context = { format: 'json', key: 'after.id|before.id,ts', orderBy: 'after.ts|ts:int,seq' };
    expect(types(context)).toEqual([
      ...['after struct<id:string,ts:bigint>', 'before struct<id:string>', 'ts string', 'seq bigint'],
    ]);
    const names = { format: 'json', key: 'id.value|id', orderBy: 'ts', catalogTable: 'films.latest' };
    expect(defects(names)).toEqual(["catalogTable cannot hold 'id' beside names within it"]);
  });

  it.each([
    [{ header: true }, 'needs columns: only the headers of the files name them, which no table can look up'],
    [{ delimiter: '::' }, 'needs a delimiter of one ASCII character: the SerDes of delimited text take no other'],
    [{ delimiter: '\\xff' }, 'needs a delimiter of one ASCII character: the SerDes of delimited text take no other'],
    [{ quote: '\\xff' }, 'needs quote and escape to be ASCII characters: the SerDe of quoted text takes no others'],
    [{ escape: '\\' }, 'needs quote where escape is set: the SerDes end a record at a newline behind an escape too'],
    [
      { columns: 'a b,A.b,c', key: 'a b', orderBy: 'c' },
      "needs other columns: 'a b' and 'A.b' both become 'a_b' in a table",
    ],
    [{ format: 'json', key: 'a-b', orderBy: 'A_B' }, "cannot tell 'A_B' from another name"],
    [{ format: 'json', key: 'a-b.c', orderBy: 'A_B.d' }, "cannot tell 'A_B' from another name"],
    [
      { format: 'json', key: 'a.b-c', orderBy: 'd' },
      "cannot hold 'a.b-c': within an object a name has only letters, digits and _",
    ],
    [{ format: 'json', key: 'a,a.b', orderBy: 'd', missingColumns: 'empty' }, "cannot hold 'a.b' beside 'a'"],
    [
      { format: 'json', key: 'a.b', orderBy: 'a', emptyOrder: 'oldest', missingColumns: 'empty' },
      "cannot hold 'a' beside names within it",
    ],
  ])('are refused with settings %j', (context, why) => {
    expect(defects({ ...context, catalogTable: 'films.latest' })).toEqual([`catalogTable ${why}`]);
  });

  it('are not looked at where the settings of the job are wrong', () => {
    expect(defects({ catalogTable: 'films.latest', key: 'film', delimiter: '::' })).toHaveLength(1);
  });

  it('are not in a database that accounts have already', () => {
    expect(defects({ catalogTable: 'default.latest' })).toEqual([
      "catalogTable names database 'default', which an account may have already; name one that the deployment makes",
    ]);
  });
});
