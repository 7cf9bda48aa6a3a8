import { gzipSync } from 'node:zlib';
import { temporaryFolder, writeFiles } from '../support/folder';
import { readOutput } from '../support/output';
import { dedupResident as dedup } from '../support/resident';
import { readsInput, startS3Faults } from '../support/s3-faults';
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
      'in/_deleted/part-0': 'x',
      'in/_SUCCESS': '',
    });
    const outcome = await dedup(['run', `s3://${bucket}/in/`, '--output', `s3://${bucket}/out`, '--header', '--quiet']);
    expect(outcome).toMatchObject({
      exitCode: 0,
      stderr:
        `dedup: warning: 1 file (9 B: 's3://${bucket}/in/_2024.csv') is skipped because names that begin with '_' or '.' are not read; ` +
        `rename those that hold records\ndedup: warning: 1 file (1 B: 's3://${bucket}/in/_deleted/part-0') is skipped: ` +
        'deletes of an output that is an input here are not read, so that an older record of such a key in another input ' +
        'brings the key back; --merge into that output reads them\n',
    });
    const folder = temporaryFolder();
    writeFiles(folder, await objects(bucket, 'out/'));
    const { summary } = readOutput(folder);
    expect(summary.counts).toMatchObject({ lines: 5, headers: 3, kept: 2 });
    expect(summary.inputs).toMatchObject({
      files: 3,
      skipped: {
        files: 4,
        bytes: 11,
        examples: [
          ...[`s3://${bucket}/in/_2024.csv`, `s3://${bucket}/in/_SUCCESS`, `s3://${bucket}/in/_deleted/part-0`],
        ],
      },
    });
  });

  test('that are parts of an output are read without its deletes, and the run warns', async () => {
    const part = 'part-00000-20260131t235959z-0a1b2c';
    const bucket = await newBucket({ [`old/${part}`]: RECORD, [`old/_deleted/${part}`]: RECORD });
    const outcome = await dedup(['run', `s3://${bucket}/old/${part}`, '--output', `s3://${bucket}/out`, '--quiet']);
    expect(outcome.exitCode).toBe(0);
    expect(outcome.stderr).toMatch(`'s3://${bucket}/old/_deleted/${part}') is skipped: deletes of an output`);
  });

  test('are looked at by sniff, whose command names them', async () => {
    const bucket = await newBucket({
      'in/a.csv': 'id,v,ts\n1,a,5\n2,b,6\n',
      'in/b.csv.gz': gzipSync(`id,v,ts\n${'1,c,7\n'.repeat(300_000)}`),
      'in/_SUCCESS': '',
    });
    const { exitCode, stdout, stderr } = await dedup(['sniff', `s3://${bucket}/in/`]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^looked at 2 files, /);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(
      `dedup run s3://${bucket}/in/ --output latest/ --format csv --header --key id --order-by ts:int`,
    );
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

  test('with other headers or in UTF-16 are read like local files, and only those that are cut are looked at before', async () => {
    const faults = await startS3Faults(process.env.AWS_ENDPOINT_URL as string);
    try {
      const records = Array.from({ length: 40_000 }, (_, i) => `${i % 999}^ann^${i}^${i}\n`);
      const rearranged = records.map((line) => line.trimEnd().split('^').reverse().join('^'));
      const wide = `\ufeff${HEADER}${records.map((line) => line.replace('ann', 'bob')).join('')}`;
      const small = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`in/s${i}`, HEADER + RECORD]));
      const files = {
        ...small,
        'in/a': `timestamp^rating^user^movie\n${rearranged.join('\n')}\n`,
        'in/b': Buffer.from(wide, 'utf16le'),
        'in/c.gz': gzipSync(`user^movie^timestamp^rating\ncat^heat^1^1\n`),
      };
      const bucket = await newBucket(files);
      const options = [
        '--header',
        '--columns',
        'movie,user,rating,timestamp',
        '--threads',
        '2',
        '--parts',
        '1',
        '--quiet',
      ];
      const outcome = await dedup(['run', `s3://${bucket}/in`, '--output', `s3://${bucket}/out`, ...options], {
        env: { AWS_ENDPOINT_URL: faults.endpoint },
      });
      expect(outcome).toMatchObject({ exitCode: 0 });
      const folder = temporaryFolder();
      writeFiles(folder, await objects(bucket, 'out/'));
      const { summary, records: kept } = readOutput(folder);
      expect(kept.split('\n').filter(Boolean).sort()).toEqual(
        [
          ...records.slice(-999).flatMap((line) => [line.trimEnd(), line.trimEnd().replace('ann', 'bob')]),
          'heat^cat^1^1',
          'heat^ann^1^1',
        ].sort(),
      );
      expect(summary.inputs).toMatchObject({ rearrangedFiles: 2, utf16Files: 1 });
      const asked = faults.seen.filter(readsInput).map(({ path }) => String(/in\/([^/?]+)/.exec(path)?.[1]));
      const times = (name: string) => asked.filter((each) => each === name).length;
      // each small one is read once, and the first file of all for its header too
      expect(Object.keys(small).map((name) => times(name.slice(3)))).toEqual(Object.keys(small).map(() => 1));
      expect(times('b')).toBe(2);
    } finally {
      await faults.stop();
    }
  });
});
