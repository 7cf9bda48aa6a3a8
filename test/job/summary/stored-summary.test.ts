/** A summary is untrusted input too, because the files that it lists are removed by the next run. */

import { parseSummary, summaryText } from '../../../job/summary/stored-summary';
import type { SummaryPart } from '../../../job/summary/summary';
import { RUN, SAMPLE_REJECTS, sampleSummary } from '../../support/sample-summary';

const GOOD = sampleSummary({ ...SAMPLE_REJECTS, parts: 2 });
const OTHER = '20260202t000000z-bbbbbb';

const parse = (value: unknown) => parseSummary(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)));
const part = (name: unknown): unknown => ({ name, bytes: 1, lines: 1, crc32: 0 });
const output = (change: object) => ({ output: { ...GOOD.output, ...change } });
const parts = (...names: readonly unknown[]) => output({ parts: names.map(part) });
const rejected = (...names: readonly unknown[]) => output({ rejected: names.map(part) });
const ORDER = { column: 'Timestamp', type: 'int', isLeast: false, ranks: [] };
const deleted = (...names: readonly unknown[]) => ({
  ...spec({ deleteWhen: [{ column: 'Rating', value: '0' }] }),
  ...output({ deleted: names.map(part) }),
});
const spec = (change: object) => ({ spec: { ...GOOD.spec, ...change } });

it('a summary is read back as it was written, and may have fields of a later version', () => {
  expect(parse(GOOD)).toEqual(GOOD);
  expect(parse({ ...GOOD, more: true })).toEqual({ ...GOOD, more: true });
  const packed = GOOD.output.parts.map((each: SummaryPart) => ({ ...each, name: `${each.name}.gz` }));
  const merged = [`_rejected/part-00007-${OTHER}.jsonl`, `_rejected/part-00007-${RUN}.jsonl`].map(part);
  expect(parse({ ...GOOD, ...output({ parts: packed, rejected: merged }) }).output.parts).toEqual(packed);
});

it('a summary of an earlier version, without counts of skipped files and odd records, has none of them', () => {
  const { oddities, keys, inputs, ...others } = GOOD;
  const { skipped, ...read } = inputs;
  expect(parse({ ...others, inputs: read })).toEqual({ ...GOOD, oddities, keys, inputs: { ...read, skipped } });
});

it('a summary of an earlier version has one order column, one dialect, and no comments', () => {
  const { columns, key, delimiter, header } = GOOD.spec;
  const { comments, skipped, ...counts } = GOOD.counts;
  const old = {
    ...GOOD,
    spec: { columns, key, delimiter, header, orderBy: { column: 'Timestamp', type: 'int' } },
    counts,
  };
  expect(parse(old)).toEqual(GOOD);
});

it('a summary lists deletes of its parts, and one of an earlier version lists none', () => {
  const more = deleted(`_deleted/part-00000-${RUN}`, `_deleted/part-00001-${RUN}`);
  expect(parse({ ...GOOD, ...more })).toEqual({ ...GOOD, ...more });
  const others = spec({ deleteWhen: [{ column: 'Rating', value: '', isOther: true }] });
  expect(parse({ ...GOOD, ...others, format: 4 })).toEqual({ ...GOOD, ...others, format: 4 });
  const { deleted: _, forgotten, ...counts } = GOOD.counts;
  const { deleted: __, ...files } = GOOD.output;
  const { deleteWhen, ...earlier } = GOOD.spec;
  expect(parse({ ...GOOD, counts, output: files, spec: earlier })).toEqual({ ...GOOD });
  expect([deleteWhen, forgotten]).toEqual([[], 0]);
});

it('a summary keeps the counts of skipped files and odd records', () => {
  const oddity = { kind: 'no-order', count: 3, file: 'in/a', offset: 7, line: '1,NA' };
  const more = {
    oddities: [oddity],
    inputs: { ...GOOD.inputs, skipped: { files: 2, bytes: 9, examples: ['in/_a', 'in/_b'] } },
  };
  expect(parse({ ...GOOD, ...more })).toEqual({ ...GOOD, ...more });
});

