/** The rooms (folders) of job/, which job/README.md lists from the top down. */

import fs from 'node:fs';
import path from 'node:path';

const JOB = path.join(__dirname, '../../job');

const ROOMS = [...fs.readFileSync(path.join(JOB, 'README.md'), 'utf8').matchAll(/^ {4}([a-z]+)\/ {2,}/gm)].map(
  ([, room]) => room as string,
);

function sources(): string[] {
  return fs
    .readdirSync(JOB, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.startsWith(path.join('kernel', 'assembly')));
}

/** The files of this repository that a file imports, relative to job/ and without their suffix. */
function importsOf(name: string): string[] {
  const text = fs.readFileSync(path.join(JOB, name), 'utf8');
  const found = [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(([, target]) => target as string);
  return found.map((target) => path.join(path.dirname(name), target));
}

test('a room imports only from rooms that are listed below it', () => {
  const level = (name: string) => ROOMS.indexOf(name.split(path.sep)[0] as string);
  const upward = sources().flatMap((name) => {
    const targets = importsOf(name).filter((target) => !target.startsWith('..'));
    return targets.filter((target) => level(target) < level(name)).map((target) => `${name} imports ${target}`);
  });
  const folders = fs.readdirSync(JOB, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect([...ROOMS].sort()).toEqual(folders.map(({ name }) => name).sort());
  expect(upward).toEqual([]);
});

test('job/ imports no file of the stacks', () => {
  const others = sources().flatMap((name) => importsOf(name).map((target) => `${name} imports ${target}`));
  expect(others.filter((line) => /imports \.\.\/(lib|bin|test)\//.test(line))).toEqual([]);
});
