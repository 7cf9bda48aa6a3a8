import { AUTO_TERMINATION, AUTO_TERMINATION_AS_OF } from '../catalog/tables/regions';
import { WAIT_LOCK_MINUTES } from '../cluster/steps';
import type { Settings } from '../settings/settings';
import { TABLE } from '../settings/table';
import { type Finding, findings } from './finding';

const { warning } = findings('lifetime');

/** Checks when a cluster ends that waits for work. */
export function checkLifetime(settings: Settings): readonly Finding[] {
  if (settings.keepAlive) return [...checkWait(settings), ...checkRegion(settings)];
  const { idleMinutes } = settings;
  if (idleMinutes === TABLE.idleMinutes.default) return [];
  return warning(
    `idleMinutes is ${idleMinutes}, but keepAlive is false, so that the cluster ends with its steps and never idles; ` +
      'set keepAlive to true, or leave idleMinutes out',
  );
}

/**
 * EMR counts a cluster without a YARN application as idle, even while a step runs (AWS's page
 * emr-auto-termination-policy).
 */
function checkWait({ idleMinutes }: Settings): readonly Finding[] {
  if (idleMinutes >= WAIT_LOCK_MINUTES) return [];
  return warning(
    `idleMinutes is ${idleMinutes}, and a run may wait ${WAIT_LOCK_MINUTES} minutes for an output that another run has, ` +
      `without an application, for which EMR may end the cluster; set it to ${WAIT_LOCK_MINUTES} or more`,
  );
}

function checkRegion({ region }: Settings): readonly Finding[] {
  if (region === null || AUTO_TERMINATION.includes(region)) return [];
  return warning(
    `region ${region} is not among those where EMR ends idle clusters, by its page of ${AUTO_TERMINATION_AS_OF}: the ` +
      'cluster may be refused, or wait and be paid for without an end; set keepAlive to false',
  );
}