it('a summary lists the files that were read again, and one of an earlier version lists none', () => {
  const uncut = ['in/a', 'in/b'];
  expect(parse({ ...GOOD, inputs: { ...GOOD.inputs, uncut } }).inputs.uncut).toEqual(uncut);
  const { uncut: _, ...earlier } = GOOD.inputs;
  expect(parse({ ...GOOD, inputs: earlier }).inputs.uncut).toEqual([]);
  expect(() => parse({ ...GOOD, inputs: { ...GOOD.inputs, uncut: [7] } })).toThrow('inputs.uncut[0] is 7');
});

it('a summary may have a header with newlines in quotes', () => {
  const quoted = spec({ quote: '"', escape: '"', header: '"a\nb",c' });
  expect(parse({ ...GOOD, ...quoted }).spec).toMatchObject({ header: '"a\nb",c' });
});

const JSON_SPEC = {
  ...GOOD.spec,
  format: 'json',
  columns: ['movie', 'user.id', 'a\\.b'],
  key: ['movie', 'user.id'],
  orderBy: [{ ...ORDER, column: 'a\\.b' }],
  delimiter: '',
};
const json = (change: object) => ({ spec: { ...JSON_SPEC, ...change } });

it('a summary may be of JSON Lines', () => {
  expect(parse({ ...GOOD, spec: JSON_SPEC }).spec).toEqual(JSON_SPEC);
});

it('a bar divides alternatives of JSON Lines from format 3 on, and before it is a character of a name', () => {
  const columns = ['movie', 'user|id', 'a\\.b|c', 'x|op'];
  const more = { columns, key: columns.slice(0, 2), orderBy: [{ ...ORDER, column: columns[2] }] };
  const change = json({ ...more, deleteWhen: [{ column: 'x|op', value: 'd' }] });
  expect(parse({ ...GOOD, ...change, format: 3 }).spec).toEqual(change.spec);
  expect(parse({ ...GOOD, ...change, format: 4 }).spec).toEqual(change.spec);
  expect(parse({ ...GOOD, ...change, format: 2 }).spec).toMatchObject({
    columns: ['movie', 'user\\|id', 'a\\.b\\|c', 'x\\|op'],
    key: ['movie', 'user\\|id'],
    orderBy: [{ ...ORDER, column: 'a\\.b\\|c' }],
    deleteWhen: [{ column: 'x\\|op', value: 'd' }],
  });
  const text = spec({ columns: ['Movie|', 'Timestamp'], key: ['Movie|'] });
  expect(parse({ ...GOOD, ...text }).spec).toMatchObject(text.spec);
});

