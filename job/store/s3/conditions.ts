/** Whether an S3 heeds the conditions of writes and removals, by which runs onto one output are kept apart. */

import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { STAGING_FOLDER } from '../../shared/output-files';
import type { Condition } from './bucket';
import { hasStatus } from './failure';
import type { Place } from './lease';

/** That of no object. */
const OTHER_ETAG = '"00000000000000000000000000000000"';

/**
 * Throws with exit code 69 where a condition that is not met is ignored, or not known. Five requests on an object of the
 * asking run's own, which a sweep takes where the run is killed meanwhile.
 */
export async function refuseWithoutConditions(place: Place, run: string, id: string): Promise<void> {
  const { bucket, prefix } = place;
  const key = `${prefix}${STAGING_FOLDER}/${run}/conditions-${id}`;
  const text = (step: string) => `${id} ${step}\n`;
  const writes = (condition: Condition, step: string) => async () =>
    (await bucket.put(key, text(step), condition)) !== undefined;
  const etag = await bucket.put(key, text('begun'));
  try {
    await refuseIf(place, 'If-None-Match of a write', writes({ ifNoneMatch: '*' }, 'although it is there'));
    await refuseIf(place, 'If-Match of a write', writes({ ifMatch: OTHER_ETAG }, 'although it is another'));
    await refuseIf(place, 'If-Match of a removal', () => bucket.removeIfMatch(key, OTHER_ETAG));
  } catch (error) {
    await bucket.remove([key]).catch(() => undefined);
    throw error;
  }
  if (!(await bucket.removeIfMatch(key, etag as string))) throw without(place, 'If-Match of a removal');
}

/** `isDone` does what the condition forbids. */
async function refuseIf(place: Place, condition: string, isDone: () => Promise<boolean>): Promise<void> {
  const hasDone = await isDone().catch((error: unknown) => {
    if (error instanceof Failure && hasStatus(error.cause, 501)) return true;
    throw error;
  });
  if (hasDone) throw without(place, condition);
}

function without({ location }: Place, condition: string): Failure {
  return new Failure(
    EXIT.unavailable,
    `the S3 of ${location} does not heed ${condition}, so that two runs onto one output could not be kept apart: use an S3 ` +
      'that has conditional writes and removals, or an output elsewhere',
  );
}
