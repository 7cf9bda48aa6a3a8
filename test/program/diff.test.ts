import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { dedup as dedupAlone } from '../support/command';
import { temporaryFolder, writeFiles } from '../support/folder';
import { visibleNames } from '../support/output';
import { dedupResident as dedup } from '../support/resident';

const LINES = ['heat^ann^4^9', 'heat^bob^1^5', 'up^ann^2^3', 'up^\xff^2^3'];
const textOf = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');

/** Two outputs, of which the second one has a record more, one less and one that is later. */
async function twoOutputs(): Promise<string> {
  const home = temporaryFolder({
    'old/a': textOf(LINES),
    'new/a': textOf(['heat^ann^5^10', 'heat^bob^1^5', 'new^ann^2^3', 'up^\xff^2^3']),
  });
  for (const [name, ...args] of [
    ['old', '--parts', '2'],
    ['new', '--parts', '3', '--compress', 'gzip'],
  ] as const) {
    const outcome = await dedup(['run', name, '--output', `${name}.out`, '--quiet', ...args], { cwd: home });
    expect(outcome).toMatchObject({ exitCode: 0 });
  }
  return home;
}

test('dedup diff counts, and exits with 0 for equal outputs and with 1 for others', async () => {
  const cwd = await twoOutputs();
  expect(await dedup(['diff', 'old.out', 'new.out'], { cwd })).toMatchObject({
    exitCode: 1,
    stdout: '1 key added, 1 changed, 1 removed, 2 unchanged\n',
    stderr: '',
  });
  const equal = await dedup(['diff', 'old.out', 'old.out', '--json'], { cwd });
  expect(equal).toMatchObject({ exitCode: 0, stderr: '' });
  expect(JSON.parse(equal.stdout)).toEqual({
    old: 'old.out',
    new: 'old.out',
    added: 0,
    changed: 0,
    removed: 0,
    deleted: 0,
    unchanged: 4,
  });
});

test('dedup diff prints records as they are, or as JSON', async () => {
  const cwd = await twoOutputs();
  const plain = await dedup(['diff', 'old.out', 'new.out', '--records'], { cwd });
  expect(plain).toMatchObject({ exitCode: 1, stderr: '' });
  expect(plain.stdout).toContain('-heat^ann^4^9\n+heat^ann^5^10\n');
  expect(plain.stdout.split('\n').sort()).toEqual(
    ['', '+heat^ann^5^10', '+new^ann^2^3', '-heat^ann^4^9', '-up^ann^2^3'].sort(),
  );
  writeFiles(cwd, { 'new/a': textOf(['up^\xff^1^4']) });
  expect(await dedup(['run', 'new', '--output', 'new.out', '--quiet'], { cwd })).toMatchObject({ exitCode: 0 });
  const json = await dedup(['diff', 'old.out', 'new.out', '--records', '--json'], { cwd });
  const documents = json.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(documents).toHaveLength(5);
  expect(documents).toContainEqual({ change: 'removed', old: 'heat^ann^4^9' });
  expect(documents.find(({ change }) => change === 'changed')).toEqual({
    change: 'changed',
    oldBase64: Buffer.from('up^\xff^2^3', 'latin1').toString('base64'),
    newBase64: Buffer.from('up^\xff^1^4', 'latin1').toString('base64'),
  });
  expect(documents.at(-1)).toMatchObject({ added: 0, changed: 1, removed: 3, unchanged: 0 });
});

test('a reader that has seen enough ends the command with 1, and without an error', async () => {
  const cwd = await twoOutputs();
  const outcome = await dedupAlone(['diff', 'old.out', 'new.out', '--records'], { cwd, isDeaf: true });
  expect(outcome).toMatchObject({ exitCode: 1, stderr: '' });
});

test('an output that is not whole is refused, and so is a folder without one', async () => {
  const cwd = await twoOutputs();
  const diff = async (old: string) => dedup(['diff', old, 'new.out'], { cwd });
  mkdirSync(join(cwd, 'empty'));
  expect(await diff('empty')).toMatchObject({ exitCode: 66, stderr: "dedup: no output of dedup in 'empty'\n" });
  const [part = ''] = visibleNames(join(cwd, 'old.out'));
  renameSync(join(cwd, 'old.out', part), join(cwd, 'part'));
  expect(await diff('old.out')).toMatchObject({
    exitCode: 65,
    stderr: expect.stringMatching(
      /^dedup: the output in 'old\.out' is not whole: part '.*' is missing; dedup verify .*\n$/,
    ),
  });
  renameSync(join(cwd, 'part'), join(cwd, 'old.out', part));
  rmSync(join(cwd, 'old.out/_SUCCESS'));
  expect(await diff('old.out')).toMatchObject({
    exitCode: 65,
    stderr: expect.stringMatching(/is not whole: it has no _SUCCESS, so no run ended here/),
  });
});