it.each<[string, object, string]>([
  ['JSON Lines with a delimiter', json({ delimiter: ',' }), 'spec.delimiter is ",", expected "" in JSON Lines'],
  ['JSON Lines with a quote', json({ quote: '"', escape: '"' }), 'spec has a quote, an escape, a header, isTrimmed or'],
  ['JSON Lines with a header', json({ header: 'a' }), 'spec has a quote, an escape, a header, isTrimmed or'],
  ['trimmed JSON Lines', json({ isTrimmed: true }), 'spec has a quote, an escape, a header, isTrimmed or'],
  [
    'JSON Lines that end in delimiters',
    json({ hasTrailingDelimiter: true }),
    'spec has a quote, an escape, a header, isTrimmed',
  ],
  [
    'JSON Lines with names of no use',
    json({ columns: [...JSON_SPEC.columns, 'x'] }),
    'spec.columns has more names than spec.key, spec.orderBy and spec.deleteWhen',
  ],
  [
    'JSON Lines with a name twice',
    json({ columns: [...JSON_SPEC.columns, 'movie'] }),
    'spec.columns has more names than',
  ],
  ['JSON Lines without a name of the key', json({ columns: ['movie', 'a\\.b'] }), 'has "user.id", which is no column'],
  [
    'JSON Lines with an empty name',
    json({ columns: ['movie', 'a..b', 'a\\.b'], key: ['movie', 'a..b'] }),
    'spec.columns has "a..b", which has an empty name',
  ],
  [
    'JSON Lines with an empty alternative',
    { format: 3, ...json({ columns: ['movie', 'a||b', 'a\\.b'], key: ['movie', 'a||b'] }) },
    'spec.columns has "a||b", which has an empty alternative',
  ],
  [
    'JSON Lines with an alternative in two columns of the key',
    { format: 3, ...json({ columns: ['a|c', 'b|c', 'a\\.b'], key: ['a|c', 'b|c'] }) },
    'spec.key or spec.orderBy has "c" in two columns',
  ],
  ['a format that is not known', spec({ format: 'xml' }), 'spec.format is "xml", expected delimited or json'],
  [
    'what no run tells of',
    { oddities: [{ kind: 'odd', count: 1, file: '', offset: 0, line: '' }] },
    'oddities[0].kind is',
  ],
  [
    'files skipped of no number',
    { inputs: { ...GOOD.inputs, skipped: { files: '2' } } },
    'inputs.skipped.files is "2"',
  ],
  [
    'a file of the user for a part',
    parts('keep.txt'),
    `output.parts[0].name is "keep.txt", expected part 0 of run ${RUN}`,
  ],
  ['a hidden file for a part', parts('.ssh'), 'output.parts[0].name is ".ssh"'],
  ['a part in a folder', parts(`sub/part-00000-${RUN}`), `output.parts[0].name is "sub/part-00000-${RUN}"`],
  ['a part elsewhere', parts(`../part-00000-${RUN}`), `output.parts[0].name is "../part-00000-${RUN}"`],
  ['a part of another run', parts(`part-00000-${OTHER}`), `output.parts[0].name is "part-00000-${OTHER}"`],
  ['a part of another program', parts('part-00000'), 'output.parts[0].name is "part-00000"'],
  ['a part twice', parts(`part-00000-${RUN}`, `part-00000-${RUN}`), 'expected part 1 of run'],
  ['parts out of order', parts(`part-00001-${RUN}`, `part-00000-${RUN}`), 'expected part 0 of run'],
  ['rejects for a part', parts(`_rejected/part-00000-${RUN}.jsonl`), 'output.parts[0].name is "_rejected/'],
  ['a part without a name', parts(undefined), 'output.parts[0].name is missing, expected text'],
  ['a document for rejects', rejected('_dedup/summary.json'), 'output.rejected[0].name is "_dedup/summary.json"'],
  ['a file of the user for rejects', rejected('_rejected/keep.txt'), 'output.rejected[0].name is "_rejected/keep.txt"'],
  ['a part for rejects', rejected(`part-00000-${RUN}`), 'expected another file of rejects'],
  [
    'rejects twice',
    rejected(`_rejected/part-00000-${RUN}.jsonl`, `_rejected/part-00000-${RUN}.jsonl`),
    'output.rejected[1].name is',
  ],
  ['a run without a name', { run: '' }, 'run is "", expected the id of a run'],
  ['a run that is a folder', { run: 'Documents' }, 'run is "Documents"'],
  ['a merged run that is none', { inputs: { ...GOOD.inputs, merged: '../x' } }, 'inputs.merged is "../x"'],
  [
    'counts below nothing',
    { counts: { ...GOOD.counts, lines: -1 } },
    'counts.lines is -1, expected a number from 0 on',
  ],
  ['counts that are too large', { counts: { ...GOOD.counts, kept: 1e300 } }, 'counts.kept is 1e+300'],
  ['no delimiter', spec({ delimiter: '' }), 'spec.delimiter is "", expected 1 to 8 bytes'],
  ['a delimiter of nine bytes', spec({ delimiter: ':::::::::' }), 'spec.delimiter is ":::::::::"'],
  ['a quote of two bytes', spec({ quote: '""', escape: '"' }), 'spec.quote is "\\"\\"", expected a byte'],
  ['an escape that ends lines', spec({ quote: '"', escape: '\r' }), 'spec.escape is "\\r", expected a byte'],
  ['a quote without an escape', spec({ quote: '"' }), 'spec.quote is stated without spec.escape, expected both'],
  ['no order', spec({ orderBy: [] }), 'spec.orderBy has no column'],
  [
    'an order of no type',
    spec({ orderBy: [{ ...ORDER, type: 'date' }] }),
    'spec.orderBy[0].type is "date", expected int',
  ],
  ['a rank of no values', spec({ orderBy: [{ ...ORDER, type: 'rank' }] }), 'spec.orderBy[0].ranks has 0 entries'],
  ['ranks of an integer', spec({ orderBy: [{ ...ORDER, ranks: ['a'] }] }), 'spec.orderBy[0].ranks has 1 entries'],
  ['a rank that is no bytes', spec({ orderBy: [{ ...ORDER, ranks: ['→'] }] }), 'spec.orderBy[0].ranks[0] is "→"'],
  ['a delimiter that ends lines', spec({ delimiter: '\n' }), 'spec.delimiter is "\\n"'],
  ['a delimiter that is no byte', spec({ delimiter: '→' }), 'spec.delimiter is "→"'],
  ['a header of two lines', spec({ header: 'a\nb' }), 'spec.header is "a\\nb", expected a line'],
  ['a header that is longer than a line', spec({ header: 'x'.repeat(2 ** 20 + 1) }), 'spec.header is "xxx'],
  ['a header that is no bytes', spec({ header: 'größe→' }), 'spec.header is "größe→"'],
  ['too many columns', spec({ columns: Array(4001).fill('x') }), 'spec.columns has 4001 entries, at most 4000'],
  [
    'deletes without a condition',
    output({ deleted: [part(`_deleted/part-00000-${RUN}`)] }),
    'output.deleted has files, but spec.deleteWhen is empty',
  ],
  [
    'deletes of another run',
    deleted(`_deleted/part-00000-${OTHER}`),
    'output.deleted[0].name is "_deleted/part-00000-',
  ],
  ['deletes of no part', deleted(`_deleted/part-00002-${RUN}`), 'expected deletes of a next part of run'],
  [
    'deletes of a part twice',
    deleted(`_deleted/part-00001-${RUN}`, `_deleted/part-00001-${RUN}`),
    'output.deleted[1].name is',
  ],
  ['deletes that are a part', deleted(`part-00000-${RUN}`), 'output.deleted[0].name is "part-00000-'],
  [
    'a condition of an unknown column',
    spec({ deleteWhen: [{ column: 'x', value: '' }] }),
    'spec.key, spec.orderBy or spec.deleteWhen has "x", which is no column',
  ],
  [
    'a condition that is written in two ways',
    spec({ deleteWhen: [{ column: 'Rating', value: '', isOther: false }] }),
    'spec.deleteWhen[0].isOther is false, expected true',
  ],
  ['a key of no column', spec({ key: [] }), 'spec.key has no column'],
  [
    'a key of an unknown column',
    spec({ key: ['x'] }),
    'spec.key, spec.orderBy or spec.deleteWhen has "x", which is no column',
  ],
  ['an order by what every object has', spec({ orderBy: { column: 'constructor', type: 'int' } }), 'has "constructor"'],
  ['workers that are none', { workers: {} }, 'workers is an object, expected a list'],
  ['examples that are none', { rejects: { ...GOOD.rejects, examples: [7] } }, 'rejects.examples[0] is 7'],
])('a summary with %s is refused', (_, change, reason) => {
  expect(() => parse({ ...GOOD, ...change })).toThrow(
    expect.objectContaining({ message: expect.stringContaining(reason) }),
  );
});

it('a summary gets no field from its prototype', () => {
  const { run, ...rest } = GOOD;
  const text = JSON.stringify(rest).replace('{', `{"__proto__":{"run":"${run}"},`);
  expect(() => parse(text)).toThrow('run is missing');
});

it.each([
  ['lists in lists', '['.repeat(1_000_000), 'it has more than 16 lists and objects in each other'],
  ['more values than memory has room for', `[${'{},'.repeat(9_000_000)}0]`, 'it has more than 16777216 values'],
  ['no JSON', 'summary', 'is not valid JSON'],
])('a summary that is %s is refused', (_, text, reason) => {
  expect(() => parse(text)).toThrow(reason);
});

it('a summary is written only if it can be read back', () => {
  expect(parse(summaryText(GOOD))).toEqual(GOOD);
  expect(() => summaryText({ ...GOOD, threads: -1 })).toThrow(
    expect.objectContaining({
      exitCode: 70,
      message: `the summary of run ${RUN} could not be read back (threads is -1, expected a number from 0 on); nothing was published, please report this`,
    }),
  );
});
