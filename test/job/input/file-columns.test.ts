import type { Header } from '../../../job/format/format';
import { formatOf } from '../../../job/format/formats';
import { fieldsOfOther, specOfFile } from '../../../job/input/file-columns';
import { resolveRecord, specOf } from '../../../job/options/record';
import { type RecordOptions, recordOptions } from '../../support/record-options';

const OPTIONS = { columns: 'id,v,ts', key: 'id', orderBy: 'ts', delimiter: ',' };

function specFor(more: Partial<RecordOptions>) {
  const record = resolveRecord(recordOptions({ ...OPTIONS, ...more }), true);
  return specOf(record, record.columns as readonly string[], null);
}

/** The fields of a second file, in a run whose first file has the header `first`. */
function otherOf(line: string, others: Header['others'], more: Partial<RecordOptions> = {}, first = 'id,v,ts') {
  const spec = specFor(more);
  const found = Buffer.from(first);
  const header: Header = { line: found, found, file: 'a.csv', fields: null, others };
  return fieldsOfOther({ line: Buffer.from(line), file: 'b.csv' }, header, spec, formatOf(spec));
}

describe('where the options name the columns', () => {
  it.each<[line: string, more: Partial<RecordOptions>, fields: ReturnType<typeof otherOf>]>([
    ['"ID",V,ts', {}, null],
    ['ts,id,v', {}, { count: 3, from: [1, 2, 0] }],
    ['id,ts', { missingColumns: 'empty' }, { count: 2, from: [0, -1, 1] }],
    ['v,id', { missingColumns: 'empty', emptyOrder: 'oldest' }, { count: 2, from: [1, 0, -1] }],
    ['id,v,ts,w', { extraColumns: 'drop' }, { count: 4, from: [0, 1, 2] }],
    ['ID,id,v,ts', { extraColumns: 'drop' }, { count: 4, from: [1, 2, 3] }],
  ])('a file with the header %j is read by its names', (line, more, fields) => {
    expect(otherOf(line, 'any-order', more)).toEqual(fields);
  });

  it('names that differ in their case alone are told apart', () => {
    const more = { columns: 'id,ID,ts' };
    expect(otherOf('ts,ID,id', 'any-order', more)).toEqual({ count: 3, from: [2, 1, 0] });
    expect(() => otherOf('ts,Id,id', 'any-order', more)).toThrow("names 'ts,Id,id', but --columns 'id,ID,ts'");
  });

  it.each([
    ['id,v,w', "names 'id,v,w', but --columns 'id,v,ts'"],
    ['id,v,ts,w', "has 'w', which --columns does not name"],
    ['v,ts', "lacks 'id', which is a column of the key; name the inputs without files of other tables"],
  ])('a file with the header %j is refused', (line, message) => {
    expect(() => otherOf(line, 'any-order')).toThrow(
      expect.objectContaining({ exitCode: 65, message: expect.stringContaining(`the header of 'b.csv' ${message}`) }),
    );
  });

  it('a header that is long may only be that of the first file', () => {
    const line = `${'x'.repeat(70_000)},id,v,ts`;
    expect(() => otherOf(line, 'any-order', { extraColumns: 'drop' })).toThrow(
      "the header of 'b.csv' has 70008 bytes and is not that of 'a.csv'; at most 65536 are possible",
    );
  });
});

describe('where the first header names the columns', () => {
  it('a header that names them in the same order may be written in another way', () => {
    expect(otherOf('"id", v ,"ts"', 'same-order')).toBeNull();
  });

  it.each([
    ['ts,id,v', "'id,v,ts'; give the order of the output: --columns id,v,ts"],
    [
      'id,v,ts,w',
      "'id,v,ts'; give --columns id,v,ts,w --missing-columns empty, or --columns id,v,ts --extra-columns drop",
    ],
    ['w,id,ts', "'id,v,ts'; give --columns id,v,ts,w --missing-columns empty, or --columns id,ts --extra-columns drop"],
    [
      'a,b,c',
      "'id,v,ts'; with --header all must name the same columns: put a file without a header behind one that has it, as by cat, or name the inputs without it",
    ],
  ])('%j is refused with the option to paste', (line, message) => {
    expect(() => otherOf(line, 'same-order')).toThrow(
      expect.objectContaining({
        exitCode: 65,
        message: `the header of 'b.csv' names '${line}', but that of 'a.csv' ${message}`,
      }),
    );
  });

  it.each([
    [
      'v,id',
      "the header of 'b.csv' lacks 'ts', which is a column of the order; give --missing-columns empty --empty-order oldest",
    ],
    ['id,v,ts,v', "the header of 'b.csv' names 'v' twice, as column 2 and 4"],
  ])('%j is refused whatever the options', (line, message) => {
    expect(() => otherOf(line, 'same-order')).toThrow(message);
  });
});

it('where names mean nothing, all headers have to be equal', () => {
  expect(() => otherOf('ID,v,ts', 'none')).toThrow(
    "'b.csv' starts with the header 'ID,v,ts', but 'a.csv' with 'id,v,ts'; with --header all must be equal",
  );
});

it('bad records of a file are described by its own fields', () => {
  const spec = specOfFile(specFor({}), { count: 4, from: [3, -1, 1] });
  expect(spec).toMatchObject({
    columns: ['column 1', 'ts', 'column 3', 'id'],
    keyColumns: [3],
    orderBy: [{ column: 1 }],
  });
  const describe = (line: string, reason: 'columns' | 'order') =>
    formatOf(spec).describe({ offset: 0, reason, line: Buffer.from(line), lineBytes: line.length });
  expect(describe('1,2,3', 'columns')).toBe("3 columns, expected 4 with ',' between them");
  expect(describe('x,y,z,1', 'order')).toContain("order column 'ts' is 'y'");
  expect(specOfFile(specFor({}), { count: 2, from: [1, 0, -1] })).toMatchObject({ keyColumns: [1], orderBy: [] });
});
