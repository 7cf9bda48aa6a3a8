/** Arguments and conditions of S3 that `dedup run` refuses with one line, before it changes an object. */

import { join } from 'node:path';
import { type Outcome, seenWhile, startDedup } from '../support/command';
import { snapshot, temporaryFolder } from '../support/folder';
import { ratings } from '../support/records';
import { dedupResident as dedup } from '../support/resident';
import { readsInput, type S3Faults, startS3Faults } from '../support/s3-faults';
import { newBucket, objects, onS3 } from '../support/s3-tests';

const NO_SUCH = 'there-is-no-such-bucket';

onS3('dedup on S3 refuses', () => {
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
      "input 's3://BUCKET/in/_hidden' is skipped, because its name starts with '_'; rename it",
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
    [
      64,
      ['s3://BUCKET/in//'],
      's3://BUCKET/out',
      "'s3://BUCKET/in//' ends with more than one slash, expected s3://bucket/prefix/",
    ],
    [
      66,
      ['s3://BUCKET/odd'],
      's3://BUCKET/out',
      "'s3://BUCKET/odd/a/' has the name of a folder and holds 1 bytes; rename it",
    ],
    [64, ['s3://BUCKET/in'], 's3:/b', "'s3:/b' is no location in S3, expected s3://bucket or s3://bucket/prefix"],
    [64, ['s3://BUCKET/in'], 's3a://b/out', "'s3a://b/out' is no location in S3, write 's3://b/out'"],
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
  ])('exit code %i for the inputs %j and the output %s', async (exitCode, inputs, output, message) => {
    const bucket = await newBucket({
      'in/a': 'heat^ann^1^1\n',
      'in/_hidden/a': '',
      'in20/a': '',
      'odd/a/': 'x',
      ...(inputs.includes('s3://BUCKET/both') ? { both: '1', 'both/a': '' } : {}),
    });
    const named = (text: string) => text.replaceAll('BUCKET', bucket);
    const before = await objects(bucket);
    const outcome = await run(inputs.map(named), named(output));
    expect(outcome).toEqual({ exitCode, signal: null, stdout: '', stderr: `dedup: ${named(message)}\n` });
    expect(await objects(bucket)).toEqual(before);
  });

  async function expectNothingBut(bucket: string, names: readonly string[]): Promise<void> {
    expect(Object.keys(await objects(bucket))).toEqual(names);
  }

  test.each(['verify', 'report'])(
    'an output that dedup %s is to read in a bucket that does not exist',
    async (command) => {
      expect(await dedup([command, `s3://${NO_SUCH}/out`], viaFaults())).toMatchObject({
        exitCode: 66,
        stderr: `dedup: no such bucket: s3://${NO_SUCH}\n`,
      });
    },
  );

  test('a bucket in another region', async () => {
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

  test.each([
    ['HEAD', /\/in\//, 'cannot read s3://BUCKET/in/a: access denied, it needs s3:GetObject'],
    ['GET', /list-type/, 'cannot list s3://BUCKET/in/: access denied, it needs s3:ListBucket'],
    ['PUT', /lease/, 'cannot write s3://BUCKET/out/_dedup/lease.json: access denied, it needs s3:PutObject'],
  ])('a run without the right to %s, before it reads an input', async (method, path, message) => {
    const bucket = await newBucket({ 'in/a': 'heat^ann^1^1\n' });
    faults.judge = (request) => (request.method === method && path.test(request.path) ? 'deny' : undefined);
    expect(await run([`s3://${bucket}/in/`], `s3://${bucket}/out`)).toMatchObject({
      exitCode: 74,
      stderr: `dedup: ${message.replace('BUCKET', bucket)}\n`,
    });
    expect(faults.seen.filter(readsInput)).toEqual([]);
    expect(Object.keys(await objects(bucket))).toEqual(['in/a']);
  });

  test('a run without a region, without credentials, or without a server at the endpoint', async () => {
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

  test.each([
    ['expired', 'the AWS credentials have expired (ExpiredToken): get new ones and run again'],
    ['bad-gateway', 'ENDPOINT answers with a page of HTML, status 400: is it an S3?'],
  ] as const)('credentials that the server refuses: %s', async (fault, reason) => {
    const bucket = await newBucket({ 'in/a': 'heat^ann^1^1\n' });
    faults.judge = () => fault;
    expect(await run([`s3://${bucket}/in/`], `s3://${bucket}/out`)).toMatchObject({
      exitCode: 74,
      stderr: `dedup: cannot list s3://${bucket}: ${reason.replace('ENDPOINT', faults.endpoint)}\n`,
    });
  });

  test('a server that ignores conditions, before an object is read or written', async () => {
    const bucket = await newBucket({ 'in/a': 'heat^ann^1^1\n' });
    faults.strips = ({ method }) => (method === 'GET' ? [] : ['if-none-match', 'if-match']);
    expect(await run([`s3://${bucket}/in/`], `s3://${bucket}/out`)).toEqual({
      exitCode: 69,
      signal: null,
      stdout: '',
      stderr:
        `dedup: the S3 of s3://${bucket}/out does not heed If-None-Match of a write, so that two runs onto one output could ` +
        'not be kept apart: use an S3 that has conditional writes and removals, or an output elsewhere\n',
    });
    expect(faults.seen.filter(readsInput)).toEqual([]);
    await expectNothingBut(bucket, ['in/a']);
  });

  test('credentials that expire after the first request', async () => {
    const bucket = await newBucket({ 'in/a': 'heat^ann^1^1\n' });
    const refusal = async (method: string) => {
      faults.judge = (request) => (request.method === method && request.path.includes('/in/') ? 'expired' : undefined);
      return run([`s3://${bucket}/in/`], `s3://${bucket}/out`);
    };
    expect(await refusal('HEAD')).toMatchObject({
      exitCode: 74,
      stderr:
        `dedup: cannot read s3://${bucket}/in/a: it was answered with status 400, as where AWS credentials have expired: ` +
        'get new ones and run again\n',
    });
    expect(await refusal('GET')).toMatchObject({
      exitCode: 74,
      stderr: `dedup: cannot read s3://${bucket}/in/a: the AWS credentials have expired (ExpiredToken): get new ones and run again\n`,
    });
    await expectNothingBut(bucket, ['in/a']);
  });

  test('a profile that does not exist, and the message names it', async () => {
    const home = temporaryFolder({ config: '[profile other]\nregion = us-east-1\n', credentials: '' });
    const env = {
      AWS_CONFIG_FILE: join(home, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(home, 'credentials'),
      AWS_PROFILE: 'nosuch',
      AWS_ACCESS_KEY_ID: '',
      AWS_SECRET_ACCESS_KEY: '',
    };
    const refusal = async (more: NodeJS.ProcessEnv) =>
      (
        await dedup(['run', 's3://bucket-a/in', '--output', 'out'], {
          cwd: home,
          env: { ...viaFaults().env, ...env, ...more },
        })
      ).stderr;
    expect(await refusal({})).toBe(
      "dedup: cannot list s3://bucket-a: no AWS credentials: profile 'nosuch', which AWS_PROFILE names, is not there or " +
        'has none; set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or use a machine with a role\n',
    );
    expect(await refusal({ AWS_REGION: '' })).toBe(
      "dedup: no AWS region is set: set AWS_REGION, or region in the AWS profile 'nosuch'\n",
    );
  });

  test('an output that another run is writing', async () => {
    const bucket = await newBucket({ 'in/a': ratings(100_000) });
    const args = ['run', `s3://${bucket}/in`, '--output', `s3://${bucket}/out`, '--quiet'];
    faults.judge = (request) => (readsInput(request) ? 'stall-body' : undefined);
    const first = startDedup(args, viaFaults());
    expect(await seenWhile(first, () => faults.seen.some(readsInput))).toBe(true);
    const refusal = new RegExp(
      `s3://${bucket}/out is in use by run \\S+ \\(process ${first.pid} on .+last sign of life \\d+ s ago`,
    );
    const second = await dedup(args);
    expect(second).toMatchObject({ exitCode: 73, stderr: expect.stringMatching(refusal) });
    const third = startDedup([...args, '--wait-lock', '10m']);
    first.kill('SIGTERM');
    expect((await first.ended).exitCode).toBe(143);
    expect(await third.ended).toMatchObject({ exitCode: 0 });
  });

  test('a --wait-lock that is not a time', async () => {
    expect(await run(['in'], 'out', '--wait-lock', 'long')).toMatchObject({
      exitCode: 64,
      stderr: "dedup: --wait-lock 'long' is no time, expected seconds, minutes or hours like 90s, 30m or 2h\n",
    });
  });
});
