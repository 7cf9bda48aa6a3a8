import { openLocalFolder } from './local-folder';
import { theS3 } from './s3/client';
import { isS3 } from './s3/location';
import { S3Store } from './s3/store';
import type { OutputStore } from './store';

/** The store that a location names. Throws with exit code 64 for what cannot be one. */
export function openOutput(location: string): OutputStore {
  return isS3(location) ? new S3Store(theS3(), location) : openLocalFolder(location);
}
