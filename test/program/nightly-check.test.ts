/** The check of the stacks for new files, in the bundle that Lambda gets. */

import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/command';
import { temporaryFolder, writeFiles } from '../support/folder';
import { dedupResident } from '../support/resident';

type Handler = (request: {
  readonly inputs: readonly string[];
  readonly output: string;
  readonly hasDeletes: boolean;
}) => Promise<string>;

const FIRST = 'heat^ann^3.5^1500000000\n';
let handler: Handler;

beforeAll(() => {
  // the function writes its answer into its log
  jest.spyOn(console, 'log').mockImplementation(() => undefined);
  const file = join(temporaryFolder(), 'handler.js');
  execFileSync(process.execPath, ['esbuild.config.mjs', file, 'check'], { cwd: ROOT, stdio: 'inherit' });
  ({ handler } = require(file));
});

async function published(): Promise<{
  readonly home: string;
  readonly check: (hasDeletes?: boolean) => Promise<string>;
}> {
  const home = temporaryFolder({ 'in/a': FIRST });
  const places = { inputs: [join(home, 'in')], output: join(home, 'out') };
  const args = ['run', ...places.inputs, '--output', places.output, '--new-only', '--quiet'];
  expect(await dedupResident(args)).toMatchObject({ exitCode: 0 });
  return { home, check: (hasDeletes = false) => handler({ ...places, hasDeletes }) };
}

test('nothing is new as long as the output has all files of the inputs', async () => {
  const { home, check } = await published();
  expect(await check()).toBe('nothing new');
  rmSync(join(home, 'in/a'));
  expect(await check()).toBe('nothing new');
});

test('a condition for deletes that the output was made without needs a run', async () => {
  const { check } = await published();
  expect(await check(true)).toMatch(/^needs a run: .* was made without --delete-when$/);
});

test('a new file, a file that has changed, and each doubt need a run', async () => {
  const { home, check } = await published();
  writeFiles(home, { 'in/b': FIRST });
  expect(await check()).toMatch(/^needs a run: '.*\/in\/b' is new$/);
  rmSync(join(home, 'in/b'));
  writeFiles(home, { 'in/a': `${FIRST}${FIRST}` });
  expect(await check()).toMatch(/^needs a run: '.*\/in\/a' is changed$/);
  rmSync(join(home, 'out/_SUCCESS'));
  expect(await check()).toMatch(/^needs a run: .* has no _SUCCESS$/);
  rmSync(join(home, 'out'), { recursive: true });
  expect(await check()).toMatch(/^needs a run: no run has published to /);
});
