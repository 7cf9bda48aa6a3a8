import path from 'node:path';
import { circlesIn, folderGraph, type Graph, groupOf, importsBelow } from '../support/import-graph';

const FILES = importsBelow(path.join(__dirname, '../..'), ['bin', 'lib', 'job']);
const FOLDERS = folderGraph(FILES);

const graph = (arrows: Readonly<Record<string, readonly string[]>>): Graph =>
  new Map(Object.entries(arrows).map(([node, targets]) => [node, new Set(targets)]));

test('a circle of imports is found once with its path, and a file that only leads to it is not part of it', () => {
  const found = graph({ a: ['b'], b: ['c', 'd'], c: ['d'], d: ['b'], e: ['e'] });
  expect(circlesIn(found)).toEqual(['b -> d -> b', 'e -> e']);
  expect(groupOf(found, 'b')).toEqual(['b', 'c', 'd']);
});

test('imports of values, imports of types and dynamic imports are found', () => {
  expect(FILES.get('bin/dedup.ts')).toContain('lib/report/page.ts');
  expect(FILES.get('lib/operate/program.ts')).toContain('lib/operate/commands/submit.ts');
  expect(FILES.get('lib/cluster/definition.ts')).toContain('lib/cluster/steps.ts');
  expect(FILES.get('lib/report/page.ts')).toContain('lib/report/browser/charts.ts');
  expect(FOLDERS.get('lib/preflight')).toContain('lib/catalog');
});

test('no files import each other in a circle', () => {
  expect(circlesIn(FILES)).toEqual([]);
});

test('no folders import each other in a circle', () => {
  expect(circlesIn(FOLDERS)).toEqual([]);
});
