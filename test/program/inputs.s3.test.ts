import { gzipSync } from 'node:zlib';
import { dedup } from '../support/command';
import { temporaryFolder, writeFiles } from '../support/folder';
import { readOutput } from '../support/output';
import { newBucket, objects, onS3 } from '../support/s3-tests';

const HEADER = 'movie^user^rating^timestamp\n';
const RECORD = 'heat^ann^1^1\n';

onS3('inputs in S3', () => {
  test.each([
    ['in/a', (text: string) => text],
    ['in/a.gz', gzipSync],
  ])('are read again for the likely cause of bad records: %s', async (key, packed) => {
    const bucket = await newBucket({ [key]: packed('heat,ann,3,1\nheat,ann,3,2\n') });
    const outcome = await dedup(['run', `s3://${bucket}/in/`, '--output', `s3://${bucket}/out`]);
    const file = `s3://${bucket}/${key}`;
    expect(outcome).toMatchObject({
      exitCode: 65,
      stderr:
        `dedup: the columns of '${file}' have ',' between them: give --delimiter ','; bad record in '${file}' at byte 0: ` +
        "1 column, expected 4 with '^' between them: 'heat,ann,3,1'\n",
    });
  });

  test('are read or skipped by their names, and may be empty despite --header, as local files may', async () => {
    const bucket = await newBucket({
      'in/0.gz': '',
      'in/1.gz': gzipSync(HEADER + RECORD + HEADER),
      'in/_year=2024/2.GZ': gzipSync(`${HEADER}heat^bob^1^1\n`),
      'in/_2024.csv': 'no record',
      'in/_temporary/0/a': 'x',
      'in/_SUCCESS': '',
    });
    const outcome = await dedup(['run', `s3://${bucket}/in/`, '--output', `s3://${bucket}/out`, '--header', '--quiet']);
    expect(outcome).toMatchObject({
      exitCode: 0,
      stderr:
        `dedup: warning: 1 file (9 B: 's3://${bucket}/in/_2024.csv') is skipped because names that begin with '_' or '.' are not read; ` +
        'rename those that hold records\n',
    });
    const folder = temporaryFolder();
    writeFiles(folder, await objects(bucket, 'out/'));
    const { summary } = readOutput(folder);
    expect(summary.counts).toMatchObject({ lines: 5, headers: 3, kept: 2 });
    expect(summary.inputs).toMatchObject({
      files: 3,
      skipped: {
        files: 3,
        bytes: 10,
        examples: [`s3://${bucket}/in/_2024.csv`, `s3://${bucket}/in/_SUCCESS`, `s3://${bucket}/in/_temporary/0/a`],
      },
    });
  });

  test('that are not text are refused, and the message names their format', async () => {
    const bucket = await newBucket({ 'in/a': RECORD, 'in/b': gzipSync(RECORD) });
    for (const more of [[], ['--bad-records', 'drop']]) {
      expect(await dedup(['run', `s3://${bucket}/in`, '--output', `s3://${bucket}/out`, ...more])).toMatchObject({
        exitCode: 65,
        stderr: `dedup: 's3://${bucket}/in/b' is packed by gzip, which its name does not say; give it a name that ends in .gz, or unpack it\n`,
      });
    }
    expect(Object.keys(await objects(bucket)).sort()).toEqual(['in/a', 'in/b']);
  });

  test('are named in the error when all of them are skipped for their names', async () => {
    const bucket = await newBucket({ 'in/_2024.csv': RECORD });
    expect(await dedup(['run', `s3://${bucket}/in/`, '--output', 'out'], { cwd: temporaryFolder() })).toMatchObject({
      exitCode: 66,
      stderr: expect.stringContaining(
        `but 1 file (13 B: 's3://${bucket}/in/_2024.csv') skipped for names that begin with '_' or '.'; rename them, or`,
      ),
    });
  });
});
