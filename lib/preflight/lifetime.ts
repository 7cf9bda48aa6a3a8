import type { Settings } from '../settings';
import { TABLE } from '../settings/table';
import { type Finding, findings } from './finding';

const { error, warning } = findings('lifetime');

/** Of EMR's AutoTerminationPolicy. */
const MIN_IDLE_SECONDS = 60;
const MAX_IDLE_SECONDS = 604_800;

/** When a cluster that waits for work ends. */
export function checkLifetime({ keepAlive, idleMinutes }: Settings): readonly Finding[] {
  if (!keepAlive) {
    if (idleMinutes === TABLE.idleMinutes.default) return [];
    return warning(
      `idleMinutes is ${idleMinutes}, but keepAlive is false, so that the cluster ends with its steps and never idles; ` +
        'set keepAlive to true, or leave idleMinutes out',
    );
  }
  const seconds = 60 * idleMinutes;
  if (seconds >= MIN_IDLE_SECONDS && seconds <= MAX_IDLE_SECONDS) return [];
  return error(
    `idleMinutes is ${idleMinutes}, which is ${seconds} s, and EMR allows ${MIN_IDLE_SECONDS} to ${MAX_IDLE_SECONDS} s; ` +
      `set it to ${MIN_IDLE_SECONDS / 60} to ${MAX_IDLE_SECONDS / 60}`,
  );
}
