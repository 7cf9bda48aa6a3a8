/** Fewer records than parts: every part is written, even a part without a record. */

import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseS3 } from '../../job/shared/s3-location';
import { dedup } from '../support/command';
import { temporaryFolder } from '../support/folder';
import { randomJsonCase } from '../support/json-records';
import { readSummary } from '../support/output';
import { Random } from '../support/random';
import { onS3 } from '../support/s3-tests';
import { until } from '../support/until';
import { onYarn } from '../support/yarn';
import {
  answerOfRun,
  applications,
  environmentOfAStep,
  smallTasks,
  startYarn,
  whatIsLeftBeside,
} from '../support/yarn-job';
import { fetched, inBucket, inFolder, type Place } from '../support/yarn-places';

const HEADER = 'movie^user^rating^timestamp\n';
/** The records of the README. */
const THREE_RECORDS = 'heat^ann^3.5^1500000000\nheat^ann^4.0^1600000000\nheat^bob^1.0^1550000000\n';

const RECORD = 'heat^ann^4.5^1600000000\n';
const BAD_LINES = 'heat\n'.repeat(700);

interface Few {
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly options: readonly string[];
  readonly parts: number;
  readonly kept: number;
}

/** Few records, two files of mostly bad lines, and a packed file with many records of two keys. */
const IN_FOLDER: Few = {
  files: {
    'in/a': `${HEADER}${THREE_RECORDS}`,
    'in/b': `${HEADER}${BAD_LINES}${RECORD}`,
    'in/c': `${HEADER}${BAD_LINES}${RECORD}`,
    'in/d.gz': gzipSync(HEADER + Array.from({ length: 200_000 }, (_, i) => `heat^${i % 2}^1^${i}\n`).join('')),
  },
  options: ['--header', '--bad-records', 'keep'],
  parts: 5,
  kept: 4,
};

/** An empty file, and a file of only a header. */
const IN_BUCKET: Few = {
  files: { 'in/a': '', 'in/b': HEADER },
  options: ['--allow-empty', '--header', '--compress', 'gzip'],
  parts: 3,
  kept: 0,
};

/** Two splits cut this file within a quoted field, whose lines look like records; the job is submitted twice. */
const INNER = Array.from({ length: 3000 }, (_, i) => `inner${i},v,${i}\n`).join('');
const CUT_WITHIN_QUOTES = `outer,v,1\ntrap,"${INNER}${INNER}bad\n${INNER}",2\nouter,v,3\n`;
const QUOTED = ['--format', 'csv', '--columns', 'key,value,at', '--key', 'key', '--order-by', 'at'];

/** The options of JSON Lines with three nested names of the key, and a rank and text of the order. */
const JSON_SEED = 39;

jest.setTimeout(600_000);

