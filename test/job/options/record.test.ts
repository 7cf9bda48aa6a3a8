import { resolveRecord, specOf } from '../../../job/options/record';
import { type RecordOptions, recordOptions, resolveSpec } from '../../support/record-options';

const refusal = (message: string) => expect.objectContaining({ exitCode: 64, message });
const NAMED = { key: 'id', orderBy: 'ts:timestamp' };

it('has the columns of ratings by default', () => {
  expect(resolveSpec()).toMatchObject({
    columns: ['movie', 'user', 'rating', 'timestamp'],
    keyColumns: [0, 1],
    orderBy: [{ column: 3, type: 'int', isLeast: false, ranks: [] }],
    delimiter: '^',
    quote: null,
    escape: null,
  });
});

it.each<[Partial<RecordOptions>, string, string | null, string | null]>([
  [{ format: 'csv' }, ',', '"', '"'],
  [{ format: 'tsv' }, '\t', null, null],
  [{ format: 'csv', delimiter: ';' }, ';', '"', '"'],
  [{ format: 'csv', quote: "'" }, ',', "'", "'"],
  [{ format: 'tsv', quote: '"', escape: '\\' }, '\t', '"', '\\'],
  [{ delimiter: '::' }, '::', null, null],
  [{ format: 'tsv', escape: '\\' }, '\t', null, '\\'],
])('makes a dialect of %j', (options, delimiter, quote, escaping) => {
  expect(resolveSpec(options)).toMatchObject({ delimiter, quote, escape: escaping });
});

it('hands the other options over as they are', () => {
  const options = {
    trim: true,
    comment: '#\\t',
    skipLines: '3',
    lineEnd: 'cr',
    trailingDelimiter: true,
    missingColumns: 'empty',
    emptyOrder: 'oldest',
    timeZone: '+02:00',
    orderBy: 'timestamp:timestamp,rating:decimal:least',
  };
  expect(resolveSpec(options)).toMatchObject({
    isTrimmed: true,
    hasTrailingDelimiter: true,
    emptyOrder: 'oldest',
    timeZone: '+02:00',
    orderBy: [
      { column: 3, type: 'timestamp', isLeast: false },
      { column: 2, type: 'decimal', isLeast: true },
    ],
    reading: {
      comment: '#\t',
      skipLines: 3,
      lineEnd: 'cr',
      missingColumns: 'empty',
      extraColumns: 'refuse',
    },
  });
});

it('says that delimited text has no alternatives, where a bar divides names of columns', () => {
  const named = resolveRecord(recordOptions({ key: 'id|no', orderBy: 'ts|day' }), true);
  expect(() => specOf(named, ['id|no', 'day'], 'in/a')).toThrow(
    refusal(
      "--order-by names 'ts|day', which the header of 'in/a' does not; alternatives with '|' need --format json; " +
        'it names id|no, day: give --order-by of these, or name the inputs without files of other tables',
    ),
  );
  expect(() => resolveSpec({ columns: 'id,ts,op', key: 'id', orderBy: 'ts', deleteWhen: ['op|kind=d'] })).toThrow(
    refusal(
      "--delete-when names 'op|kind', which is not a column; alternatives with '|' need --format json; " +
        'the columns are id, ts, op: give others with --columns',
    ),
  );
  expect(resolveSpec({ columns: 'a|b,ts', key: 'a|b', orderBy: 'ts' })).toMatchObject({ keyColumns: [0] });
});

it('waits for the names of a header where none are given', () => {
  const record = resolveRecord(recordOptions(NAMED), true);
  expect(record.columns).toBeNull();
  expect(specOf(record, ['ts', 'x', 'id'], 'in/a')).toMatchObject({
    columns: ['ts', 'x', 'id'],
    keyColumns: [2],
    orderBy: [{ column: 0, type: 'timestamp' }],
  });
  expect(resolveRecord(recordOptions({ ...NAMED, columns: 'id,ts' }), true).columns).toEqual(['id', 'ts']);
});

