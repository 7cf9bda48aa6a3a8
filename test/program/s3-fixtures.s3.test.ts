/**
 * The cases of test/fixtures/program, read from S3 and written to S3, have the same records and the same errors as in
 * folders. fixtures.test.ts has the folders, with other arguments.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/command';
import { type Files, namesBelow, temporaryFolder, writeFiles } from '../support/folder';
import { readOutput } from '../support/output';
import { dedupResident as dedup } from '../support/resident';
import { newBucket, objects, onS3, openUploads } from '../support/s3-tests';
import { problemsOf } from '../support/verified';

const FIXTURES = join(ROOT, 'test', 'fixtures', 'program');

// the project `faults` has all cases; a run in S3 takes five times as long as one in folders, where npm test has them all
declare const IS_DRILL: boolean;
/** The cases of npm test, in which files are listed, opened, unpacked or refused differently. */
const DIFFERENT = [
  ...[
    'any-bytes',
    'change-log-debezium-envelopes',
    'gzip',
    'header',
    'line-endings',
    'nested-folders',
    'nothing-in-gzip',
  ],
  ...['gzip-cut-short', 'header-differs', 'json-not-whole', 'nothing-at-all'],
];
/** Further arguments, none of which may change the records of the output. */
const WAY = ['--threads', '1', '--parts', '5', '--compress', 'gzip'];

onS3('the fixtures, in S3', () => {
  test('are among the fixtures of the program', () => {
    expect(readdirSync(FIXTURES)).toEqual(expect.arrayContaining(DIFFERENT));
  });

  test.each(casesWith('expected'))('the case %s has the expected output', async (name) => {
    const bucket = await newBucket(inputOf(name));
    const output = `s3://${bucket}/out`;
    const { exitCode, stderr } = await run(name, `s3://${bucket}/in`, output, WAY);
    expect({ exitCode, stderr: stderr.replace(/^dedup: warning: .*\n/, '') }).toEqual({ exitCode: 0, stderr: '' });
    const copy = temporaryFolder();
    writeFiles(copy, await objects(bucket, 'out/'));
    const { records, parts, deletes } = readOutput(copy);
    expect(records).toBe(readFileSync(join(FIXTURES, name, 'expected'), 'latin1'));
    expect(deletes).toBe(
      has(name, 'expected.deleted') ? readFileSync(join(FIXTURES, name, 'expected.deleted'), 'latin1') : '',
    );
    expect(parts).toHaveLength(5);
    expect(await problemsOf(output)).toEqual([]);
    expect(await openUploads(bucket)).toEqual([]);
  });

  test.each(casesWith('expected.error'))('the case %s ends with the expected error', async (name) => {
    const [exitCode, message] = readFileSync(join(FIXTURES, name, 'expected.error'), 'latin1')
      .trimEnd()
      .split('\n');
    const input = inputOf(name);
    const bucket = await newBucket(input);
    const outcome = await run(name, `s3://${bucket}/in`, `s3://${bucket}/out`, []);
    expect(outcome).toMatchObject({ exitCode: Number(exitCode), stdout: '' });
    expect(outcome.stderr.replaceAll(`s3://${bucket}/`, '')).toContain(message);
    expect(Object.keys(await objects(bucket)).sort()).toEqual(Object.keys(input).sort());
    expect(await openUploads(bucket)).toEqual([]);
  });
});

function casesWith(file: string): string[] {
  return (IS_DRILL ? readdirSync(FIXTURES) : DIFFERENT).filter((name) => has(name, file));
}

function has(name: string, file: string): boolean {
  return existsSync(join(FIXTURES, name, file));
}

function inputOf(name: string): Files {
  const folder = join(FIXTURES, name, 'in');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const names = namesBelow(folder).filter((each) =>
    files.some((file) => join(file.parentPath, file.name) === join(folder, each)),
  );
  return Object.fromEntries(names.map((each) => [`in/${each}`, readFileSync(join(folder, each))]));
}

function run(name: string, input: string, output: string, way: readonly string[]) {
  const args = has(name, 'args')
    ? readFileSync(join(FIXTURES, name, 'args'), 'latin1')
        .trimEnd()
        .split('\n')
    : [];
  return dedup(['run', input, '--output', output, ...args, ...way, '--quiet']);
}
