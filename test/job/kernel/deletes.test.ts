import { formatOf } from '../../../job/format/formats';
import type { Spec } from '../../../job/options/spec';
import { keepLatestOf } from '../../support/in-process';
import { Random } from '../../support/random';
import { type RecordOptions, resolveSpec } from '../../support/record-options';

const MiB = 1024 * 1024;
const VALUES = ['D', 'delete', 'a long value of a delete', ''];
const FIELDS = [
  'D',
  'd',
  'DD',
  'xD',
  'Dx',
  'delete',
  'deleted',
  'undelete',
  '',
  'a long value of a delete',
  'I',
  'U',
  '1',
];
const QUOTED = ['"D"', '"delete"', '""', '"a ""D"""', '"D,D"', '"D\n"', '"x"', '"D""D"', '"a long value of a delete"'];
const BLANK = [' D', 'D ', '\tD\t', ' delete ', '  ', ' "D" ', '" D"'];

const PLAIN = { columns: 'op,k,t,last', key: 'k', orderBy: 't:int', delimiter: ',' };
const DIALECTS: readonly (readonly [string, Partial<RecordOptions>, readonly string[]])[] = [
  ['plain text', PLAIN, FIELDS],
  ['quotes', { ...PLAIN, quote: '"' }, [...FIELDS, ...QUOTED]],
  [
    'quotes with another escape',
    { ...PLAIN, quote: '"', escape: '\\' },
    [...FIELDS, '"\\D"', '"de\\lete"', '"x\\""', '""'],
  ],
  ['escapes', { ...PLAIN, escape: '\\' }, [...FIELDS, '\\D', 'de\\lete', 'D\\,', '\\\nD', '\\\\D', '\\N']],
  ['blanks', { ...PLAIN, trim: true }, [...FIELDS, ' D', 'D ', '\tD\t', ' delete ', '  ']],
  ['quotes and blanks', { ...PLAIN, quote: '"', trim: true }, [...FIELDS, ...QUOTED, ...BLANK]],
  ['a long delimiter', { ...PLAIN, delimiter: '::' }, [...FIELDS, ':', 'D:', ':D']],
  ['a short order', { ...PLAIN, orderBy: 't:text' }, FIELDS],
  ['an order of several columns', { ...PLAIN, orderBy: 't:decimal,op:text' }, FIELDS],
];

/** Lines of different keys, whose values to look at stand in the first and in the last column. */
function randomLines(random: Random, delimiter: string, fields: readonly string[]): string[] {
  const field = () => random.pick(fields);
  return Array.from({ length: 300 }, (_, i) => {
    // a delimiter of one colon more would be read at another place
    const last = delimiter === '::' ? field().replace(/^:/, '') : field();
    return [field(), `k${i}${'x'.repeat(random.int(0, 40))}`, String(i % 7), last].join(delimiter);
  });
}

/** Gives the value of a column in each line, without quotes. */
function valuesOf(spec: Spec, column: number): (line: string) => string {
  const format = formatOf(spec);
  return (line) => format.fieldsOf(line)[column] as string;
}

describe.each(DIALECTS)('with %s', (_, options, fields) => {
  it.each([1, 2])('a record is a delete where a column has the value (seed %i)', async (seed) => {
    const random = new Random(seed);
    for (const value of VALUES) {
      for (const column of ['op', 'last']) {
        const spec = resolveSpec({ ...options, deleteWhen: [`${column}=${value}`] });
        const lines = randomLines(random, spec.delimiter, fields);
        const valueIn = valuesOf(spec, column === 'op' ? 0 : 3);
        const expected = lines.filter((line) => valueIn(line) === value);
        const answer = await keepLatestOf([Buffer.from(`${lines.join('\n')}\n`)], { dialect: spec, parts: 3 });
        const alive = lines.filter((line) => !expected.includes(line));
        expect(sorted(answer.deleted)).toEqual(sortedLines(expected));
        expect(sorted(answer.records)).toEqual(sortedLines(alive));
        expect(answer.counts).toMatchObject({ kept: alive.length, deleted: expected.length, superseded: 0 });
        expect(expected.length).toBeGreaterThan(5);
      }
    }
  });
});

