/** Tries whether an S3 heeds the conditions of writes and removals, which keep two runs onto one output apart. */

import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { STAGING_FOLDER } from '../../shared/output-files';
import type { Condition } from './bucket';
import { hasStatus } from './failure';
import type { OutputPrefix } from './lease';

/** An ETag that no object has. */
const OTHER_ETAG = '"00000000000000000000000000000000"';

/**
 * Throws with exit code 69 where the S3 ignores a condition, or does not know it. Takes five requests, on an object in
 * the staging folder of the asking run. Where the run is killed meanwhile, a sweep removes the object.
 */
export async function refuseWithoutConditions(place: OutputPrefix, run: string, id: string): Promise<void> {
  const { bucket, prefix } = place;
  const key = `${prefix}${STAGING_FOLDER}/${run}/conditions-${id}`;
  const text = (step: string) => `${id} ${step}\n`;
  const writeIf = (condition: Condition, step: string) => async () =>
    (await bucket.put(key, text(step), condition)) !== undefined;
  const etag = await bucket.put(key, text('begun'));
  try {
    await refuseIf(place, 'If-None-Match of a write', writeIf({ ifNoneMatch: '*' }, 'although it is there'));
    await refuseIf(place, 'If-Match of a write', writeIf({ ifMatch: OTHER_ETAG }, 'although it is another'));
    await refuseIf(place, 'If-Match of a removal', () => bucket.removeIfMatch(key, OTHER_ETAG));
  } catch (error) {
    await bucket.remove([key]).catch(() => undefined);
    throw error;
  }
  if (!(await bucket.removeIfMatch(key, etag as string))) throw notHeeded(place, 'If-Match of a removal');
}

/** Throws where `isDone` succeeds in doing what the condition forbids, or the S3 does not implement the condition. */
async function refuseIf(place: OutputPrefix, condition: string, isDone: () => Promise<boolean>): Promise<void> {
  const hasDone = await isDone().catch((error: unknown) => {
    if (error instanceof Failure && hasStatus(error.cause, 501)) return true;
    throw error;
  });
  if (hasDone) throw notHeeded(place, condition);
}

function notHeeded({ location }: OutputPrefix, condition: string): Failure {
  return new Failure(
    EXIT.unavailable,
    `the S3 of ${location} does not heed ${condition}, so that two runs onto one output could not be kept apart: use an S3 ` +
      'that has conditional writes and removals, or an output elsewhere',
  );
}
