import { hostname } from 'node:os';
import { connect } from '../../../../job/store/s3/client';
import { LIMITS } from '../../../../job/store/s3/retry';
import { S3Store } from '../../../../job/store/s3/store';
import type { Lease } from '../../../../job/store/store';
import { takeLeaseWithin } from '../../../../job/store/wait-lease';
import { runNamed } from '../../../support/run-named';
import { type S3Faults, startS3Faults } from '../../../support/s3-faults';
import { newBucket, objects, onS3, readObject, writeObjects } from '../../../support/s3-tests';

const MINUTE = 60_000;
const LEASE = 'out/_dedup/lease.json';
/** Limits that make requests fail soon, which keeps the tests of failures short. */
const IMPATIENT = { ...LIMITS, attempts: 3, firstBackoffMs: 1, maxBackoffMs: 1 };

onS3('the lease of an output in S3', () => {
  let bucket: string;
  let out: string;
  let faults: S3Faults;
  const leases: Lease[] = [];

  beforeEach(async () => {
    bucket = await newBucket();
    out = `s3://${bucket}/out`;
    faults = await startS3Faults(process.env.AWS_ENDPOINT_URL as string);
  });
  afterEach(async () => {
    faults.judge = () => undefined;
    for (const lease of leases.splice(0)) await lease.release();
    await faults.stop();
  });

  function store(limits = IMPATIENT): S3Store {
    return new S3Store(connect(limits, { ...process.env, AWS_ENDPOINT_URL: faults.endpoint }), `${out}/`);
  }

  async function take(name: string): Promise<Lease> {
    const lease = await store().takeLease({ run: runNamed(name), command: ['dedup', 'run'] });
    leases.push(lease);
    return lease;
  }

  /** A lease of a process on another machine, which cannot be observed from here. */
  async function heldElsewhere(): Promise<Lease> {
    const lease = await take('elsewhere');
    const record = JSON.parse(await readObject(bucket, LEASE));
    const far = { ...record, bootId: 'another', host: 'far-away', pid: 7, since: '2026-01-01T00:00:00.000Z' };
    await writeObjects(bucket, { [LEASE]: JSON.stringify(far) });
    return lease;
  }

  it('is an object that names its holder, and is removed on release', async () => {
    const lease = await take('one');
    expect(JSON.parse(await readObject(bucket, LEASE))).toMatchObject({
      version: 1,
      run: runNamed('one'),
      pid: process.pid,
      host: hostname(),
      command: ['dedup', 'run'],
    });
    await lease.check();
    lease.note('maps 3/16');
    await lease.renew();
    expect(JSON.parse(await readObject(bucket, LEASE))).toMatchObject({ run: runNamed('one'), progress: 'maps 3/16' });
    await lease.renew();
    await lease.release();
    await lease.release();
    expect(await objects(bucket)).toEqual({});
  });

  it('is refused while it is held, with the name and the age of the holder', async () => {
    await heldElsewhere();
    faults.aheadMs = 4 * MINUTE;
    await expect(take('here')).rejects.toMatchObject({
      exitCode: 73,
      message: expect.stringMatching(
        new RegExp(
          `^${out} is in use by run ${runNamed('elsewhere')} \\(process 7 on far-away, since 2026-01-01T00:00:00.000Z\\), last sign of life ` +
            `24[0-3] s ago: wait with --wait-lock, or if nothing writes there, try again in (57|58|59|60) s or remove ${out}/_dedup/lease.json$`,
        ),
      ),
    });
  });

  it('is granted to exactly one of eight contenders', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, (_, i) => take(`rival-${i}`)));
    const winners = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(winners).toHaveLength(1);
    expect(JSON.parse(await readObject(bucket, LEASE)).run).toBe(winners[0]?.run);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected')
        expect(outcome.reason.message).toContain(`is in use by run ${runNamed('rival-')}`);
    }
  });

  it('is taken over by one of eight contenders five minutes after its last renewal by the clock of S3', async () => {
    const lost = await heldElsewhere();
    faults.aheadMs = 5 * MINUTE + 1000;
    // the lease of the contender who takes over is new, and no other contender may see it as five minutes old
    faults.judge = ({ method, path, headers }) => {
      if (method === 'PUT' && path.includes(LEASE) && 'if-match' in headers) faults.aheadMs = 0;
      return undefined;
    };
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, (_, i) => take(`rival-${i}`)));
    const winners = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(winners).toHaveLength(1);
    const last = winners[0] as Lease;
    expect(last.tookOver).toBe(runNamed('elsewhere'));
    await last.check();
    await expect(lost.check()).rejects.toMatchObject({
      exitCode: 73,
      message: `lost ${out} to run ${last.run} on ${hostname()}: run ${runNamed('elsewhere')} gave no sign of life for too long; run it again`,
    });
    await lost.release();
    expect(JSON.parse(await readObject(bucket, LEASE)).run).toBe(last.run);
  });

  it('is taken over at once when its process is known to be dead', async () => {
    await take('dead');
    const record = JSON.parse(await readObject(bucket, LEASE));
    await writeObjects(bucket, { [LEASE]: JSON.stringify({ ...record, startTime: 'another' }) });
    expect((await take('here')).tookOver).toBe(runNamed('dead'));
  });

  it('is taken over after five minutes even if it cannot be parsed', async () => {
    await writeObjects(bucket, { [LEASE]: '{"version":1,"run":"ha' });
    await expect(take('here')).rejects.toThrow(
      `${out} is in use by an unknown run (its lease cannot be read), last sign of life `,
    );
    faults.aheadMs = 6 * MINUTE;
    expect((await take('here')).tookOver).toBeUndefined();
  });

  it('is kept by renewal, which writes a new version of the object', async () => {
    const lease = await take('one');
    const before = await readObject(bucket, LEASE);
    await lease.renew();
    const after = await readObject(bucket, LEASE);
    expect(after).not.toBe(before);
    expect({ ...JSON.parse(after), renewals: 0 }).toEqual({ ...JSON.parse(before), renewals: 0 });
  });

  it.each([
    ['take', 'PUT'],
    ['take over', 'PUT'],
    ['renew', 'PUT'],
    ['release', 'DELETE'],
  ])('is kept when the answer to %s is lost', async (step, method) => {
    if (step === 'take over') {
      await heldElsewhere();
      faults.aheadMs = 6 * MINUTE;
    }
    const lease = step.startsWith('take') ? undefined : await take('one');
    let isLost = false;
    faults.judge = (request) => {
      // the first attempt to take the lease over is refused
      const isIt = request.method === method && (step !== 'take over' || 'if-match' in request.headers);
      if (!isIt || isLost || !request.path.includes(LEASE)) return undefined;
      isLost = true;
      return 'lose-answer';
    };
    if (step === 'take') await (await take('one')).check();
    if (step === 'take over') expect((await take('one')).tookOver).toBe(runNamed('elsewhere'));
    if (step === 'renew') await lease?.renew();
    if (step === 'renew') await lease?.check();
    if (step === 'release') await lease?.release();
    expect(isLost).toBe(true);
    expect(Object.keys(await objects(bucket))).toEqual(step === 'release' ? [] : [LEASE]);
  });

  it('is renewed although the answer to every first attempt is lost, because the object names its holder', async () => {
    const lease = await take('one');
    faults.judge = ({ method, headers }) =>
      method === 'PUT' && /^attempt=1;/.test(String(headers['amz-sdk-request'])) ? 'lose-answer' : undefined;
    const before = faults.seen.length;
    await lease.check();
    await lease.renew();
    const renewal = ['PUT', 'PUT', 'HEAD', 'GET'];
    expect(faults.seen.slice(before).map(({ method }) => method)).toEqual([...renewal, ...renewal]);
  });

  it('counts as lost while S3 does not answer', async () => {
    const lease = await take('one');
    faults.judge = () => 'reset';
    await expect(lease.check()).rejects.toMatchObject({
      exitCode: 74,
      message: expect.stringContaining(`cannot write ${out}/_dedup/lease.json: `),
    });
    faults.judge = () => undefined;
    await lease.check();
  });

  it('is lost when its object is removed', async () => {
    const lease = await take('one');
    await new S3Store(connect(LIMITS, process.env), out).retire('', ['_dedup/lease.json']);
    await expect(lease.check()).rejects.toThrow(
      `lost ${out}: run ${runNamed('one')} gave no sign of life for too long; run it again`,
    );
  });

  it('is waited for until the given time is over', async () => {
    const holder = await take('first');
    const said: string[] = [];
    let nowMs = 0;
    const patience = {
      waitMs: 12_000,
      nowMs: () => nowMs,
      onWait: (reason: string) => said.push(reason),
      async sleep(ms: number) {
        nowMs += ms;
      },
    };
    await expect(takeLeaseWithin(store(), { run: runNamed('second') }, patience)).rejects.toThrow(
      `is in use by run ${runNamed('first')}`,
    );
    expect(nowMs).toBe(12_000);
    expect(said).toHaveLength(1);
    const release = { ...patience, sleep: () => holder.release() };
    leases.push(await takeLeaseWithin(store(), { run: runNamed('second') }, { ...release, waitMs: 24_000 }));
    expect(leases.at(-1)?.run).toBe(runNamed('second'));
  });
});