/** Texts that are no value, and texts that are near to these. */
const NO_VALUES = [
  ...['', 'NULL', 'null', '\\N', 'NaN', 'none', 'NA', '#N/A', '<null>', '(null)', '0000-00-00', '0000-00-00 00:00:00'],
];
const NEAR_VALUES = ['0', 'false', 'N', 'nulls', 'xNULL', 'NULL-', '0000-00-01', '2026-01-01', '\\NN', '<nullx>', '-'];
const DOUBTFUL = ['""', '"NULL"', '"0"', '"a value that is longer than a word"'];

describe.each(DIALECTS)('with %s', (_, options, fields) => {
  it.each([3, 4])('a record is a delete where a column has another value (seed %i)', async (seed) => {
    const random = new Random(seed);
    const all = [...fields, ...NO_VALUES, ...NO_VALUES, ...NEAR_VALUES, ...DOUBTFUL];
    for (const value of [...VALUES, 'NULL', '0']) {
      for (const column of ['op', 'last']) {
        const spec = resolveSpec({ ...options, deleteWhen: [`${column}!=${value}`] });
        const lines = randomLines(random, spec.delimiter, all);
        const valueIn = valuesOf(spec, column === 'op' ? 0 : 3);
        const isDelete = (line: string) => {
          const found = valueIn(line);
          // words for no value may have double quotes around them
          const bare = found.replace(/^"(.*)"$/, '$1');
          return found !== value && !NO_VALUES.includes(found) && !['', 'NULL'].includes(bare);
        };
        const deleted = lines.filter(isDelete);
        const answer = await keepLatestOf([Buffer.from(`${lines.join('\n')}\n`)], { dialect: spec, parts: 3 });
        expect(sorted(answer.deleted)).toEqual(sortedLines(deleted));
        expect(sorted(answer.records)).toEqual(sortedLines(lines.filter((line) => !isDelete(line))));
        expect(answer.counts).toMatchObject({ deleted: deleted.length, superseded: 0, rejected: 0 });
      }
    }
  });
});

/** Values to look for that end before, at and behind the end of a word, with a delimiter and without. */
const LENGTHS = [0, 1, 6, 7, 8, 9, 17];
const WIDE_COLUMNS = 'a,k,l,t,b,c,z';

describe.each([
  ['together', 'k,l'],
  ['apart', 'k,b'],
  ['alone, and the first column', 'a'],
  ['alone, and the last column', 'z'],
])('with the columns of the key %s', (_, key) => {
  it.each(LENGTHS)('a value of %i bytes is found in each column', async (length) => {
    const random = new Random(length + 1);
    const value = 'abcdefghijklmnopq'.slice(0, length);
    const names = WIDE_COLUMNS.split(',').filter((name) => name !== 't');
    for (const [number, name] of names.entries()) {
      const spec = resolveSpec({ ...PLAIN, columns: WIDE_COLUMNS, key, deleteWhen: [`${name}=${value}`] });
      const field = () => random.pick([value, value, `${value}x`, `x${value}`, value.slice(1), 'other']);
      const filler = () => 'f'.repeat(random.pick([0, 3, 40, 700]));
      const lines = Array.from({ length: 60 }, (_, i) => {
        // another key for each line, and orders of 32 and of 64 bits
        const fields = names.map((each) => (each === name ? field() : `${each}${i}-${filler()}`));
        fields.splice(3, 0, String(random.pick([1, 2 ** 40])));
        return fields.join(',');
      });
      const column = number < 3 ? number : number + 1;
      const isDelete = (line: string) => line.split(',')[column] === value;
      const latest = latestOf(lines, key.split(','));
      const answer = await keepLatestOf([Buffer.from(`${lines.join('\n')}\n`)], { dialect: spec });
      expect(sorted(answer.deleted)).toEqual(sortedLines(latest.filter(isDelete)));
      expect(sorted(answer.records)).toEqual(sortedLines(latest.filter((line) => !isDelete(line))));
      expect(latest.filter(isDelete).length).toBeGreaterThan(0);
    }
  });
});

