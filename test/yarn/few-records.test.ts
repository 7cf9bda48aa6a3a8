/** Fewer records than parts: every part is written, those without a record too. */

import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { dedup } from '../support/command';
import { onS3 } from '../support/s3-tests';
import { until } from '../support/until';
import { onYarn } from '../support/yarn';
import { answerOfRun, smallTasks, startYarn, whatIsLeftBeside } from '../support/yarn-job';
import { inBucket, inFolder } from '../support/yarn-places';

const HEADER = 'movie^user^rating^timestamp\n';
/** Those of the README. */
const FOUR_LINES = `${HEADER}heat^ann^3.5^1500000000\nheat^ann^4.0^1600000000\nheat^bob^1.0^1550000000\n`;

interface Few {
  readonly what: string;
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly options: readonly string[];
  readonly parallelism: number;
  readonly parts: number;
  readonly kept: number;
}

const IN_FOLDERS: readonly Few[] = [
  { what: 'four lines', files: { 'in/a': FOUR_LINES }, options: ['--header'], parallelism: 16, parts: 16, kept: 2 },
  {
    what: 'no good record',
    files: { 'in/a': 'heat\n'.repeat(700) },
    options: ['--bad-records', 'keep', '--allow-empty'],
    ...{ parallelism: 1, parts: 3, kept: 0 },
  },
  {
    what: 'a packed file of five keys',
    files: { 'in/a.gz': gzipSync(Array.from({ length: 200_000 }, (_, i) => `heat^${i % 5}^1^${i}\n`).join('')) },
    options: [],
    ...{ parallelism: 4, parts: 7, kept: 5 },
  },
];

const IN_BUCKETS: readonly Few[] = [
  {
    what: 'an empty file, and one of a header alone',
    files: { 'in/a': '', 'in/b': HEADER },
    options: ['--allow-empty', '--header', '--compress', 'gzip'],
    ...{ parallelism: 4, parts: 4, kept: 0 },
  },
];

jest.setTimeout(600_000);

onYarn('few records', (cluster) => {
  /** All at a time: a job mostly waits. */
  async function expectSameAsRun(cases: readonly Few[], placeOf: typeof inFolder, env = {}): Promise<void> {
    const runs = await Promise.all(
      cases.map(async (few) => {
        const place = await placeOf(few.files);
        const tasks = [...few.options, ...smallTasks(few.parallelism), '--parts', String(few.parts)];
        return { ...few, place, run: startYarn(cluster, [place.input, '--output', place.output, ...tasks], { env }) };
      }),
    );
    for (const { what, place, run, options, parts, kept } of runs) {
      expect({ what, ...(await run.ended) }).toEqual({ what, exitCode: 0, signal: null, stdout: '', stderr: '' });
      const answer = await place.answer();
      expect({ what, ...answer }).toMatchObject({ what, counts: { kept } });
      expect({ what, answer }).toEqual({ what, answer: await answerOfRun([place.input, ...options], parts) });
      expect(await dedup(['verify', place.output])).toMatchObject({ exitCode: 0, stderr: '' });
      expect(await whatIsLeftBeside(cluster, run)).toEqual([]);
      expect(await place.unfinished()).toEqual([]);
    }
  }

  it('are written to a folder', () => expectSameAsRun(IN_FOLDERS, inFolder));

  onS3('from S3 to S3', () => {
    it('are written; the variables that tasks got are nowhere on the cluster then', async () => {
      const secret = randomBytes(16).toString('hex');
      await expectSameAsRun(IN_BUCKETS, inBucket, { AWS_TEST_SECRET: secret });
      // nodes remove what an application had some moments after its end
      await until('no file has the secret', () => filesWith(secret).length === 0);
    });
  });

  /** What is looked for has to be found first, where it is. */
  function filesWith(secret: string): string[] {
    writeFileSync(join(cluster.folder, 'sought'), secret);
    const { stdout } = spawnSync('grep', ['-rlF', secret, cluster.folder], { encoding: 'utf8' });
    const found = stdout.split('\n').filter(Boolean);
    expect(found).toContain(join(cluster.folder, 'sought'));
    return found.filter((file) => !file.endsWith('/sought'));
  }
});
