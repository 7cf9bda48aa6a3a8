import { connect } from '../../../../job/store/s3/client';
import { LIMITS } from '../../../../job/store/s3/retry';
import { S3Store } from '../../../../job/store/s3/store';
import { type S3Faults, type SeenRequest, startS3Faults } from '../../../support/s3-faults';
import { newBucket, objects, onS3, writeObjects } from '../../../support/s3-tests';

const RUN = '20260101t000000z-aaaaaa';
const QUICK = { ...LIMITS, firstBackoffMs: 1, maxBackoffMs: 1, attempts: 4 };

onS3('a lease in S3', () => {
  let bucket: string;
  let out: string;
  let faults: S3Faults;
  let store: S3Store;

  beforeEach(async () => {
    bucket = await newBucket();
    out = `s3://${bucket}/out`;
    faults = await startS3Faults(process.env.AWS_ENDPOINT_URL as string);
    store = new S3Store(connect(QUICK, { ...process.env, AWS_ENDPOINT_URL: faults.endpoint }), out);
  });
  afterEach(() => faults.stop());

  const isLease = ({ path }: SeenRequest) => path.includes('lease.json');

  async function takeAndRelease(): Promise<SeenRequest[]> {
    const before = faults.seen.length;
    await (await store.takeLease({ run: RUN })).release();
    return faults.seen.slice(before).filter((request) => !isLease(request));
  }

  describe.each([
    ['If-None-Match of a write', 'PUT', 'if-none-match'],
    ['If-Match of a write', 'PUT', 'if-match'],
    ['If-Match of a removal', 'DELETE', 'if-match'],
  ])('is refused by a server without %s', (condition, method, header) => {
    const refusal = {
      exitCode: 69,
      message: expect.stringMatching(
        new RegExp(
          `^the S3 of s3://[^/]+/out does not heed ${condition}, so that two runs onto one output could not be kept apart: ` +
            'use an S3 that has conditional writes and removals, or an output elsewhere$',
        ),
      ),
    };

    it('when the server ignores the header', async () => {
      faults.strips = (request) => (request.method === method ? [header] : []);
      await expect(takeAndRelease()).rejects.toMatchObject(refusal);
      expect(faults.seen.some(isLease)).toBe(false);
      expect(await objects(bucket)).toEqual({});
    });

    it('when the server answers that it does not support the header', async () => {
      faults.judge = (request) =>
        request.method === method && header in request.headers ? 'not-implemented' : undefined;
      await expect(takeAndRelease()).rejects.toMatchObject(refusal);
      expect(faults.seen.some(isLease)).toBe(false);
      expect(await objects(bucket)).toEqual({});
    });
  });

  it('is taken after five test requests, which leave no object and are made once for each output', async () => {
    const asked = await takeAndRelease();
    expect(asked.map(({ method }) => method)).toEqual(['HEAD', 'PUT', 'PUT', 'PUT', 'DELETE', 'DELETE']);
    expect(await objects(bucket)).toEqual({});
    expect(await takeAndRelease()).toEqual([]);
  });

  it('is taken without test requests when a run has published there', async () => {
    await writeObjects(bucket, { 'out/_dedup/summary.json': '{}' });
    expect((await takeAndRelease()).map(({ method }) => method)).toEqual(['HEAD']);
  });

  it.each(['lose-answer', 'slow-down'] as const)(
    'is taken even if the first attempt of every request fails: %s',
    async (fault) => {
      faults.judge = ({ headers }) => (/^attempt=1;/.test(String(headers['amz-sdk-request'])) ? fault : undefined);
      expect((await takeAndRelease()).length).toBeGreaterThan(6);
      expect(await objects(bucket)).toEqual({});
    },
  );
});
