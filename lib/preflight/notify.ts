/** Checks that the event of a publication can reach its target. Pure. */

import { parseS3 } from '../../job/shared/s3-location';
import type { Settings } from '../settings/settings';
import type { Facts } from './facts';
import { type Finding, findings } from './finding';
import { partitionOf } from './partition';

const places = findings('places');
const events = findings('events');

export function checkNotify(settings: Settings, facts: Facts): readonly Finding[] {
  return [...checkTarget(settings, facts), ...checkBucket(settings)];
}

/** A rule of EventBridge reaches targets of its own region; those of another account would need rights there. */
function checkTarget({ notify, region }: Settings, { account }: Facts): readonly Finding[] {
  if (notify === null) return [];
  const [, partition] = notify.arn.split(':');
  const isElsewhere = region !== null && notify.region !== region && partition === partitionOf(region);
  return [
    ...(isElsewhere
      ? places.error(
          `notify is of region ${notify.region}, and the deployment is in ${region}; set a target of ${region}`,
        )
      : []),
    ...(account !== null && notify.account !== account
      ? places.error(
          `notify is of account ${notify.account}, and the deployment is in ${account}; set a target of ${account}`,
        )
      : []),
  ];
}

/** No stack changes a bucket of the user. */
function checkBucket({ notify, output }: Settings): readonly Finding[] {
  if (notify === null || output === null) return [];
  const { bucket } = parseS3(output);
  return events.unchecked(
    `s3://${bucket} of output has to tell EventBridge of its objects, which is not checked here (dedup doctor does); ` +
      'switch it on in the properties of the bucket, or nothing is told to notify',
  );
}
