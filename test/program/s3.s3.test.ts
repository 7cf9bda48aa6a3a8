import { join } from 'node:path';
import { dedup, type Outcome, seenWhile, startDedup } from '../support/command';
import { temporaryFolder, writeFiles } from '../support/folder';
import { readOutput } from '../support/output';
import { ratings } from '../support/records';
import { dedupResident } from '../support/resident';
import { readsInput, type S3Faults, startS3Faults } from '../support/s3-faults';
import { newBucket, objects, onS3, openUploads, writeObjects } from '../support/s3-tests';

onS3('dedup on S3', () => {
  let faults: S3Faults;
  beforeEach(async () => {
    faults = await startS3Faults(process.env.AWS_ENDPOINT_URL as string);
  });
  afterEach(() => faults.stop());

  function run(inputs: readonly string[], output: string, ...args: string[]): Promise<Outcome> {
    return dedupResident(['run', ...inputs, '--output', output, '--quiet', ...args], viaFaults());
  }

  function viaFaults() {
    return { env: { AWS_ENDPOINT_URL: faults.endpoint } };
  }

  /** A local copy of an output in S3, for the checks of local files. */
  async function fetched(bucket: string, prefix: string): Promise<string> {
    const folder = temporaryFolder();
    writeFiles(folder, await objects(bucket, prefix));
    return folder;
  }

  /** The objects that a failed run may leave in a bucket. */
  async function expectNothingBut(bucket: string, names: readonly string[]): Promise<void> {
    expect(Object.keys(await objects(bucket)).sort()).toEqual([...names].sort());
    expect(await openUploads(bucket)).toEqual([]);
  }

  /** About 12 MB in three objects, enough for several splits, threads and ranged reads, and the parts of their output. */
  let large: { readonly bucket: string; readonly parts: readonly string[] } | undefined;

  /** Makes that input once, because no test changes it. */
  async function largeInput(): Promise<NonNullable<typeof large>> {
    if (large !== undefined) return large;
    const text = ratings(120_000);
    const files = { 'in/a': text, 'in/b': text.slice(0, 4_000_000), 'in/sub/c': ratings(100_000) };
    const here = temporaryFolder(files);
    expect(await run([join(here, 'in')], join(here, 'out'), '--threads', '2')).toMatchObject({ exitCode: 0 });
    large = { bucket: await newBucket(files), parts: readOutput(join(here, 'out')).parts };
    return large;
  }

  test('several threads read and write objects with the SDK that the main thread loaded', async () => {
    const { bucket, parts } = await largeInput();
    const args = ['run', `s3://${bucket}/in/`, '--output', `s3://${bucket}/out`, '--threads', '2', '--quiet'];
    expect(await dedup(args, viaFaults())).toMatchObject({ exitCode: 0, stderr: '' });
    const there = readOutput(await fetched(bucket, 'out/'));
    expect(there.summary.threads).toBe(2);
    expect(there.parts).toEqual(parts);
    expect(faults.seen.filter(({ method, path }) => method === 'HEAD' && /^\/[^/]+\/?$/.test(path))).toHaveLength(1);
  });

  test('small objects are requested concurrently', async () => {
    const names = Array.from({ length: 30 }, (_, i) => `in/${String(i).padStart(2, '0')}`);
    const bucket = await newBucket(
      Object.fromEntries(names.map((name, i) => [name, `heat^ann^1^${i}\n${name}^bob^1^1\n`])),
    );
    let arrived: () => void = () => undefined;
    const eight = new Promise<undefined>((resolve) => {
      arrived = () => resolve(undefined);
    });
    faults.judge = (request) => {
      if (!readsInput(request)) return undefined;
      if (faults.seen.filter(readsInput).length === 8) arrived();
      // none is answered before eight are asked for
      return eight;
    };
    expect(await run([`s3://${bucket}/in`], `s3://${bucket}/out`)).toMatchObject({ exitCode: 0, stderr: '' });
    expect(faults.seen.filter(readsInput)).toHaveLength(30);
    expect(faults.most.ever).toBeGreaterThanOrEqual(8);
    expect(faults.most.ever).toBeLessThanOrEqual(48);
    const { records } = readOutput(await fetched(bucket, 'out/'));
    expect(records.trim().split('\n').sort()).toEqual(['heat^ann^1^29', ...names.map((name) => `${name}^bob^1^1`)]);
  });

  test('a local folder and a folder in S3 may be mixed as inputs and output', async () => {
    const bucket = await newBucket({ 'in/a': 'heat^ann^1^1\n' });
    const here = temporaryFolder({ 'in/b': 'heat^ann^2^2\nheat^bob^1^1\n' });
    expect(await run([`s3://${bucket}/in/a`, join(here, 'in')], join(here, 'out'))).toMatchObject({ exitCode: 0 });
    expect(readOutput(join(here, 'out')).records.split('\n').sort().join(' ').trim()).toBe('heat^ann^2^2 heat^bob^1^1');
  });

  test('an output can be replaced, merged into and verified', async () => {
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
      stderr: expect.stringContaining('holds 2 files that dedup did not write'),
    });
    expect(await run([`s3://${bucket}/new`], out, '--overwrite')).toMatchObject({ exitCode: 0 });
    const left = Object.keys(await objects(bucket, 'out/_replaced/')).map((name) => name.replace(/^[^/]+\//, ''));
    expect(left.sort()).toEqual([names[0], 'theirs'].sort());
  });

  test.each([
    [
      'its lease',
      'lease',
      /^dedup: warning: the output could not be released \(cannot remove .*: access denied, .*\n$/,
    ],
    [
      'its journal',
      'journal',
      /^dedup: warning: run \S+ is published, but something of it is left .*: access denied, .*\n$/,
    ],
  ])(
    'a run succeeds when %s cannot be removed at the end, and warns of the object that is left',
    async (_, name, warning) => {
      const bucket = await newBucket({ 'in/a': 'heat^ann^1^1\n' });
      const out = `s3://${bucket}/out`;
      const left = `out/_dedup/${name}.json`;
      faults.judge = ({ method, path }) => (method === 'DELETE' && path.includes(left) ? 'deny' : undefined);
      // the lease of a process that has ended does not count
      const alone = ['run', `s3://${bucket}/in`, '--output', out, '--quiet'];
      expect(await dedup(alone, viaFaults())).toEqual({
        exitCode: 0,
        signal: null,
        stdout: '',
        stderr: expect.stringMatching(warning),
      });
      expect(Object.keys(await objects(bucket))).toContain(left);
      expect(readOutput(await fetched(bucket, 'out/')).records).toBe('heat^ann^1^1\n');
      faults.judge = () => undefined;
      expect(await run([`s3://${bucket}/in`], out)).toMatchObject({ exitCode: 0, stderr: '' });
      expect(Object.keys(await objects(bucket, 'out/_dedup/')).sort()).toEqual(['report.html', 'summary.json']);
    },
  );

  test('a run that fails names its first error, even when its lease cannot be removed either', async () => {
    const bucket = await newBucket({ 'in/a': 'heat^ann^1^1\n' });
    faults.judge = ({ method, path }) => {
      const isLate = method === 'DELETE' || (method === 'POST' && path.includes('uploads'));
      // the object with which the first run on an output tries conditional writes has to be removed
      return isLate && path.includes('/out/') && !path.includes('/conditions-') ? 'deny' : undefined;
    };
    const { exitCode, stderr } = await run([`s3://${bucket}/in`], `s3://${bucket}/out`);
    const lines = stderr.trimEnd().split('\n');
    expect({ exitCode, lines }).toEqual({
      exitCode: 74,
      lines: [
        expect.stringMatching(
          /^dedup: warning: the output could not be released \(cannot remove .*lease\.json: access/,
        ),
        expect.stringMatching(/^dedup: cannot write s3:.*\/out\/part-00000-\S+: access denied, it needs s3:PutObject$/),
      ],
    });
  });

  test('rejects are written to the output in S3', async () => {
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
    ['one request in five is told to slow down', 'slow-down', (n: number) => n % 5 === 2],
    ['one request in seven is reset', 'reset', (n: number) => n % 7 === 3],
    ['one answer in six is lost', 'lose-answer', (n: number) => n % 6 === 1],
    ['one body in four breaks off', 'break-body', (n: number) => n % 4 === 1],
  ] as const)('a run succeeds although %s', async (_, fault, isStruck) => {
    const { bucket, parts } = await largeInput();
    let struck = 0;
    faults.judge = ({ number, method, path }) => {
      if (!isStruck(number) || (fault === 'break-body' && (method !== 'GET' || !path.includes('/in/'))))
        return undefined;
      struck += 1;
      return fault;
    };
    expect(await run([`s3://${bucket}/in`], `s3://${bucket}/${fault}`, '--threads', '2')).toMatchObject({
      exitCode: 0,
      stderr: '',
    });
    expect(struck).toBeGreaterThan(1);
    expect(readOutput(await fetched(bucket, `${fault}/`)).parts).toEqual(parts);
    await expectNoUploads(bucket);
  });

  test('an input object that is replaced during the run ends the run, which leaves no object', async () => {
    const bucket = await newBucket({ 'in/a': ratings(10_000) });
    let replaced: Promise<'slow-down'> | undefined;
    const running = startDedup(['run', `s3://${bucket}/in`, '--output', `s3://${bucket}/out`, '--quiet'], viaFaults());
    faults.judge = (request) => {
      // the object is replaced after it was listed and before its first byte is answered
      if (!readsInput(request) || !request.path.includes('/in/a') || replaced !== undefined) return undefined;
      replaced = writeObjects(bucket, { 'in/a': ratings(9_000) }).then(() => 'slow-down');
      return replaced;
    };
    expect(await running.ended).toMatchObject({
      exitCode: 74,
      stderr: expect.stringMatching(/^dedup: 's3:\/\/[^/]+\/in\/a' changed while it was read; run again once .+\n$/),
    });
    await expectNothingBut(bucket, ['in/a']);
  });

  test('the next run removes the objects and uploads that a killed run left', async () => {
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

  test('Ctrl-C ends a run, which leaves no object', async () => {
    const bucket = await newBucket({ 'in/a': ratings(100_000) });
    const running = startDedup(['run', `s3://${bucket}/in`, '--output', `s3://${bucket}/out`, '--quiet'], viaFaults());
    const isReading = () => faults.seen.some(readsInput);
    faults.judge = (request) => (readsInput(request) ? 'stall-body' : undefined);
    expect(await seenWhile(running, isReading)).toBe(true);
    running.kill('SIGINT');
    expect(await running.ended).toMatchObject({ exitCode: 130 });
    await expectNothingBut(bucket, ['in/a']);
  });
});
