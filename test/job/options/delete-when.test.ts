import { deleteWhenText, parseDeleteWhen } from '../../../job/options/delete-when';
import { resolveSpec } from '../../support/record-options';

const PLAIN = { columns: 'op,k,t', key: 'k', orderBy: 't', delimiter: ',' };

it('conditions are sorted, each once, so that their order makes no difference', () => {
  const one = resolveSpec({ ...PLAIN, deleteWhen: ['op=D', 'k=x', 'op=', 'op=D', ' op=D', ' op=a=b'] });
  expect(one.deleteWhen).toEqual([
    { column: 1, value: 'x', isOther: false },
    { column: 0, value: '', isOther: false },
    { column: 0, value: 'D', isOther: false },
    { column: 0, value: 'a=b', isOther: false },
  ]);
  expect(resolveSpec({ ...PLAIN, deleteWhen: ['op=a=b', 'op=', 'k=x', 'op=D'] }).deleteWhen).toEqual(one.deleteWhen);
});

it('with != other values than the one that is named make a delete', () => {
  const { deleteWhen } = resolveSpec({ ...PLAIN, deleteWhen: ['op=D', 'op != D', 't!=', 'op!=', 'op!=!', 't !=!='] });
  expect(deleteWhen).toEqual([
    { column: 0, value: 'D', isOther: false },
    { column: 0, value: '', isOther: true },
    { column: 0, value: ' D', isOther: true },
    { column: 0, value: '!', isOther: true },
    { column: 2, value: '', isOther: true },
    { column: 2, value: '!=', isOther: true },
  ]);
});

it('a mark at the end of a name is kept from that of the condition by a blank', () => {
  const texts = ['now! =x', 'now!!=x', 'now!=x', 'a!b=x'];
  const { deleteWhen } = resolveSpec({ ...PLAIN, columns: 'k,t,now,now!,a!b', deleteWhen: texts });
  expect(deleteWhen).toEqual([
    { column: 4, value: 'x', isOther: false },
    { column: 2, value: 'x', isOther: true },
    { column: 3, value: 'x', isOther: false },
    { column: 3, value: 'x', isOther: true },
  ]);
  const conditions = parseDeleteWhen('--delete-when', texts);
  const written = conditions.map(deleteWhenText);
  expect(written).toEqual(['a!b=x', 'now!=x', 'now! =x', 'now!!=x']);
  expect(parseDeleteWhen('--delete-when', written)).toEqual(conditions);
});

it('a value has one character for each byte of its UTF-8', () => {
  expect(resolveSpec({ ...PLAIN, deleteWhen: ['op=é'] }).deleteWhen).toEqual([
    { column: 0, value: '\xc3\xa9', isOther: false },
  ]);
});

it('names of deletes in JSON Lines follow those of the key and of the order', () => {
  const options = { format: 'json', key: 'id', orderBy: 'ts', deleteWhen: ['after=null', 'after.deleted=true'] };
  const { columns, deleteWhen } = resolveSpec(options);
  expect(columns).toEqual(['id', 'ts', 'after', 'after.deleted']);
  expect(deleteWhen).toEqual([
    { column: 2, value: 'null', isOther: false },
    { column: 3, value: 'true', isOther: false },
  ]);
});

const JSON_LINES = { format: 'json', key: 'a.id', orderBy: 'ts' };

it.each([
  [{ deleteWhen: ['op'] }, "--delete-when 'op' has no '=': give <column>=<value>, like op=D, or <column>!=<value>"],
  [{ deleteWhen: ['!=D'] }, "--delete-when '!=D' has no column before '!=': give <column>=<value>, like op=D"],
  [
    { deleteWhen: ['op!=a,b'] },
    "--delete-when 'op!=a,b' names a value that no record has: a value without --quote holds no --delimiter",
  ],
  [{ deleteWhen: ['=D'] }, "--delete-when '=D' has no column before '=': give <column>=<value>, like op=D"],
  [
    { deleteWhen: ['Op=D'] },
    "--delete-when names 'Op', which is not a column; the columns are op, k, t: give others with --columns",
  ],
  [
    { deleteWhen: ['op=a,b'] },
    "--delete-when 'op=a,b' is met by no record: a value without --quote holds no --delimiter",
  ],
  [
    { deleteWhen: ['op=a\nb'] },
    "--delete-when 'op=a\nb' is met by no record: a value without --quote holds no newline",
  ],
  [
    { deleteWhen: ['op=D '], trim: true },
    "--delete-when 'op=D ' is met by no record: --trim takes the blanks around values away",
  ],
  [
    { deleteWhen: Array.from({ length: 257 }, (_, i) => `op=${i}`) },
    '--delete-when is given 257 times, at most 256 are possible',
  ],
  [{ forgetDeletedBefore: '5' }, '--forget-deleted-before needs --delete-when: without it no record is a delete'],
])('refuses %j', (options, message) => {
  expect(() => resolveSpec({ ...PLAIN, ...options })).toThrow(expect.objectContaining({ exitCode: 64, message }));
});

it.each([
  ['op..x=d', /^--delete-when 'op\.\.x' has an empty name/],
  ['a=null', /^--key names 'a\.id', which lies within 'a' of --delete-when: /],
  ['ts.x=1', /^--delete-when names 'ts\.x', which lies within 'ts' of --order-by: /],
])('refuses the name of %s in JSON Lines', (deleteWhen, message) => {
  expect(() => resolveSpec({ ...JSON_LINES, deleteWhen: [deleteWhen] })).toThrow(message);
});

it('a value with the delimiter or blanks is possible within quotes', () => {
  const quoted = { ...PLAIN, quote: '"', trim: true, deleteWhen: ['op=a,b ', 'op=\n'] };
  expect(resolveSpec(quoted).deleteWhen).toHaveLength(2);
});