/** The latest line of each key, by the column `t` of WIDE_COLUMNS. */
function latestOf(lines: readonly string[], key: readonly string[]): string[] {
  const names = WIDE_COLUMNS.split(',');
  const fieldOf = (line: string, name: string) => line.split(',')[names.indexOf(name)] as string;
  const latest = new Map<string, string>();
  for (const line of lines) {
    const of = key.map((name) => fieldOf(line, name)).join(',');
    const before = latest.get(of);
    const isLater =
      before === undefined ||
      Number(fieldOf(line, 't')) > Number(fieldOf(before, 't')) ||
      (fieldOf(line, 't') === fieldOf(before, 't') && line > before);
    if (isLater) latest.set(of, line);
  }
  return [...latest.values()];
}

it('a record is a delete where any of several conditions is met', async () => {
  const spec = resolveSpec({ ...PLAIN, deleteWhen: ['last=gone', 'op=D', 'op='] });
  const text = 'D,a,1,x\nI,b,1,gone\nI,c,1,x\n,d,1,x\nD,e,1,gone\n';
  const answer = await keepLatestOf([Buffer.from(text)], { dialect: spec });
  expect(answer.records.toString()).toBe('I,c,1,x\n');
  expect(sorted(answer.deleted)).toEqual([',d,1,x', 'D,a,1,x', 'D,e,1,gone', 'I,b,1,gone']);
});

const TEXTS = [
  '"D"',
  '"d"',
  '"\\u0044"',
  '"\\/"',
  '"/"',
  '"\\"D\\""',
  '"a\\nb"',
  '""',
  '1',
  '1.0',
  'true',
  '"true"',
  'false',
];
const MEMBERS = [...TEXTS, 'null', '"null"', '{"D":1}', '["D"]', '[true]', '"é"', '"\\u00e9"', '"x\\\\u0044"', '-1'];
const WANTED = ['D', '/', '"D"', 'a\nb', '', '1', 'true', 'null', 'é', '-1'];

describe('with JSON Lines', () => {
  it.each([1, 2])('a record is a delete where a name has the value (seed %i)', async (seed) => {
    const random = new Random(seed);
    const blank = () => random.pick(['', '', ' ', '\t']);
    for (const value of WANTED) {
      for (const column of ['op', 'meta.op']) {
        const options = { format: 'json', key: 'k', orderBy: 't:int', deleteWhen: [`${column}=${value}`] };
        const lines = Array.from({ length: 200 }, (_, i) => {
          const member = () => random.pick(MEMBERS);
          const op = random.chance(0.8) ? [`"op":${blank()}${member()}${blank()}`] : [];
          const again = random.chance(0.1) ? [`"op":${member()}`] : [];
          const name = random.chance(0.1) ? '"\\u006fp"' : '"op"';
          const meta = random.chance(0.8) ? [`"meta":{"x":${member()},${name}:${blank()}${member()}${blank()}}`] : [];
          const members = [...op, `"k":"k${i}"`, ...meta, `"t":${i % 5}`, `"other":${member()}`, ...again];
          return `{${members.join(',')}}`;
        });
        const expected = lines.filter((line) => textsIn(line, column).includes(value));
        const answer = await keepLatestOf([Buffer.from(`${lines.join('\n')}\n`)], { dialect: resolveSpec(options) });
        expect(sorted(answer.deleted)).toEqual(sortedLines(expected));
        expect(answer.counts).toMatchObject({ deleted: expected.length, kept: lines.length - expected.length });
        expect(expected.length).toBeGreaterThan(2);
      }
    }
  });
});

/** Values of JSON that are no value, and those that are one although they may look like none. */
const NO_MEMBERS = [
  ...['null', '""', '"NULL"', '"\\\\N"', '"None"', '"\\u006eull"', '"0000-00-00 00:00:00"', '"\\u0030000-00-00"'],
];
const GIVEN_MEMBERS = [
  ...['false', '0', 'true', '"false"', '" "', '{}', '[]', '{"D":null}', '"2026-01-01"', '"\\n"', '"\\u0000"', '"x"'],
];

