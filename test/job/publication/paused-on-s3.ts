/** Outputs in S3 for the drills of paused runs. */

import { loadSdk } from '../../../job/aws/sdk';
import { theS3 } from '../../../job/store/s3/client';
import { client, newBucket } from '../../support/s3-tests';
import { step } from './paused';
import { type Strides, testPaused, type WatchedPlace, whatIsWrong } from './paused-tests';
import { isLook, placeOnS3 } from './publication-on-s3';

export function testPausedOnS3(strides: Strides): void {
  let bucket: string;
  let folders = 0;
  let look: () => Promise<void>;

  beforeEach(async () => {
    bucket = await newBucket();
    const used = theS3().client;
    const send = used.send.bind(used) as (...args: unknown[]) => Promise<unknown>;
    jest
      .spyOn(used, 'send')
      .mockImplementation(((command: object, ...args: unknown[]) =>
        step(() => send(command, ...args), isLook(command) ? null : () => look())) as never);
  });
  afterEach(() => jest.restoreAllMocks());

  async function newPlace(): Promise<WatchedPlace> {
    folders += 1;
    const prefix = `out-${folders}/`;
    const wrong: string[] = [];
    look = async () => {
      const { ListObjectsV2Command } = loadSdk();
      const { Contents = [] } = await client().send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }));
      const found = whatIsWrong(Contents.map(({ Key = '' }) => Key.slice(prefix.length)));
      if (found !== undefined) wrong.push(found);
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

  testPaused(newPlace, strides);
}
