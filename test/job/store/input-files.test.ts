import { FileCollector, InputFiles } from '../../../job/store/input-files';
import type { InputFile } from '../../../job/store/place';
import { Random } from '../../support/random';

const SEED = 20261201;
const FILE: InputFile = { path: 'in/a.txt', sizeBytes: 7, version: '17.5', own: false, codec: 'none' };

/** A list as a thread gets it. */
function sent(files: Iterable<InputFile>): InputFiles {
  return new InputFiles(structuredClone(InputFiles.of(files).data));
}

it.each<[string, Partial<InputFile>]>([
  ['a plain file', {}],
  ['a name beyond ASCII', { path: 'in/é☃𝄞\n".txt' }],
  ['a name that shares half a character with another one', { path: 'in/𝄞' }],
  ['a version of an object in S3', { version: '"d41d8cd98f00b204e9800998ecf8427e"' }],
  ['a large file', { sizeBytes: 2 ** 50 + 1 }],
  ['a packed file', { path: 'in/a.GZ', codec: 'gzip' }],
  ['a file whose name does not tell how it is packed', { path: 'in/a.gz', codec: 'none' }],
  ['a part of an earlier output', { own: true }],
  ['a file that is not cut any more', { isUncut: true }],
  ['a file that was looked at', { start: { uncutBytes: 3, fields: { count: 2, from: [1, 0] }, header: 'a,b' } }],
])('a thread gets %s as it was listed', (_, changes) => {
  const files = [FILE, { ...FILE, ...changes }, { ...FILE, path: 'in/𝄢' }];
  expect([...sent(files)]).toEqual(files);
  expect(Array.from(sent(files).sizes)).toMatchObject(files.map(({ sizeBytes, codec }) => ({ sizeBytes, codec })));
});

it('a list without a file is empty', () => {
  expect([...sent([])]).toEqual([]);
  expect(sent([]).length).toBe(0);
});

it(`a list of several blocks has each file at its number, in whatever order they are asked for (seed ${SEED})`, () => {
  const random = new Random(SEED);
  const files = Array.from({ length: 5000 }, (_, i): InputFile => {
    const path = `in/${random.int(0, 1e6)}/${i}${random.pick(['', '.gz', '.é'])}`;
    return { ...FILE, path, sizeBytes: random.int(0, 1e9), version: `${random.int(0, 1e9)}`, own: random.chance(0.01) };
  });
  const list = sent(files);
  expect([...list]).toEqual(files);
  for (let i = 0; i < 100; i++) {
    const number = random.int(0, files.length);
    expect(list.at(number)).toEqual(files[number]);
    expect(list.sizeAt(number).sizeBytes).toBe(files[number]?.sizeBytes);
  }
});

it('a list with other facts about a file leaves the first list as it is', () => {
  const files = InputFiles.of([FILE, { ...FILE, path: 'in/b' }]);
  const changed = files.with(new Map([[1, { ...files.at(1), isUncut: true }]]));
  expect([...files].map(({ isUncut }) => isUncut)).toEqual([undefined, undefined]);
  expect([...changed].map(({ isUncut }) => isUncut)).toEqual([undefined, true]);
  expect(Array.from(changed.sizes, ({ isUncut }) => isUncut)).toEqual([undefined, true]);
});

it.each([
  ['are', true, ['in/a', 'in/a', 'in/b', 'in/\uff21', 'in/\u{1f600}']],
  ['are not', false, ['in/b', 'in/a', 'in/c']],
])('files %s in path order', (_, isInPathOrder, paths) => {
  const collector = new FileCollector();
  for (const path of paths) collector.add({ ...FILE, path });
  expect(collector.isInPathOrder).toBe(isInPathOrder);
});

/** The versions of files in a folder, of those that a ledger names, and of objects in S3. */
it.each([
  ['a folder', '/data/in/', '1764518493123.4567', 56],
  ['a folder, for a ledger', '/data/in/', '1764518493123456789/1764518493123456789', 77],
  ['S3', 's3://bucket/a/long/prefix/of/many/folders/', '"d41d8cd98f00b204e9800998ecf8427e"', 76],
])('a file of %s takes few bytes, however long the names of its folders are', (_, folder, version, mostBytes) => {
  const files = 20_000;
  const list = InputFiles.of(
    (function* () {
      for (let i = 0; i < files; i++) {
        const path = `${folder}${String(Math.floor(i / 1000)).padStart(3, '0')}/file-${String(i).padStart(7, '0')}.csv`;
        yield { ...FILE, path, version };
      }
    })(),
  );
  const { blocks, others } = list.data;
  expect(blocks.reduce((sum, { byteLength }) => sum + byteLength, 0) / files).toBeLessThan(mostBytes);
  expect(others.size).toBe(0);
});
