/**
 * Every folder of test/fixtures/program is a case. It holds the inputs `in/`, and either `expected`, the records of all
 * parts in the order of their names, or `expected.error`, an exit code and on the next line a text that the message
 * contains. `expected.deleted` has the deletes, if there are any. The optional `args` has one argument a line. s3-fixtures.s3.test.ts has the cases in S3, with other numbers of
 * threads and parts and with compression.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/command';
import { temporaryFolder } from '../support/folder';
import { readOutput } from '../support/output';
import { dedupResident as dedup } from '../support/resident';
import { problemsOf } from '../support/verified';

const FIXTURES = join(ROOT, 'test', 'fixtures', 'program');

const cases = readdirSync(FIXTURES);

test.each(cases.filter((name) => has(name, 'expected')))('the case %s has the expected output', async (name) => {
  const output = join(temporaryFolder(), 'out');
  const { exitCode, stderr } = await dedupFixture(name, output);
  expect({ exitCode, stderr: stderr.replace(/^dedup: warning: .*\n/, '') }).toEqual({ exitCode: 0, stderr: '' });
  const { records, deletes } = readOutput(output);
  expect(records).toBe(readFileSync(join(FIXTURES, name, 'expected'), 'latin1'));
  expect(deletes).toBe(
    has(name, 'expected.deleted') ? readFileSync(join(FIXTURES, name, 'expected.deleted'), 'latin1') : '',
  );
  expect(await problemsOf(output)).toEqual([]);
});

test.each(cases.filter((name) => has(name, 'expected.error')))(
  'the case %s ends with the expected error',
  async (name) => {
    const [exitCode, message] = readFileSync(join(FIXTURES, name, 'expected.error'), 'latin1')
      .trimEnd()
      .split('\n');
    const home = temporaryFolder();
    const outcome = await dedupFixture(name, join(home, 'out'));
    expect(outcome).toMatchObject({ exitCode: Number(exitCode), stdout: '' });
    expect(outcome.stderr).toContain(message);
    expect(outcome.stderr).toMatch(/^dedup: .+\n$/);
    expect(readdirSync(home)).toEqual([]);
  },
);

test('every case has either an expected output or an expected error', () => {
  expect(cases.filter((name) => has(name, 'expected') === has(name, 'expected.error'))).toEqual([]);
});

function has(name: string, file: string): boolean {
  return existsSync(join(FIXTURES, name, file));
}

function dedupFixture(name: string, output: string) {
  const args = has(name, 'args')
    ? readFileSync(join(FIXTURES, name, 'args'), 'latin1')
        .trimEnd()
        .split('\n')
    : [];
  return dedup(['run', 'in', '--output', output, ...args, '--quiet'], { cwd: join(FIXTURES, name) });
}
