import { newBucket, onS3 } from '../../support/s3-tests';
import { placeOnS3 } from './publication-on-s3';
import { testPublication } from './publication-tests';

/** The drills take long on a busy machine. */
jest.setTimeout(600_000);

// publication.versitygw.test.ts tries every step of all situations, on another S3
onS3('in S3', () => {
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
    { busiest: 9, easy: 11, first: 9, second: 4 },
  );
});
