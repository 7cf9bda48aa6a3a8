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
  type YarnRun,
} from '../support/yarn-job';
import { fetched, inBucket, inFolder, type Place } from '../support/yarn-places';

const HEADER = 'movie^user^rating^timestamp\n';

/** An empty file, and a file of only a header. */
const IN_BUCKET = {
  files: { 'in/a': '', 'in/b': HEADER },
  options: ['--allow-empty', '--header', '--compress', 'gzip'],
  parts: 3,
};

const CSV_HEADER = 'key,value,at\n';
const CSV = ['--format', 'csv', '--key', 'key', '--order-by', 'at'];
/** Two splits cut this file within a quoted field, whose lines look like records. */
const cutWithinQuotes = (lines: number) => {
  const inner = Array.from({ length: lines }, (_, i) => `inner${i},v,${i}\n`).join('');
  return `outer,v,1\ntrap,"${inner}${inner}bad\n${inner}",2\nouter,v,3\n`;
};

const BAD_LINES = 'bad\n'.repeat(700);
/**
 * A file that two splits cut within quotes, two files of mostly bad lines, and a packed file with many records of two keys.
 * The first file is large enough for the cut to be there, and its record is within the limit of a mebibyte.
 */
const IN_FOLDER: Readonly<Record<string, string | Uint8Array>> = {
  'in/a': `${CSV_HEADER}${cutWithinQuotes(15_000)}bad,1\n`,
  'in/b': `${CSV_HEADER}${BAD_LINES}ann,v,1\n`,
  'in/c': `${CSV_HEADER}${BAD_LINES}ann,v,1\n`,
  'in/d.gz': gzipSync(CSV_HEADER + Array.from({ length: 20_000 }, (_, i) => `${i % 2},v,${i}\n`).join('')),
};
const KEYS_IN_FOLDER = ['outer', 'trap', 'ann', '0', '1'];
const BAD_IN_FOLDER = 1 + 2 * 700;
/** The number of parts for an input of this size. */
const USUAL_PARTS = 16;

/** The options of JSON Lines with three nested names of the key, and a rank and text of the order. */
const JSON_SEED = 39;

jest.setTimeout(600_000);

