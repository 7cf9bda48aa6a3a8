import { EXIT, type ExitCode } from '../shared/exit';
import { isS3 } from '../shared/s3-location';
import { openLocalFolder } from './local-folder';
import { theS3 } from './s3/client';
import { S3Store } from './s3/store';
import type { OutputStore } from './store';

/** The store that a location names, to publish to. Throws with exit code 64 for what cannot be one. */
export function openOutput(location: string): OutputStore {
  return open(location, EXIT.cannotCreate);
}

/** The same, of a run that has published there: where there is nothing, an input is missing. */
export function openPublished(location: string): OutputStore {
  return open(location, EXIT.noInput);
}

function open(location: string, unreachable: ExitCode): OutputStore {
  return isS3(location) ? new S3Store(theS3(), location, unreachable) : openLocalFolder(location);
}
