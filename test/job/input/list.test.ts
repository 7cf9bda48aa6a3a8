import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listInputs } from '../../../job/input/list';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'list-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(...names: readonly string[]): void {
  for (const name of names) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), 'x');
  }
}

async function list(...roots: readonly string[]) {
  const { files, skipped } = await listInputs(
    roots.map((root) => `${folder}/${root}`),
    'fail',
  );
  const namesOf = (found: Iterable<{ readonly path: string }>) =>
    Array.from(found, ({ path }) => path.slice(folder.length + 1));
  return { files: namesOf(files), skipped: namesOf(skipped) };
}

it('lists the files of all folders in the order of their paths', async () => {
  write('b/2', 'a', 'b.csv', 'b/1', 'B', 'é', 'z');
  expect((await list('')).files).toEqual(['B', 'a', 'b.csv', 'b/1', 'b/2', 'z', 'é']);
});

it('orders names by their bytes, also where code units have another order', async () => {
  write('\u{1f600}', '\uff21', 'a');
  expect((await list('')).files).toEqual(['a', '\uff21', '\u{1f600}']);
});

it('spells a path as a user would, however the folder was written', async () => {
  write('a/1');
  expect((await list('a', 'a/', './a//')).files).toEqual(['a/1']);
  expect((await list('./a//')).files).toEqual(['a/1']);
});

it('lists a file once that two inputs name', async () => {
  write('a/1', 'a/2');
  expect((await list('a', 'a/2')).files).toEqual(['a/1', 'a/2']);
});

it('lists inputs that have no file in common in the order of the paths, in whatever order they are named', async () => {
  write('b/1', 'a/2', 'a/1', 'a-b/1', 'ab');
  expect((await list('b', 'ab', 'a', 'a-b')).files).toEqual(['a-b/1', 'a/1', 'a/2', 'ab', 'b/1']);
  expect((await list('a-b', 'a')).files).toEqual(['a-b/1', 'a/1', 'a/2']);
});

it('lists a file of two inputs once, also where another folder stands between them in order', async () => {
  write('a/b/1', 'a-b/1');
  expect((await list('a-b', 'a/b', 'a')).files).toEqual(['a-b/1', 'a/b/1']);
});

it('notes a hidden file as skipped', async () => {
  write('a/1', 'a/_2', 'a/.3/4');
  expect(await list('a')).toEqual({ files: ['a/1'], skipped: ['a/.3/4', 'a/_2'] });
});

it('reads a file of a hidden folder that is an input itself, though another input skips it', async () => {
  write('a/1', 'a/_b/2');
  expect(await list('a', 'a/_b/2')).toEqual({ files: ['a/1', 'a/_b/2'], skipped: [] });
});

it('counts a file with a doubtful name once that two inputs name', async () => {
  write('a/1', 'a/2~');
  const { doubtful } = await listInputs([`${folder}/a`, `${folder}/a/2~`], 'fail');
  expect(doubtful).toMatchObject({ count: 1, first: `${folder}/a/2~` });
});
