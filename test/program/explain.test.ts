import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../support/folder';
import { readSummary, visibleNames } from '../support/output';
import { dedupResident as dedup } from '../support/resident';

const FILES = {
  'in/a': 'heat^ann^4^9\nheat^bob^1^5\nup^\xff^2^3\n',
  'in/b': 'heat^ann^3^9\nheat^ann^1^2\nheat^ann^1^x\n',
};

async function explained(...args: string[]) {
  const cwd = temporaryFolder(FILES);
  const run = ['run', 'in', '--output', 'out', '--bad-records', 'drop', '--quiet', '--parts', '3'];
  expect(await dedup(run, { cwd })).toMatchObject({ exitCode: 0 });
  return { cwd, outcome: await dedup(['explain', 'out', ...args], { cwd }) };
}

test('dedup explain finds records, and exits with 1 where the output lacks one', async () => {
  const { cwd, outcome } = await explained('--key', 'heat,bob');
  expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
  expect(outcome.stdout).toMatch(/^heat,bob: in 'out\/part-0000\d-.*' at byte \d+: heat\^bob\^1\^5\n$/);
  // a user who has the columns in another order in mind is told of their order
  expect(await dedup(['explain', 'out', '--key', 'bob,heat'], { cwd })).toMatchObject({
    exitCode: 1,
    stdout: 'bob,heat: absent (the key is movie,user)\n',
  });
  writeFileSync(join(cwd, 'keys'), 'up,\xff\nnix,ann\nup,\xff\n', 'latin1');
  const several = await dedup(['explain', 'out', '--keys-from', 'keys', '--key', 'heat,ann', '--json'], { cwd });
  expect(several).toMatchObject({ exitCode: 1, stderr: '' });
  const { keys, ...rest } = JSON.parse(several.stdout);
  expect(rest).toEqual({ output: 'out', inputs: null });
  expect(keys).toEqual([
    {
      key: 'heat,ann',
      found: { file: expect.any(String), offset: expect.any(Number), line: 'heat^ann^4^9' },
      deleted: null,
    },
    {
      keyBase64: Buffer.from('up,\xff', 'latin1').toString('base64'),
      found: {
        file: expect.any(String),
        offset: expect.any(Number),
        lineBase64: Buffer.from('up^\xff^2^3', 'latin1').toString('base64'),
      },
      deleted: null,
    },
    { key: 'nix,ann', found: null, deleted: null },
  ]);
});

test('dedup explain --inputs tells of all records, and why each was kept or not', async () => {
  const { cwd, outcome } = await explained('--key', 'heat,ann', '--inputs');
  expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
  expect(outcome.stdout.split('\n').slice(1)).toEqual([
    "  'in/b' at byte 26: rejected (order): order column 'timestamp' is 'x', expected an integer",
    "  'in/b' at byte 13: timestamp 2, superseded by 'in/a' at byte 0: its timestamp is later",
    "  'in/b' at byte 0: timestamp 9, superseded by 'in/a' at byte 0: a tie, in which the greater line is kept",
    "  'in/a' at byte 0: timestamp 9, kept",
    'read 6 lines of 2 files',
    '',
  ]);
  const elsewhere = await dedup(['explain', '../out', '--key', 'heat,ann', '--inputs'], { cwd: join(cwd, 'in') });
  expect(elsewhere).toMatchObject({
    exitCode: 66,
    stderr:
      "dedup: no such input: 'in'; the inputs are named as in the run's own folder: go there, or name them behind the " +
      'output\n',
  });
  const named = await dedup(['explain', 'out', 'in/b', '--key', 'heat,ann', '--json'], { cwd });
  const { keys, inputs } = JSON.parse(named.stdout);
  expect(inputs).toEqual({ files: 1, lines: 3, unreadable: 0, merged: null });
  expect(keys[0].records).toEqual([
    {
      file: 'in/b',
      offset: 13,
      order: { timestamp: '2' },
      line: 'heat^ann^1^2',
      fate: 'superseded',
      by: { file: keys[0].found.file, offset: keys[0].found.offset },
      decidedBy: 'timestamp',
    },
    {
      file: 'in/b',
      offset: 0,
      order: { timestamp: '9' },
      line: 'heat^ann^3^9',
      fate: 'superseded',
      by: { file: keys[0].found.file, offset: keys[0].found.offset },
      decidedBy: '(line)',
    },
  ]);
});

test.each([
  ['UTF-8', Buffer.from('\ufeffheat,bob\n')],
  ['UTF-16', Buffer.from('\ufeffheat,bob\r\n', 'utf16le')],
  ['UTF-16 of the other byte order', Buffer.from('\ufeffheat,bob', 'utf16le').swap16()],
])('keys may begin with a byte order mark: %s', async (_, keys) => {
  const { cwd } = await explained('--key', 'heat,bob');
  writeFileSync(join(cwd, 'keys'), keys);
  const outcome = await dedup(['explain', 'out', '--keys-from', 'keys'], { cwd });
  expect(outcome).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^heat,bob: in '.*\n$/), stderr: '' });
});

test.each([
  ['without a key', [], 64, 'no key is given, expected --key <values> or --keys-from <file>'],
  [
    'with too many values',
    ['--key', 'a,b,c'],
    64,
    "--key 'a,b,c' has 3 values, the key is movie,user; write a value that",
  ],
  [
    'with too few values',
    ['--key', 'a'],
    64,
    "--key 'a' has 1 value, the key is movie,user; give them all, with commas",
  ],
  ['with a folder for a file', ['--keys-from', 'out'], 66, "cannot read the keys in 'out': it is a folder"],
  [
    'with a file that is not there',
    ['--keys-from', 'nix'],
    66,
    "cannot read the keys in 'nix': no such file or directory",
  ],
])('a question %s is refused', async (_, args, exitCode, message) => {
  const { outcome } = await explained(...args);
  expect(outcome).toMatchObject({ exitCode, stdout: '' });
  expect(outcome.stderr).toContain(message);
});

test('an output that is not whole is refused', async () => {
  const { cwd } = await explained('--key', 'heat,ann');
  const ask = () => dedup(['explain', 'out', '--key', 'heat,ann'], { cwd });
  const summary = readSummary(join(cwd, 'out'));
  writeFileSync(join(cwd, 'out/_dedup/summary.json'), JSON.stringify({ ...summary, format: 7 }));
  expect(await ask()).toMatchObject({
    exitCode: 66,
    stderr: "dedup: the output in 'out' has format 7; this program reads formats 1 to 4\n",
  });
  writeFileSync(join(cwd, 'out/_dedup/summary.json'), JSON.stringify({ ...summary, command: ['dedup', 'run', '--x'] }));
  const outcome = await dedup(['explain', 'out', '--key', 'heat,ann', '--inputs'], { cwd });
  expect(outcome).toMatchObject({
    exitCode: 65,
    stderr: expect.stringContaining("is not understood (unknown option '--x')"),
  });
  rmSync(join(cwd, 'out', visibleNames(join(cwd, 'out'))[0] as string));
  expect(await ask()).toMatchObject({
    exitCode: 65,
    stderr: expect.stringMatching(/is not whole: part '.*' is missing/),
  });
});