it('names the columns of a header that lacks one of the key or of the order', () => {
  const record = resolveRecord(recordOptions(NAMED), true);
  expect(() => specOf(record, ['Id', 'ts', 'a\nb'], 'in/a')).toThrow(
    refusal(
      "--key names 'id', which the header of 'in/a' does not; it names Id, ts, a\\x0ab: give --key of these, or name the inputs without files of other tables",
    ),
  );
  expect(() => specOf(record, ['id', 'day'], 'in/a')).toThrow(
    refusal(
      "--order-by names 'ts', which the header of 'in/a' does not; it names id, day: give --order-by of these, or name the inputs without files of other tables",
    ),
  );
  const many = Array.from({ length: 50 }, (_, i) => `c${i}`);
  expect(() => specOf(record, many, 'in/a')).toThrow(
    /, c39 and 10 more: give --key of these, or name the inputs without files of other tables$/,
  );
});

it('names the delimiter that is in a header of one column', () => {
  const record = resolveRecord(recordOptions(NAMED), true);
  expect(() => specOf(record, ['id\tts'], 'in/a')).toThrow(
    refusal(
      "the columns of 'in/a' have '\\t' between them: give --delimiter '\\t'; --key names 'id', which the header of 'in/a' does not",
    ),
  );
});

it('refuses a header of too many columns', () => {
  const record = resolveRecord(recordOptions(NAMED), true);
  const columns = Array.from({ length: 4001 }, (_, i) => `c${i}`);
  expect(() => specOf(record, columns, 'in/a')).toThrow(
    refusal("the header of 'in/a' names 4001 columns, at most 4000 are possible"),
  );
});

it.each<[Partial<RecordOptions>, string]>([
  [{ escape: '"' }, "--escape is a double quote, which has a meaning within quotes: give --quote '\"' too"],
  [{ escape: '\\', delimiter: '\\x5c|' }, '--escape is a byte of --delimiter, expected another one'],
  [{ escape: '#', comment: '##' }, '--comment begins with --escape, as records may, expected other text'],
  [
    { escape: '\\', trim: true },
    '--trim needs --quote where --escape is given: a blank behind an escape is a part of the value',
  ],
  [{ escape: 'n' }, "--escape is 'n', which has a meaning behind an escape, expected another byte"],
  [{ delimiter: '"', quote: '"' }, '--quote is a byte of --delimiter, expected another one'],
  [{ delimiter: '|"|', format: 'csv' }, '--quote is a byte of --delimiter, expected another one'],
  [{ delimiter: '\\', quote: '"', escape: '\\' }, '--escape is a byte of --delimiter, expected another one'],
  [{ comment: '"#', format: 'csv' }, '--comment begins with --quote, as records may, expected other text'],
  [{ quote: '\\t', trim: true }, '--quote is a blank, which --trim takes away, expected another byte'],
  [
    { timeZone: 'Mars/Olympus', orderBy: 'timestamp:timestamp' },
    "--time-zone 'Mars/Olympus' is not known: give UTC, an offset such as +02:00, or a name such as Europe/Berlin",
  ],
  [{ timeZone: 'UTC' }, '--time-zone needs a timestamp in --order-by, as in ts:timestamp'],
  [
    { extraColumns: 'drop' },
    '--extra-columns drop needs --header and --header-names match: a header tells which columns are extra',
  ],
  [{ skipLines: '-1' }, "--skip-lines '-1' is not a whole number from 0 to 1000000"],
  [
    { comment: '#'.repeat(65) },
    `--comment '${'#'.repeat(65)}' is 65 bytes, expected 1 to 64 (\\t and \\xHH are understood)`,
  ],
])('refuses %j', (options, message) => {
  expect(() => resolveRecord(recordOptions(options), false)).toThrow(refusal(message));
});

it('checks the types of the order before a header is known', () => {
  expect(() => resolveRecord(recordOptions({ ...NAMED, orderBy: 'ts:date' }), true)).toThrow(/asks for type 'date'/);
});
