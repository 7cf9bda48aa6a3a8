import { join } from 'node:path';
import { dedup, type Outcome, seenWhile, startDedup } from '../support/command';
import { snapshot, temporaryFolder, writeFiles } from '../support/folder';
import { readOutput } from '../support/output';
import { type S3Faults, startS3Faults } from '../support/s3-faults';
import { newBucket, objects, onS3, openUploads, writeObjects } from '../support/s3-tests';

const NO_SUCH = 'there-is-no-such-bucket';

function ratings(count: number): string {
  return Array.from({ length: count }, (_, i) => `movie ${i % 977}^user ${i % 4999}^${i % 5}^${i}\n`).join('');
}

onS3('dedup on S3', () => {
  let faults: S3Faults;
  beforeEach(async () => {
    faults = await startS3Faults(process.env.AWS_ENDPOINT_URL as string);
  });
  afterEach(() => faults.stop());

  function run(inputs: readonly string[], output: string, ...args: string[]): Promise<Outcome> {
    return dedup(['run', ...inputs, '--output', output, '--quiet', ...args], viaFaults());
  }

  function viaFaults() {
    return { env: { AWS_ENDPOINT_URL: faults.endpoint } };
  }

  /** A copy of an output in S3, to look at. */
  async function fetched(bucket: string, prefix: string): Promise<string> {
    const folder = temporaryFolder();
    writeFiles(folder, await objects(bucket, prefix));
    return folder;
  }

  /** What is left in a bucket, when a run has ended badly. */
  async function expectNothingBut(bucket: string, names: readonly string[]): Promise<void> {
    expect(Object.keys(await objects(bucket)).sort()).toEqual([...names].sort());
    expect(await openUploads(bucket)).toEqual([]);
  }

  /** About 12 MB in three objects, one packed: several splits, threads and ranged reads. */
  async function largeInput(): Promise<string> {
    const text = ratings(120_000);
    return newBucket({ 'in/a': text, 'in/b': text.slice(0, 4_000_000), 'in/sub/c': ratings(100_000) });
  }

  test('threads read and write it, and are told of the SDK', async () => {
    const bucket = await largeInput();
    const here = temporaryFolder(await objects(bucket));
    expect(await run([`s3://${bucket}/in/`], `s3://${bucket}/out`, '--threads', '2')).toMatchObject({
      exitCode: 0,
      stderr: '',
    });
    expect(await run([join(here, 'in')], join(here, 'out'), '--threads', '2')).toMatchObject({ exitCode: 0 });
    const there = readOutput(await fetched(bucket, 'out/'));
    expect(there.summary.threads).toBe(2);
    expect(there.parts).toEqual(readOutput(join(here, 'out')).parts);
    expect(faults.seen.filter(({ method, path }) => method === 'HEAD' && /^\/[^/]+\/?$/.test(path))).toHaveLength(1);
  });

  test('a folder here and a folder there may be mixed', async () => {
    const bucket = await newBucket({ 'in/a': 'heat^ann^1^1\n' });
    const here = temporaryFolder({ 'in/b': 'heat^ann^2^2\nheat^bob^1^1\n' });
    expect(await run([`s3://${bucket}/in/a`, join(here, 'in')], join(here, 'out'))).toMatchObject({ exitCode: 0 });
    expect(readOutput(join(here, 'out')).records.split('\n').sort().join(' ').trim()).toBe('heat^ann^2^2 heat^bob^1^1');
  });

  test('an output is replaced, merged into and verified', async () => {
    const bucket = await newBucket({ 'old/a': 'heat^ann^1^1\nheat^bob^1^1\n', 'new/a': 'heat^ann^2^2\n' });
    const out = `s3://${bucket}/out/`;
    for (let again = 0; again < 2; again++)
      expect(await run([`s3://${bucket}/old`], out)).toMatchObject({ exitCode: 0 });
    expect(await run([`s3://${bucket}/new`], out, '--merge')).toMatchObject({ exitCode: 0, stderr: '' });
    const { records, names, summary } = readOutput(await fetched(bucket, 'out/'));
    expect(records.split('\n').sort().join(' ').trim()).toBe('heat^ann^2^2 heat^bob^1^1');
    expect(names).toEqual(summary.output.parts.map((part) => part.name));
    expect(await dedup(['verify', out])).toMatchObject({ exitCode: 0, stderr: '' });
    await writeObjects(bucket, { [`out/${names[0]}`]: 'x' });
    const verified = await dedup(['verify', out]);
    expect(verified).toMatchObject({ exitCode: 65, stderr: `dedup: '${out}' has 4 problems\n` });
    expect(verified.stdout).toContain(`${names[0]}: has another size than the summary says`);
    await writeObjects(bucket, { 'out/theirs': '' });
    expect(await run([`s3://${bucket}/new`], out)).toMatchObject({
      exitCode: 73,
      stderr: expect.stringContaining('holds 2 files that this kit did not write'),
    });
    expect(await run([`s3://${bucket}/new`], out, '--overwrite')).toMatchObject({ exitCode: 0 });
    const left = Object.keys(await objects(bucket, 'out/_replaced/')).map((name) => name.replace(/^[^/]+\//, ''));
    expect(left.sort()).toEqual([names[0], 'theirs'].sort());
  });

  test('rejects are kept there', async () => {
    const bucket = await newBucket({ 'in/a': 'heat^ann^1^1\nbad\n' });
    expect(await run([`s3://${bucket}/in`], `s3://${bucket}/out`, '--bad-records', 'keep')).toMatchObject({
      exitCode: 0,
    });
    const { rejects } = readOutput(await fetched(bucket, 'out/'));
    expect(rejects).toEqual([{ file: `s3://${bucket}/in/a`, offset: 13, reason: 'columns', line: 'bad' }]);
    await expectNoUploads(bucket);
  });

  async function expectNoUploads(bucket: string): Promise<void> {
    expect(await openUploads(bucket)).toEqual([]);
  }

  test.each([
    ['one request in five is told to slow down', (n: number) => (n % 5 === 2 ? 'slow-down' : undefined)],
    ['one request in seven is reset', (n: number) => (n % 7 === 3 ? 'reset' : undefined)],
    ['one answer in six is lost', (n: number) => (n % 6 === 1 ? 'lose-answer' : undefined)],
    ['one body in four breaks off', (n: number) => (n % 4 === 1 ? 'break-body' : undefined)],
  ] as const)('all is well although %s', async (_, judge) => {
    const bucket = await largeInput();
    const here = temporaryFolder(await objects(bucket));
    let struck = 0;
    faults.judge = ({ number, method, path }) => {
      const fault = judge(number);
      if (fault === 'break-body' && (method !== 'GET' || !path.includes('/in/'))) return undefined;
      if (fault !== undefined) struck += 1;
      return fault;
    };
    expect(await run([`s3://${bucket}/in`], `s3://${bucket}/out`, '--threads', '2')).toMatchObject({
      exitCode: 0,
      stderr: '',
    });
    expect(struck).toBeGreaterThan(1);
    expect(await run([join(here, 'in')], join(here, 'out'), '--threads', '2')).toMatchObject({ exitCode: 0 });
    expect(readOutput(await fetched(bucket, 'out/')).parts).toEqual(readOutput(join(here, 'out')).parts);
    await expectNoUploads(bucket);
  });

  test('an input that is replaced during the run ends it, and nothing is left', async () => {
    const bucket = await newBucket({ 'in/a': ratings(10_000) });
    let isReplaced = false;
    const running = startDedup(['run', `s3://${bucket}/in`, '--output', `s3://${bucket}/out`, '--quiet'], viaFaults());
    faults.judge = ({ method, path, headers }) => {
      // the object is replaced before the first of its bytes is asked for
      if (method === 'GET' && path.includes('/in/a') && 'range' in headers && !isReplaced) {
        isReplaced = true;
        void writeObjects(bucket, { 'in/a': ratings(9_000) });
        return 'slow-down';
      }
      return undefined;
    };
    expect(await running.ended).toMatchObject({
      exitCode: 74,
      stderr: expect.stringMatching(/^dedup: 's3:\/\/[^/]+\/in\/a' changed while it was read; run again once .+\n$/),
    });
    await expectNothingBut(bucket, ['in/a']);
  });

  test('a run that was killed leaves what the next one clears away', async () => {
    const bucket = await newBucket({ 'in/a': ratings(1000) });
    const out = `s3://${bucket}/out`;
    let isWritten = false;
    faults.judge = ({ method, path }) => {
      isWritten ||= method === 'PUT' && path.includes('summary.json');
      return isWritten ? 'slow-down' : undefined;
    };
    const running = startDedup(['run', `s3://${bucket}/in`, '--output', out, '--quiet', '--parts', '3'], viaFaults());
    expect(await seenWhile(running, () => isWritten)).toBe(true);
    running.kill('SIGKILL');
    await running.ended;
    expect((await openUploads(bucket)).length).toBe(3);
    faults.judge = () => undefined;
    isWritten = false;
    expect(await run([`s3://${bucket}/in`], out)).toMatchObject({ exitCode: 0, stderr: '' });
    await expectNoUploads(bucket);
    expect(Object.keys(await objects(bucket, 'out/_temporary/'))).toEqual([]);
  });

  test('Ctrl-C leaves nothing', async () => {
    const bucket = await newBucket({ 'in/a': ratings(100_000) });
    const running = startDedup(['run', `s3://${bucket}/in`, '--output', `s3://${bucket}/out`, '--quiet'], viaFaults());
    const isReading = () => faults.seen.some(({ headers }) => 'range' in headers);
    faults.judge = ({ headers }) => ('range' in headers ? 'stall-body' : undefined);
    expect(await seenWhile(running, isReading)).toBe(true);
    running.kill('SIGINT');
    expect(await running.ended).toMatchObject({ exitCode: 130 });
    await expectNothingBut(bucket, ['in/a']);
  });

  describe('is refused in one line', () => {
    test.each([
      [66, ['s3://BUCKET/none'], 's3://BUCKET/out', "no such input: 's3://BUCKET/none'"],
      [
        66,
        ['s3://BUCKET/none/'],
        's3://BUCKET/out',
        "no file in 's3://BUCKET/none/'; --allow-empty publishes an empty output",
      ],
      [66, ['s3://BUCKET/in2'], 's3://BUCKET/out', "no such input: 's3://BUCKET/in2'"],
      [
        64,
        ['s3://BUCKET/in/*'],
        's3://BUCKET/out',
        "'s3://BUCKET/in/*' is a pattern, which S3 does not understand; name a folder or an object",
      ],
      [
        66,
        ['s3://BUCKET/in/_hidden'],
        's3://BUCKET/out',
        "input 's3://BUCKET/in/_hidden' is passed over, since its name starts with '_'; rename it",
      ],
      [
        66,
        ['s3://BUCKET/both'],
        's3://BUCKET/out',
        "input 's3://BUCKET/both' is an object and a folder at once; name the folder 's3://BUCKET/both/', or rename the object",
      ],
      [66, [`s3://${NO_SUCH}/in`], 's3://BUCKET/out', `no such bucket: s3://${NO_SUCH}`],
      [73, ['s3://BUCKET/in'], `s3://${NO_SUCH}/out`, `no such bucket: s3://${NO_SUCH}`],
      [64, ['s3://'], 's3://BUCKET/out', "'s3://' is no location in S3, expected s3://bucket or s3://bucket/prefix"],
      [64, ['s3://BUCKET/in'], 's3:/b', "'s3:/b' is no location in S3, expected s3://bucket or s3://bucket/prefix"],
      [
        64,
        ['s3://BUCKET/in'],
        's3a://b/out',
        "'s3a://b/out' is no location in S3, expected s3://bucket or s3://bucket/prefix",
      ],
      [
        73,
        ['s3://BUCKET/in'],
        's3://BUCKET/in/',
        "the output 's3://BUCKET/in/' is the input 's3://BUCKET/in'; name another folder, or use --merge to add to a former output",
      ],
      [
        73,
        ['s3://BUCKET/in'],
        's3://BUCKET/in/out',
        "the output 's3://BUCKET/in/out' lies in the input 's3://BUCKET/in'; name another folder, or use --merge to add to a former output",
      ],
      [
        73,
        ['s3://BUCKET/in/a'],
        's3://BUCKET',
        "the output 's3://BUCKET' holds the input 's3://BUCKET/in/a'; name another folder, or use --merge to add to a former output",
      ],
    ])('%i: %j -> %s', async (exitCode, inputs, output, message) => {
      const bucket = await newBucket({
        'in/a': 'heat^ann^1^1\n',
        'in/_hidden/a': '',
        'in20/a': '',
        ...(inputs.includes('s3://BUCKET/both') ? { both: '1', 'both/a': '' } : {}),
      });
      const named = (text: string) => text.replaceAll('BUCKET', bucket);
      const before = await objects(bucket);
      const outcome = await run(inputs.map(named), named(output));
      expect(outcome).toEqual({ exitCode, signal: null, stdout: '', stderr: `dedup: ${named(message)}\n` });
      expect(await objects(bucket)).toEqual(before);
    });

    test('a bucket of another region', async () => {
      const bucket = await newBucket({ 'in/a': 'heat^ann^1^1\n' });
      const env = { ...viaFaults().env, AWS_REGION: '', AWS_DEFAULT_REGION: 'eu-central-1' };
      expect(await dedup(['run', `s3://${bucket}/in`, '--output', `s3://${bucket}/out`], { env })).toMatchObject({
        exitCode: 66,
        stderr:
          `dedup: s3://${bucket} is in region us-east-1, and this command works in eu-central-1: set AWS_REGION to us-east-1, ` +
          'or use a bucket in eu-central-1\n',
      });
      expect(faults.seen).toHaveLength(1);
    });

    test('no region, no credentials, nobody there', async () => {
      const home = temporaryFolder({ 'in/a': 'heat^ann^1^1\n' });
      const nothing = { AWS_CONFIG_FILE: join(home, 'none'), AWS_SHARED_CREDENTIALS_FILE: join(home, 'none') };
      const refusal = async (env: NodeJS.ProcessEnv) => {
        const { exitCode, stderr } = await dedup(['run', 'in', '--output', 's3://bucket-a/out'], {
          cwd: home,
          env: { ...viaFaults().env, ...nothing, ...env },
        });
        return [exitCode, stderr];
      };
      expect(await refusal({ AWS_REGION: '' })).toEqual([
        64,
        'dedup: no AWS region is set: set AWS_REGION, or region in the AWS profile\n',
      ]);
      expect(await refusal({ AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' })).toEqual([
        74,
        'dedup: cannot list s3://bucket-a: no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and ' +
          'AWS_SECRET_ACCESS_KEY, or use a machine with a role\n',
      ]);
      const { endpoint } = faults;
      await faults.stop();
      const [exitCode, stderr] = await refusal({ AWS_ENDPOINT_URL: endpoint });
      expect(exitCode).toBe(74);
      expect(stderr).toMatch(/^dedup: cannot list s3:\/\/bucket-a: connect ECONNREFUSED 127\.0\.0\.1:\d+\n$/);
      faults = await startS3Faults(process.env.AWS_ENDPOINT_URL as string);
      expect(Object.keys(snapshot(home))).toEqual(['in/a']);
    });

    test('another run has the output', async () => {
      const bucket = await newBucket({ 'in/a': ratings(100_000) });
      const args = ['run', `s3://${bucket}/in`, '--output', `s3://${bucket}/out`, '--quiet'];
      faults.judge = ({ headers }) => ('range' in headers ? 'stall-body' : undefined);
      const first = startDedup(args, viaFaults());
      expect(await seenWhile(first, () => faults.seen.some(({ headers }) => 'range' in headers))).toBe(true);
      const refusal = new RegExp(
        `s3://${bucket}/out is in use by run \\S+ \\(process ${first.pid} on .+last sign of life \\d s ago`,
      );
      const second = await dedup(args);
      expect(second).toMatchObject({ exitCode: 73, stderr: expect.stringMatching(refusal) });
      const third = startDedup([...args, '--wait-lock', '10m']);
      first.kill('SIGTERM');
      expect((await first.ended).exitCode).toBe(143);
      expect(await third.ended).toMatchObject({ exitCode: 0 });
    });

    test('a time that is none', async () => {
      expect(await run(['in'], 'out', '--wait-lock', 'long')).toMatchObject({
        exitCode: 64,
        stderr: "dedup: --wait-lock 'long' is no time, expected seconds, minutes or hours like 90s, 30m or 2h\n",
      });
    });
  });
});
