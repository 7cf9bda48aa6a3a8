import { type MergeFacts, mergePath } from '../../../job/run/merge-path';
import { deletesName } from '../../../job/shared/output-files';
import type { InputFile } from '../../../job/store/place';
import type { Summary } from '../../../job/summary/summary';
import { sampleSummary } from '../../support/sample-summary';
import { withCodec } from '../../support/with-codec';

const MiB = 1024 * 1024;
const SUMMARY = sampleSummary({ parts: 3 });
const [first] = SUMMARY.output.parts as [Summary['output']['parts'][number]];
const DELETED = { ...first, name: deletesName(first.name) };
const FACTS: MergeFacts = {
  spec: SUMMARY.spec,
  compress: 'none',
  mergesParts: { parts: 3, threads: 2, memoryBytes: 64 * MiB },
};

function filesOf({ output }: Summary, suffix = ''): Map<string, InputFile> {
  return new Map(
    [...output.parts, ...output.deleted].map(({ name, bytes }) => [
      name,
      withCodec({ path: `latest/${name}${suffix}`, sizeBytes: bytes, version: '1', own: true }),
    ]),
  );
}

function withOutput(output: Partial<Summary['output']>): Summary {
  return { ...SUMMARY, output: { ...SUMMARY.output, ...output } };
}

it('merges each part with the one of the same number, and with its deletes', () => {
  const summary = withOutput({ deleted: [DELETED] });
  const path = mergePath(summary, filesOf(summary), FACTS);
  const numbers = SUMMARY.output.parts.map(({ name }) => name);
  expect(path).toMatchObject({
    kind: 'parts',
    former: [
      { alive: { name: numbers[0] }, deleted: { name: DELETED.name } },
      { alive: { name: numbers[1] }, deleted: null },
      { alive: { name: numbers[2] }, deleted: null },
    ],
  });
});

const deletes = [{ column: 'Rating', value: '0' }];

it.each<[string, Partial<MergeFacts>, string, Summary?]>([
  ['on a cluster', { mergesParts: null }, 'the tasks of a cluster are handed blocks of lines, and read no parts'],
  [
    'with little memory',
    { mergesParts: { parts: 3, threads: 2, memoryBytes: 64 * MiB - 1 } },
    'the memory is too small',
  ],
  ['where it packs the parts', { compress: 'gzip' }, 'parts are packed'],
  [
    'where it makes another number of parts',
    { mergesParts: { parts: 4, threads: 2, memoryBytes: 64 * MiB } },
    'it has 3 parts, and the run makes 4',
  ],
  [
    'where a part is missing',
    { mergesParts: { parts: 2, threads: 2, memoryBytes: 64 * MiB } },
    'it lacks a part',
    withOutput({ parts: SUMMARY.output.parts.slice(1) }),
  ],
  ['of records with quotes', { spec: { ...SUMMARY.spec, quote: '"' } }, 'a record may have several lines'],
  ['with another header', { spec: { ...SUMMARY.spec, header: 'a^b^c^d' } }, 'its parts begin with another header'],
  [
    'with the first deletes',
    { spec: { ...SUMMARY.spec, deleteWhen: deletes } },
    'some of its records may be deletes now',
  ],
])('reads the former output as an input in a run %s', (_, facts, reason, summary = SUMMARY) => {
  expect(mergePath(summary, filesOf(summary), { ...FACTS, ...facts })).toEqual({ kind: 'inputs', reason });
});

it('reads packed parts as inputs', () => {
  const path = mergePath(SUMMARY, filesOf(SUMMARY, '.gz'), FACTS);
  expect(path).toEqual({ kind: 'inputs', reason: 'parts are packed' });
});
