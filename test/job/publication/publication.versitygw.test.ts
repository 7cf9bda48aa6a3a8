/** The protocol of publication and the drills of paused runs on another S3 server. */

import { newBucket } from '../../support/s3-tests';
import { testPausedOnS3 } from './paused-on-s3';
import { placeOnS3 } from './publication-on-s3';
import { testPublication } from './publication-tests';

jest.setTimeout(30 * 60_000);

const { TEST_VERSITYGW, AWS_ENDPOINT_URL } = process.env;
const isAlone = TEST_VERSITYGW !== undefined && TEST_VERSITYGW === AWS_ENDPOINT_URL;
if (!isAlone) process.stderr.write('SKIPPED versitygw: another S3 is in use: run this project alone\n');

(isAlone ? describe : describe.skip)('on versitygw', () => {
  describe('a publication', () => {
    let bucket: string;
    let folders = 0;
    beforeEach(async () => {
      bucket = await newBucket();
    });

    testPublication(
      async () => {
        folders += 1;
        return placeOnS3(bucket, `out-${folders}`);
      },
      { busiest: 1, easy: 1, first: 2, second: 1 },
    );
  });

  describe('a run', () => testPausedOnS3({ alone: 1, first: 5, other: 9, kills: true }));
});