onYarn('few records', (cluster) => {
  async function expectSameAsRun(
    { files, options, parts, kept }: Few,
    placeOf: typeof inFolder,
    more: readonly string[] = [],
    env = {},
  ): Promise<Place> {
    const place = await placeOf(files);
    const tasks = [...options, ...more, ...smallTasks(1, 2), '--parts', String(parts)];
    const run = startYarn(cluster, [place.input, '--output', place.output, ...tasks], { env });
    expect(await run.ended).toEqual({ exitCode: 0, signal: null, stdout: '', stderr: '' });
    const answer = await place.answer();
    expect(answer).toMatchObject({ counts: { kept } });
    expect(answer.parts.filter((part) => part === '').length).toBeGreaterThanOrEqual(parts - kept);
    expect(answer).toEqual(await answerOfRun([place.input, ...options], parts));
    expect(await dedup(['verify', place.output])).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await whatIsLeftBeside(cluster, run)).toEqual([]);
    expect(await place.unfinished()).toEqual([]);
    return place;
  }

  it('of every kind are written to a folder', async () => {
    await expectSameAsRun(IN_FOLDER, inFolder);
  });

  it('are three, which --parallelism auto gives to one map container and one reduce container; class data that no JVM can use do no harm', async () => {
    const place = await inFolder({ 'in/a': THREE_RECORDS });
    const memory = ['--container-memory', '1280m', '--application-master-memory', '512m'];
    const broken = temporaryFolder({ 'classes.jsa': 'no archive', 'class-path': '/no/such.jar' });
    const args = [place.input, '--output', place.output, '--parallelism', 'auto', ...memory, '--class-data', broken];
    const run = startYarn(cluster, args);
    const { stderr, ...ended } = await run.ended;
    expect(ended).toMatchObject({ exitCode: 0, signal: null });
    // other tests may use the same cluster meanwhile, so that fewer slots are free than it has
    const [why, ...rest] = stderr.split('\n');
    expect(rest.join('\n')).toContain('dedup: warning: 0 of 2 tasks used the class data, ');
    expect(why).toMatch(
      /^parallelism 1 \(1 container\): (more slots would not .* faster; \d+ are free|no container has .*)$/,
    );
    expect(readSummary(place.output).yarn).toMatchObject({
      parallelism: 1,
      why,
      maps: 1,
      reduces: 1,
      withClassData: 0,
    });
    expect(await place.answer()).toEqual(await answerOfRun([place.input], 16));
    expect(await whatIsLeftBeside(cluster, run)).toEqual([]);
  });

  it.each([
    ['fail', 'a bad record is found that is none', ''],
    ['keep', 'the segments do not meet', 'x,1\n'],
  ])(
    'are read again from a file that was cut within quotes: with --bad-records %s, where %s',
    async (mode, _, more) => {
      const place = await inFolder({ 'in/a': `${CUT_WITHIN_QUOTES}${more}` });
      const options = [...QUOTED, '--bad-records', mode];
      const tasks = [...smallTasks(1, 2), '--parts', '1'];
      const run = startYarn(cluster, [place.input, '--output', place.output, ...options, ...tasks]);
      expect(await run.ended).toMatchObject({
        exitCode: 0,
        stderr: expect.stringMatching(/^dedup: warning: 1 file \('.*in\/a'\) was read twice, [^\n]*\n$/),
      });
      const { inputs: read, ...answer } = await answerOfRun([place.input, ...options], 1);
      expect(await place.answer()).toEqual({ ...answer, inputs: { ...read, uncut: [join(place.input, 'a')] } });
      const { counts, inputs, yarn } = readSummary(place.output);
      expect(counts).toMatchObject({ kept: 2, superseded: 1, rejected: more === '' ? 0 : 1 });
      expect(inputs.uncut).toEqual([expect.stringMatching(/in\/a$/)]);
      expect(yarn).toMatchObject({ maps: 1, reduces: 1 });
      expect(await applications(cluster, run.run)).toHaveLength(2);
      expect(await dedup(['verify', place.output])).toMatchObject({ exitCode: 0, stderr: '' });
      expect(await whatIsLeftBeside(cluster, run)).toEqual([]);
      expect(await place.unfinished()).toEqual([]);
    },
  );

  it(`of JSON Lines are those of dedup run, bad ones too (seed ${JSON_SEED})`, async () => {
    const { args, spec, files } = randomJsonCase(new Random(JSON_SEED), 600);
    expect(spec).toMatchObject({
      columns: ['__proto__|user.id|ü', 'd.e.f.g|k|b\\|c', 'user.rank', 'ev.time|ev.seq|k'],
      orderBy: [{ type: 'rank' }, { type: 'text' }],
    });
    const place = await inFolder(Object.fromEntries(files.map((bytes, i) => [`in/${i}`, bytes])));
    const options = [...args, '--bad-records', 'keep'];
    const tasks = [...smallTasks(1, 3), '--parts', '4', '--split-size', '12k'];
    const run = startYarn(cluster, [place.input, '--output', place.output, ...options, ...tasks]);
    expect(await run.ended).toEqual({ exitCode: 0, signal: null, stdout: '', stderr: '' });
    expect(await place.answer()).toEqual(await answerOfRun([place.input, ...options], 4));
    const { yarn, rejects } = readSummary(place.output);
    expect(yarn?.maps).toBeGreaterThan(1);
    expect(rejects.byReason.json).toBeGreaterThan(0);
    expect(await dedup(['verify', place.output])).toMatchObject({ exitCode: 0, stderr: '' });
  });

  onS3('from S3 to S3', () => {
    it('are written as in a step on EMR, and no secret variable or property is left in any file', async () => {
      const secret = randomBytes(16).toString('hex');
      const property = ['--hadoop', `test.password=${secret}`];
      const place = await expectSameAsRun(IN_BUCKET, inBucket, property, {
        ...environmentOfAStep(cluster),
        AWS_TEST_SECRET: secret,
      });
      const published = await fetched(parseS3(place.output).bucket);
      expect(filesWith(secret, published)).toEqual([]);
      expect(readSummary(published).command).toContain('test.password=***');
      // nodes remove the files of an application some moments after its end
      await until('no file has the secret', () => filesWith(secret, cluster.folder).length === 0);
    });
  });

  /** A file that has it is found each time, and left out. */
  function filesWith(secret: string, folder: string): string[] {
    const sought = join(folder, 'sought');
    writeFileSync(sought, secret);
    const { stdout } = spawnSync('grep', ['-rlF', secret, folder], { encoding: 'utf8' });
    const found = stdout.split('\n').filter(Boolean);
    expect(found).toContain(sought);
    return found.filter((file) => file !== sought);
  }
});
