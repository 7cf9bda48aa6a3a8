/** The start of the command (bin/start.ts): errors on the file of the program beside it. */

import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEDUP, dedup, PROGRAM } from '../support/command';
import { temporaryFolder } from '../support/folder';

/** Runs a copy of the start, beside which is a program of these bytes. */
function startBeside(bytes: Uint8Array | null) {
  const home = temporaryFolder();
  const [start, program] = [join(home, 'dedup.js'), join(home, 'dedup-program.js')];
  copyFileSync(DEDUP, start);
  if (bytes !== null) writeFileSync(program, bytes);
  return { start, program, ended: dedup(['--version'], { program: start }) };
}

test('a start without the file of the program says which file to copy', async () => {
  const { start, program, ended } = startBeside(null);
  expect(await ended).toEqual({
    exitCode: 69,
    signal: null,
    stdout: '',
    stderr: `dedup: cannot read '${program}' (ENOENT): copy the one of the same build into the folder of '${start}'\n`,
  });
});

test.each([
  ['another build', (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replace(/[0-9a-f]{64}/, '0'.repeat(64)))],
  ['which the end is missing', (bytes: Buffer) => bytes.subarray(0, 100_000)],
])('a start refuses a program of %s', async (_, changed) => {
  const { start, program, ended } = startBeside(changed(readFileSync(PROGRAM)));
  expect(await ended).toEqual({
    exitCode: 74,
    signal: null,
    stdout: '',
    stderr: `dedup: '${program}' is not of the same build as '${start}': run again if a build was under way, else copy both files of one build\n`,
  });
});

test('a run on one thread loads none of the modules of Node that few runs use', async () => {
  const home = temporaryFolder({
    'in/a': 'heat^ann^1^1\n',
    'tell.cjs': `process.once('exit', () => console.log(process.moduleLoadList.join('\\n')));`,
  });
  const nodeOptions = ['--require', join(home, 'tell.cjs')];
  const { exitCode, stdout } = await dedup(['run', 'in', '--output', 'out', '--quiet'], {
    cwd: home,
    nodeOptions,
    env: { NODE_OPTIONS: '' },
  });
  expect(exitCode).toBe(0);
  expect(stdout).toContain('NativeModule zlib\n');
  expect(stdout).not.toMatch(/^NativeModule (child_process|crypto|http|module|worker_threads)$/m);
});
