import { mkdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expandInputs, listInputs } from '../../../job/input/list';
import { streamInputs } from '../../../job/input/stream-inputs';
import type { ListingNotes } from '../../../job/store/place';
import { temporaryFolder } from '../../support/folder';
import { collected } from '../../support/in-turn';

let home: string;

async function streamed(...inputs: readonly string[]) {
  const notes: ListingNotes = { links: [], skipped: new Map() };
  const roots = await expandInputs(
    inputs.map((input) => join(home, input)),
    notes,
  );
  const files = await collected(streamInputs(roots, 'fail', notes));
  const below = (path: string) => path.slice(home.length + 1);
  return { names: files.map(({ location }) => below(location)), skipped: [...notes.skipped.keys()].map(below), notes };
}

beforeEach(() => {
  home = temporaryFolder({
    'in/b/2': '',
    'in/b/10': '',
    'in/b.csv': '',
    'in/b-c': '',
    'in/B': '',
    'in/\u{1f600}': '',
    'in/_hidden/x': '',
    'in/.y': '',
    'other/1': '',
  });
});

it('a folder comes in the order of the bytes of whole paths, in which a slash counts as a byte', async () => {
  const { names, skipped } = await streamed('in');
  expect(names).toEqual([...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
  expect(names.slice(0, 5)).toEqual(['in/B', 'in/b-c', 'in/b.csv', 'in/b/10', 'in/b/2']);
  expect(skipped.sort()).toEqual(['in/.y', 'in/_hidden/x']);
});

it.each([
  ['apart', ['other', 'in']],
  ['one within the other', ['in/b', 'in']],
  ['named twice, by other words', ['in', 'in/b/../', 'in/b/2']],
  ['a pattern and a folder', ['in/b*', 'in/b/2', 'other']],
  ['a hidden file beside the folder that hides it', ['in/_hidden/x', 'in']],
])('inputs that are %s give the files of a list, each once', async (_, inputs) => {
  const { names, skipped } = await streamed(...inputs);
  const listed = await listInputs(
    inputs.map((input) => join(home, input)),
    'fail',
  );
  const below = ({ path }: { path: string }) => resolve(path).slice(home.length + 1);
  expect(names).toEqual(Array.from(listed.files, below));
  expect(skipped.sort()).toEqual(listed.skipped.map(below).sort());
});

it('links are followed and noted, except to a folder above', async () => {
  mkdirSync(join(home, 'links'));
  symlinkSync(join(home, 'other'), join(home, 'links/a'));
  symlinkSync(join(home, 'links'), join(home, 'links/b'));
  const { names, notes } = await streamed('links');
  expect(names).toEqual(['links/a/1']);
  expect(notes.links).toEqual([join(home, 'links/a'), join(home, 'links/b')]);
});

it.each([
  ['none', 66, /^no such input: /],
  ['in/_hidden', 66, /is skipped, because its name starts with '_'/],
])('an input that is %s is refused', async (input, exitCode, message) => {
  await expect(streamed(input)).rejects.toMatchObject({ exitCode, message: expect.stringMatching(message) });
});