onYarn('few records', (cluster) => {
  async function expectNothingLeft(run: YarnRun, place: Place): Promise<void> {
    expect(await dedup(['verify', place.output])).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await whatIsLeftBeside(cluster, run)).toEqual([]);
    expect(await place.unfinished()).toEqual([]);
  }

  it('of every kind are read again after a cut within quotes; --parallelism auto gives them one map and one reduce container, and class data that no JVM can use do no harm', async () => {
    const place = await inFolder(IN_FOLDER);
    const options = [...CSV, '--header', '--bad-records', 'keep'];
    const memory = ['--slots', '2', '--container-memory', '1280m', '--application-master-memory', '512m'];
    const broken = temporaryFolder({ 'classes.jsa': 'no archive', 'class-path': '/no/such.jar' });
    const sizing = ['--parallelism', 'auto', ...memory, '--class-data', broken];
    const args = [place.input, '--output', place.output, ...options, ...sizing];
    const run = startYarn(cluster, args);
    const { stderr, ...ended } = await run.ended;
    expect({ ...ended, stderr }).toMatchObject({ exitCode: 0, signal: null });
    // other tests may use the same cluster meanwhile, so that fewer slots are free than it has
    const [why] = stderr.split('\n');
    expect(stderr).toContain('dedup: warning: 0 of 2 tasks used the class data, ');
    expect(why).toMatch(
      /^parallelism 2 \(1 container\): (more slots would not .* faster; \d+ are free|no container has .*)$/,
    );
    expect(stderr).toMatch(/^dedup: warning: 1 file \('.*in\/a'\) was read twice, .*$/m);
    const { inputs: read, ...expected } = await answerOfRun([place.input, ...options], USUAL_PARTS);
    const answer = await place.answer();
    // the segments of the first reading do not meet, and nothing of it is left, rejects neither
    expect(answer).toEqual({ ...expected, inputs: { ...read, uncut: [join(place.input, 'a')] } });
    expect(answer.counts).toMatchObject({ kept: KEYS_IN_FOLDER.length, rejected: BAD_IN_FOLDER });
    expect(answer.parts.filter((part) => part === '').length).toBeGreaterThanOrEqual(
      USUAL_PARTS - KEYS_IN_FOLDER.length,
    );
    expect(readSummary(place.output).yarn).toMatchObject({
      parallelism: 2,
      why,
      maps: 1,
      reduces: 1,
      withClassData: 0,
    });
    expect(await applications(cluster, run.run)).toHaveLength(2);
    await expectNothingLeft(run, place);
  });

  it('are read again after a cut within quotes too where a bad record is found there that is none, with --bad-records fail', async () => {
    const place = await inFolder({ 'in/a': cutWithinQuotes(3000) });
    const options = [...CSV, '--columns', 'key,value,at'];
    const tasks = [...smallTasks(1, 2), '--parts', '1'];
    const run = startYarn(cluster, [place.input, '--output', place.output, ...options, ...tasks]);
    expect(await run.ended).toMatchObject({
      exitCode: 0,
      stderr: expect.stringMatching(/^dedup: warning: 1 file \('.*in\/a'\) was read twice, [^\n]*\n$/),
    });
    const { inputs: read, ...answer } = await answerOfRun([place.input, ...options], 1);
    expect(await place.answer()).toEqual({ ...answer, inputs: { ...read, uncut: [join(place.input, 'a')] } });
    const { counts, yarn } = readSummary(place.output);
    expect(counts).toMatchObject({ kept: 2, superseded: 1, rejected: 0 });
    expect(yarn).toMatchObject({ maps: 1, reduces: 1 });
    expect(await applications(cluster, run.run)).toHaveLength(2);
    await expectNothingLeft(run, place);
  });

  it(`of JSON Lines are those of dedup run, bad ones too (seed ${JSON_SEED})`, async () => {
    const { args, spec, files } = randomJsonCase(new Random(JSON_SEED), 600);
    expect(spec).toMatchObject({
      columns: ['__proto__|user.id|ü', 'd.e.f.g|k|b\\|c', 'user.rank', 'ev.time|ev.seq|k'],
      orderBy: [{ type: 'rank' }, { type: 'text' }],
    });
    const place = await inFolder(Object.fromEntries(files.map((bytes, i) => [`in/${i}`, bytes])));
    const options = [...args, '--bad-records', 'keep'];
    const tasks = [...smallTasks(1, 3), '--parts', '4', '--split-size', '48k'];
    const run = startYarn(cluster, [place.input, '--output', place.output, ...options, ...tasks]);
    const stderr = expect.stringMatching(
      /^dedup: warning: \d+ records have no value in the order column 'ev\.time\|ev\.seq\|k' .*\n$/,
    );
    expect(await run.ended).toEqual({ exitCode: 0, signal: null, stdout: '', stderr });
    expect(await place.answer()).toEqual(await answerOfRun([place.input, ...options], 4));
    const { yarn, rejects } = readSummary(place.output);
    expect(yarn?.maps).toBeGreaterThan(1);
    expect(rejects.byReason.json).toBeGreaterThan(0);
    expect(await dedup(['verify', place.output])).toMatchObject({ exitCode: 0, stderr: '' });
  });

  onS3('from S3 to S3', () => {
    it('are written as in a step on EMR, and no secret variable or property is left in any file', async () => {
      const secret = randomBytes(16).toString('hex');
      const { files, options, parts } = IN_BUCKET;
      const place = await inBucket(files);
      const tasks = [...smallTasks(1, 2), '--parts', String(parts), '--hadoop', `test.password=${secret}`];
      const env = { ...environmentOfAStep(cluster), AWS_TEST_SECRET: secret };
      const run = startYarn(cluster, [place.input, '--output', place.output, ...options, ...tasks], { env });
      expect(await run.ended).toEqual({ exitCode: 0, signal: null, stdout: '', stderr: '' });
      const answer = await place.answer();
      expect(answer.parts).toEqual(Array(parts).fill(''));
      expect(answer).toEqual(await answerOfRun([place.input, ...options], parts));
      await expectNothingLeft(run, place);
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
