import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Bucket, type FoundObject } from '../../../../job/store/s3/bucket';
import { connect } from '../../../../job/store/s3/client';
import { LIMITS } from '../../../../job/store/s3/retry';
import { type S3Faults, startS3Faults } from '../../../support/s3-faults';
import { newBucket, objects, onS3, readObject, writeObjects } from '../../../support/s3-tests';

const QUICK = { ...LIMITS, firstBackoffMs: 1, maxBackoffMs: 1, attempts: 4 };

function bucketAt(endpoint: string, name: string): Bucket {
  return new Bucket(connect(QUICK, { ...process.env, AWS_ENDPOINT_URL: endpoint }), name);
}

onS3('objects of a bucket', () => {
  let name: string;
  let bucket: Bucket;
  let faults: S3Faults;

  beforeEach(async () => {
    name = await newBucket();
    faults = await startS3Faults(process.env.AWS_ENDPOINT_URL as string);
    bucket = bucketAt(faults.endpoint, name);
  });
  afterEach(async () => {
    bucket.s3.client.destroy();
    await faults.stop();
  });

  /** Loses the answer to the first attempt of every request. */
  const loseFirst: S3Faults['judge'] = ({ headers }) =>
    /^attempt=1;/.test(String(headers['amz-sdk-request'])) ? 'lose-answer' : undefined;

  it('that are written conditionally are recognized by their content when the answer was lost', async () => {
    faults.judge = loseFirst;
    const etag = await bucket.put('a', 'ours', { ifNoneMatch: '*' });
    expect(etag).toBe((await bucket.head('a'))?.etag);
    expect(await bucket.put('a', 'theirs', { ifNoneMatch: '*' })).toBeUndefined();
    const next = await bucket.put('a', 'ours again', { ifMatch: etag as string });
    expect(next).toBe((await bucket.head('a'))?.etag);
    expect(await bucket.put('a', 'too late', { ifMatch: etag as string })).toBeUndefined();
    expect(await readObject(name, 'a')).toBe('ours again');
    expect(await bucket.removeIfMatch('a', etag as string)).toBe(false);
    expect(await bucket.removeIfMatch('a', next as string)).toBe(true);
    expect(await objects(name)).toEqual({});
  });

  it('that another process wrote with the same text are not taken for own when no answer was lost', async () => {
    await writeObjects(name, { a: 'the same' });
    expect(await bucket.put('a', 'the same', { ifNoneMatch: '*' })).toBeUndefined();
    expect(await bucket.removeIfMatch('none', '"0"')).toBe(false);
  });

  it.each([
    ['break-body', 'aborted'],
    ['short-body', '2 bytes came of 5'],
  ] as const)('are read again in part when an answer is short: %s', async (fault, reason) => {
    await writeObjects(name, { a: '0123456789' });
    const found = (await bucket.head('a')) as FoundObject;
    const before = faults.seen.length;
    faults.judge = ({ number }) => (number === before ? fault : undefined);
    expect((await bucket.readPiece(found, 2, 7)).toString()).toBe('23456');
    expect(faults.seen).toHaveLength(before + 2);
    faults.judge = () => fault;
    await expect(bucket.readPiece(found, 2, 7)).rejects.toMatchObject({
      exitCode: 74,
      message: `cannot read s3://${name}/a: ${reason}`,
    });
  });

  it('that are read completely are compared with their checksum', async () => {
    await writeObjects(name, { a: 'as it was written' });
    faults.judge = ({ number }) => (number === 0 ? 'flip-bit' : undefined);
    expect((await bucket.read('a', 100))?.bytes.toString()).toBe('as it was written');
    faults.judge = () => 'flip-bit';
    await expect(bucket.read('a', 100)).rejects.toMatchObject({
      exitCode: 74,
      message: `cannot read s3://${name}/a: its bytes are not those of its checksum: they are damaged, or changed on the way`,
    });
  });
});

describe('a removal of several objects', () => {
  let server: Server;
  let bucket: Bucket;
  /** The keys of each request, and the successive answers for each key. */
  let asked: string[][];
  let codes: Record<string, string[]>;

  beforeEach(async () => {
    asked = [];
    server = createServer(async (request, response) => {
      const body = Buffer.concat(await request.toArray()).toString();
      const keys = [...body.matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key]) => String(key));
      asked.push(keys);
      const errors = keys.map((key) => {
        const code = codes[key]?.shift();
        return code === undefined
          ? ''
          : `<Error><Key>${key}</Key><Code>${code}</Code><Message>as it is</Message></Error>`;
      });
      response.end(`<?xml version="1.0"?><DeleteResult>${errors.join('')}</DeleteResult>`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const credentials = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_REGION: 'us-east-1' };
    const { port } = server.address() as AddressInfo;
    jest.replaceProperty(process, 'env', { ...process.env, ...credentials });
    bucket = bucketAt(`http://127.0.0.1:${port}`, 'bucket');
  });
  afterEach(async () => {
    bucket.s3.client.destroy();
    jest.restoreAllMocks();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('is repeated for the objects that S3 was too busy to remove', async () => {
    codes = { b: ['SlowDown', 'InternalError'], c: ['ServiceUnavailable'] };
    await bucket.remove(['a', 'b', 'c']);
    expect(asked).toEqual([['a', 'b', 'c'], ['b', 'c'], ['b']]);
  });

  it('fails when S3 stays busy', async () => {
    codes = { b: Array.from({ length: 9 }, () => 'SlowDown') };
    await expect(bucket.remove(['a', 'b'])).rejects.toMatchObject({
      exitCode: 74,
      message: 'cannot remove s3://bucket/b: SlowDown: as it is',
    });
    expect(asked).toEqual([['a', 'b'], ['b'], ['b'], ['b']]);
  });

  it('fails at once when one of the objects may not be removed', async () => {
    codes = { a: ['SlowDown'], b: ['AccessDenied'] };
    await expect(bucket.remove(['a', 'b'])).rejects.toMatchObject({
      exitCode: 74,
      message: 'cannot remove s3://bucket/b: access denied, it needs s3:DeleteObject',
    });
    expect(asked).toEqual([['a', 'b']]);
  });
});
