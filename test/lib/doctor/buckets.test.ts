import type { Bucket } from '../../../lib/doctor/answers';
import type { Context } from '../../../lib/settings/read';
import { about, examined } from '../../support/doctor';

describe('the doctor on buckets of the user that', () => {
  const THERE: Bucket = { isThere: true, region: 'us-east-1', isListable: true, hasEvents: false };
  const bucket = (found: Partial<Bucket>, context: Context = { input: 's3://mine/in/' }) =>
    about('buckets', { buckets: { value: { mine: { ...THERE, ...found } } } }, context);

  it('are usable', async () => {
    expect(await bucket({})).toEqual(['ok buckets s3://mine of input is in us-east-1, and can be listed']);
    expect(await bucket({ region: null })).toEqual(['ok buckets s3://mine of input is there, and can be listed']);
    expect(await about('buckets')).toEqual([]);
  });

  it('occur in several settings are reported once each, with all these settings', async () => {
    const context = { input: 's3://mine/a/,s3://mine/b/,s3://other/', output: 's3://mine/out/' };
    expect(await about('buckets', { buckets: { value: { mine: THERE, other: THERE } } }, context)).toEqual([
      'ok buckets s3://mine of input and output is in us-east-1, and can be listed',
      'ok buckets s3://other of input is in us-east-1, and can be listed',
    ]);
  });

  it('do not exist', async () => {
    const { exitCode } = await examined(
      { buckets: { value: { mine: { ...THERE, isThere: false } } } },
      { output: 's3://mine/' },
    );
    expect(exitCode).toBe(69);
    expect(await bucket({ isThere: false }, { output: 's3://mine/' })).toEqual([
      'fix buckets s3://mine of output is not there; aws s3 mb s3://mine --region us-east-1, or set output to another',
    ]);
  });

  it('are in another region, whether or not they can be listed', async () => {
    for (const isListable of [true, false]) {
      expect(await bucket({ region: 'eu-west-1', isListable })).toEqual([
        'fix buckets s3://mine of input is in eu-west-1, and the cluster in us-east-1, whose runs refuse it; set input to a bucket of us-east-1, or deploy to eu-west-1',
      ]);
    }
  });

  it('has to tell of the output for notify', async () => {
    const notify = 'arn:aws:sqs:us-east-1:123456789012:runs';
    const told = async (hasEvents: boolean | null, context: Context) =>
      (await bucket({ hasEvents }, context)).filter((line) => !line.includes('listed'));
    const context = { input: 's3://mine/in/', output: 's3://mine/out/', notify };
    expect(await told(true, context)).toEqual([
      'ok buckets s3://mine of output tells EventBridge of its objects, for notify',
    ]);
    expect(await told(false, context)).toEqual([
      "fix buckets s3://mine of output does not tell EventBridge of its objects, so notify would never hear of a run; switch it on in the bucket's properties, under event notifications",
    ]);
    expect(await told(null, context)).toEqual([
      'skip buckets s3://mine of output does not say whether it tells EventBridge of its objects; allow s3:GetBucketNotification',
    ]);
    for (const other of [{ output: 's3://mine/' }, { input: 's3://mine/', notify }]) {
      expect(await told(false, other)).toEqual([]);
    }
    expect(await about('events', { buckets: { unknown: 'no answer' } }, context)).toHaveLength(1);
    expect(await about('events', { buckets: { value: {} } }, context)).toEqual([]);
  });

  it('cannot be listed', async () => {
    expect(await bucket({ isListable: false }, { input: 's3://mine/', name: 'films' })).toEqual([
      'skip buckets s3://mine of input refuses these credentials; allow s3:ListBucket to check it, and where it is another ' +
        "account's have its policy allow the role films-cluster-us-east-1-node",
    ]);
  });
});
