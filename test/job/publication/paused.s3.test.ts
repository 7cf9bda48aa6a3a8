import { onS3 } from '../../support/s3-tests';
import { testPausedOnS3 } from './paused-on-s3';

/** The drills take long on a busy machine. */
jest.setTimeout(600_000);

// publication.versitygw.test.ts pauses and kills at more steps, on another S3; paused.test.ts kills in a folder
onS3('in S3', () => testPausedOnS3({ alone: 13, first: 29, other: 47, kills: false }));
