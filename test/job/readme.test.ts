/** Compares the tables of the READMEs with the code, which is the source of every fact in them. */

import fs from 'node:fs';
import path from 'node:path';
import { TABLE_NAMES, tablesIn, withTables } from '../../bin/readme-tables';
import { EXIT } from '../../job/shared/exit';
import { MOST_BYTES, MOST_NOTE_BYTES } from '../../job/shared/stored-document';
import { scripts } from '../../package.json';
import { ROOT } from '../support/command';
import { documents, readDocument, tableRows } from '../support/documents';

describe('the tables that are generated from the code', () => {
  it.each(documents())('are up to date in %s', (name) => {
    const text = readDocument(name);
    expect(text).toBe(withTables(text));
  });

  it('occur in one README each', () => {
    expect(
      documents()
        .flatMap((name) => tablesIn(readDocument(name)))
        .sort(),
    ).toEqual([...TABLE_NAMES].sort());
  });
});

it('README.md lists every exit code', () => {
  const codes = tableRows(readDocument('README.md'), 'exit code').map(([code]) => code);
  expect(codes).toEqual([...Object.values(EXIT).map(String), '128 + n']);
});

it('job/publication/README.md lists the size limit of every document that is read back', () => {
  const rows = tableRows(readDocument('job/publication/README.md'), 'document').map(([name, bytes]) => [
    name?.replaceAll('`', ''),
    bytes,
  ]);
  const expected = [...Object.entries(MOST_BYTES), ['any other: notes of failed tasks', MOST_NOTE_BYTES]];
  expect(rows).toEqual(expected.map(([name, bytes]) => [name, String(bytes)]));
});

it('test/README.md lists every npm script', () => {
  // users do not call prepack: npm runs it before it packs
  const names = Object.keys(scripts).map((name) => (name === 'prepack' ? 'pack' : name));
  const rows = tableRows(readDocument('test/README.md'), 'script');
  const listed = rows.map(([name]) => name?.replace(/`npm (run )?([a-z-]+)`/, '$2'));
  expect(listed.sort()).toEqual(names.sort());
});

const foldersOf = (name: string) =>
  fs
    .readdirSync(path.join(ROOT, name), { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

it.each([
  ['job/README.md', 'job'],
  ['lib/README.md', 'lib'],
])('%s has a line for every folder of %s/', (name, folder) => {
  const listed = [...readDocument(name).matchAll(/^ {4}([a-z-]+)\/ {2,}/gm)].map(([, each]) => each as string);
  expect(listed.sort()).toEqual(foldersOf(folder).sort());
});

it('test/README.md has a line for every folder of sources and of tests', () => {
  const listed = [...readDocument('test/README.md').matchAll(/^ {4}([a-z-]+)\/ {2,}/gm)].map(
    ([, each]) => each as string,
  );
  const sources = ['assets', 'bin', 'job', 'lib', 'test'];
  const arranged = foldersOf('test').filter((name) => !sources.includes(name));
  expect(listed.sort()).toEqual([...sources, ...arranged].sort());
});

it('the figures of the comparison in README.md are those of test/bench/README.md', () => {
  const [row] = tableRows(readDocument('test/bench/README.md'), 'work');
  const [, ...measured] = (row ?? []).slice(0, 4).map((cell) => cell.split(',')[0]);
  const [sentence = ''] = /^For 10 million lines with 6\.9 million keys .*$/m.exec(readDocument('README.md')) ?? [];
  expect(row?.[0]).toMatch(/^10 M lines, .* 6\.9 M keys/);
  expect(sentence.match(/\d+\.\d\d s/g)).toEqual(measured);
});
