import { onS3 } from '../../support/s3-tests';
import { testPausedOnS3 } from './paused-on-s3';

onS3('in S3', () => testPausedOnS3({ alone: 7, first: 15, other: 31 }));
