import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from '../support/folder';

const MODULE = join(__dirname, '..', 'support', 'one-at-a-time.mjs');
/** Each process notes its start and its end, unless another one has done the work. */
const PROGRAM = `
  import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
  import { oneAtATime } from ${JSON.stringify(MODULE)};
  await oneAtATime('lock', async () => {
    appendFileSync('notes', 'start ');
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (!existsSync('done')) appendFileSync('notes', 'work ');
    writeFileSync('done', '');
    appendFileSync('notes', 'end ');
  });
`;

const run = (cwd: string) => promisify(execFile)(process.execPath, ['--input-type=module', '--eval', PROGRAM], { cwd });

it('of several processes one does the work, and the others wait for it', async () => {
  const folder = temporaryFolder();
  await Promise.all([run(folder), run(folder), run(folder)]);
  expect(readFileSync(join(folder, 'notes'), 'utf8')).toBe('start work end start end start end ');
  expect(existsSync(join(folder, 'lock'))).toBe(false);
});

it('a lock of a process that has ended does not count', async () => {
  const folder = temporaryFolder();
  const ended = promisify(execFile)(process.execPath, ['--version']);
  await ended;
  writeFileSync(join(folder, 'lock'), String(ended.child.pid));
  await run(folder);
  expect(readFileSync(join(folder, 'notes'), 'utf8')).toBe('start work end ');
});