it.each(['gone', 'after.gone', 'after.gone|gone'])(
  'a record of JSON is a delete where %s has a value',
  async (column) => {
    const options = { format: 'json', key: 'k', orderBy: 't:int', deleteWhen: [`${column}!=`] };
    const lines = (members: readonly string[], kind: string) =>
      members.map((member, i) => {
        const name = i % 2 ? '"gone"' : '"g\\u006fne"';
        // the other place has what is not asked for, and of a name that stands twice the last member counts
        const gone =
          column === 'gone'
            ? `"after":{"gone":1},"gone":1,${name} : ${member}`
            : `"after":{"x":"y","gone":1, ${name}:${member}}`;
        return `{"k":"${kind}${i}","t":1,${column === 'after.gone|gone' ? '"gone":null,' : ''}${gone}}`;
      });
    const others = ['{"k":"a","t":1}', '{"k":"b","t":1,"after":{}}', '{"k":"c","t":1,"after":null,"x":{"gone":1}}'];
    const alive = [...lines(NO_MEMBERS, 'no'), ...others];
    const deletes = lines(GIVEN_MEMBERS, 'd');
    const text = `${[...deletes, ...alive].join('\n')}\n`;
    const answer = await keepLatestOf([Buffer.from(text)], { dialect: resolveSpec(options) });
    expect(sorted(answer.records)).toEqual(sortedLines(alive));
    expect(sorted(answer.deleted)).toEqual(sortedLines(deletes));
  },
);

it('a record of JSON is a delete where a value has another text', async () => {
  const options = { format: 'json', key: 'k', orderBy: 't:int', deleteWhen: ['op!=i"\u00e9'] };
  const members = ['"i\\"\u00e9"', '"\\u0069\\u0022\\u00e9"', 'null', '""', '"i"', '{"op":"i"}', '1'];
  const lines = members.map((member, i) => `{"k":${i},"t":1,"op":${member}}`);
  const answer = await keepLatestOf([Buffer.from(`${lines.join('\n')}\n`)], { dialect: resolveSpec(options) });
  expect(sorted(answer.records)).toEqual(sortedLines(lines.slice(0, 4)));
  expect(sorted(answer.deleted)).toEqual(sortedLines(lines.slice(4)));
});

/** The text of a value as JSON.parse tells it, or as it is written where it is a number; the empty text for no value. */
function textsIn(line: string, column: string): string[] {
  const numbers = line.replace(/:[ \t]*(-?[\d.]+)/g, ':"\\u0000$1"');
  const object = JSON.parse(numbers);
  const value = column === 'op' ? object.op : object.meta?.op;
  if (value === undefined) return [''];
  if (value === null) return ['', 'null'];
  if (typeof value === 'object') return [];
  return [typeof value === 'string' ? value.replace('\0', '') : String(value)];
}

it('a key whose latest record is a delete is deleted, however its records are divided', async () => {
  const random = new Random(7);
  const spec = resolveSpec({ ...PLAIN, orderBy: 't:int,op:rank(I<U<D)', deleteWhen: ['op=D'] });
  const lines = Array.from({ length: 4000 }, () => {
    return `${random.pick(['I', 'U', 'D'])},k${random.int(0, 600)},${random.int(0, 9)},${'x'.repeat(random.int(0, 200))}`;
  });
  const latest = new Map<string, string>();
  const rankOf = (line: string) => line.split(',')[2] + String('IUD'.indexOf(line[0] as string));
  for (const line of lines) {
    const key = line.split(',')[1] as string;
    const before = latest.get(key);
    if (before === undefined || rankOf(line) + line > rankOf(before) + before) latest.set(key, line);
  }
  const isDelete = (line: string) => line.startsWith('D');
  const files = [0, 1, 2].map((i) => Buffer.from(`${lines.slice(i * 1334, (i + 1) * 1334).join('\n')}\n`));
  const first = await keepLatestOf(files, { dialect: spec });
  expect(sorted(first.deleted)).toEqual(sortedLines([...latest.values()].filter(isDelete)));
  expect(sorted(first.records)).toEqual(sortedLines([...latest.values()].filter((line) => !isDelete(line))));
  for (const how of [
    { workers: 3, parts: 5 },
    { parts: 16 },
    { arenaBytes: 65536, parts: 2 },
    { workers: 2, arenaBytes: 65536 },
  ]) {
    const answer = await keepLatestOf(files, { dialect: spec, ...how });
    expect(answer.records.equals(first.records)).toBe(true);
    expect(answer.deleted.equals(first.deleted)).toBe(true);
    expect(answer.counts).toEqual(first.counts);
    expect(answer.spilledBytes > 0).toBe('arenaBytes' in how);
  }
});

