/** The drills of paused runs, in S3. */

import { theS3 } from '../../job/store/s3/client';
import { loadSdk } from '../../job/store/s3/sdk';
import { client, newBucket, onS3 } from '../support/s3-tests';
import { step } from './paused';
import { testPaused, type WatchedPlace, whatIsWrong } from './paused-tests';
import { placeOnS3 } from './place-on-s3';

onS3('in S3', () => {
  let bucket: string;
  let folders = 0;
  let watched: { look(): Promise<void> };

  beforeEach(async () => {
    bucket = await newBucket();
    const used = theS3().client;
    const send = used.send.bind(used) as (...args: unknown[]) => Promise<unknown>;
    jest.spyOn(used, 'send').mockImplementation(((...args: unknown[]) =>
      step(
        () => send(...args),
        () => watched.look(),
      )) as never);
  });
  afterEach(() => jest.restoreAllMocks());

  async function newPlace(): Promise<WatchedPlace> {
    folders += 1;
    const prefix = `out-${folders}/`;
    const wrong: string[] = [];
    watched = {
      async look() {
        const { ListObjectsV2Command } = loadSdk();
        const { Contents = [] } = await client().send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }));
        const found = whatIsWrong(Contents.map(({ Key = '' }) => Key.slice(prefix.length)));
        if (found !== undefined) wrong.push(found);
      },
    };
    return {
      ...placeOnS3(bucket, `out-${folders}`),
      wrong,
      async expire() {
        const { DeleteObjectCommand } = loadSdk();
        await client().send(new DeleteObjectCommand({ Bucket: bucket, Key: `${prefix}_dedup/lease.json` }));
      },
    };
  }

  testPaused(newPlace, { alone: 3, first: 13, other: 29 });
});