it('deletes and other records that are longer than a piece come out whole', async () => {
  const spec = resolveSpec({ ...PLAIN, deleteWhen: ['op=D'] });
  const lines = Array.from({ length: 12 }, (_, i) => `${i % 2 ? 'D' : 'I'},k${i},1,${'x'.repeat(300_000 + i)}`);
  const answer = await keepLatestOf([Buffer.from(`${lines.join('\n')}\n`)], { dialect: spec, arenaBytes: 16 * MiB });
  expect(sorted(answer.deleted)).toEqual(sortedLines(lines.filter((line) => line.startsWith('D'))));
  expect(sorted(answer.records)).toEqual(sortedLines(lines.filter((line) => line.startsWith('I'))));
});

it('a merge counts the deletes of the former output among the keys that are unchanged', async () => {
  const spec = resolveSpec({ ...PLAIN, deleteWhen: ['op=D'] });
  const former = Buffer.from('D,a,5,x\nI,b,1,x\nD,c,1,x\n');
  const answer = await keepLatestOf([former, Buffer.from('I,a,4,late\nI,b,2,x\nI,c,2,x\n')], {
    dialect: spec,
    own: 'first',
  });
  expect(answer.deleted.toString()).toBe('D,a,5,x\n');
  expect(answer.counts).toMatchObject({ kept: 2, deleted: 1, superseded: 3 });
  expect(answer.formerLines).toBe(1);
});

it.each([
  ['an integer', 't:int', '5', ['3', '4'], ['5', '6', '-6'].slice(0, 2)],
  ['text', 't:text', '5', ['3', '4', '49'], ['5', '50', '6']],
  [
    'a time',
    't:timestamp',
    '2026-01-02',
    ['2026-01-01T23:59:59Z', '2025-01-02'],
    ['2026-01-02', '2026-01-02T00:00:00.1'],
  ],
  ['the least value', 't:int:least', '5', ['6', '7'], ['5', '4']],
  ['the first of two columns', 't:decimal,op:text', '1.5', ['1.4', '-3', '1.49999'], ['1.50', '1.6', '2']],
  ['ranks', 't:rank(a<b<c)', 'b', ['a'], ['b', 'c']],
])('deletes are forgotten that are older than %s', async (_, orderBy, forgetDeletedBefore, older, others) => {
  const spec = resolveSpec({ ...PLAIN, orderBy, deleteWhen: ['op=D'], forgetDeletedBefore });
  const lines = [...older, ...others].flatMap((value, i) => [`D,d${i},${value},x`, `I,i${i},${value},x`]);
  const answer = await keepLatestOf([Buffer.from(`${lines.join('\n')}\n`)], { dialect: spec, own: true, parts: 2 });
  const isKept = (line: string) => others.includes(line.split(',')[2] as string);
  expect(sorted(answer.deleted)).toEqual(sortedLines(lines.filter((line) => line.startsWith('D') && isKept(line))));
  expect(sorted(answer.records)).toEqual(sortedLines(lines.filter((line) => line.startsWith('I'))));
  const { length } = lines;
  expect(answer.counts).toMatchObject({ kept: length / 2, deleted: length / 2, forgotten: older.length });
  // those that are forgotten were in the former output, and are as they were
  expect(answer.formerLines).toBe(length);
});

function sorted(bytes: Buffer): string[] {
  // newlines within quotes make several lines of a record, which are compared all the same
  return bytes.toString().split('\n').filter(Boolean).sort();
}

function sortedLines(lines: readonly string[]): string[] {
  return sorted(Buffer.from(lines.join('\n')));
}
