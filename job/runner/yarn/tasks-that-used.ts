import { counted } from '../../shared/figures';
import { CLASS_DATA_COUNTER } from './class-data';
import { COUNTER_GROUP } from './contract';
import type { YarnPlan } from './plan';
import type { JobCounters } from './rest';

/**
 * The number of tasks whose JVM used the class data, as Hadoop counted them; undefined where its counters are not known.
 * Warns if some went on without.
 */
export function tasksThatUsed(
  counters: JobCounters | null,
  { maps, reduces }: Pick<YarnPlan, 'maps' | 'reduces'>,
  warn: (message: string) => void,
): number | undefined {
  if (counters === null) return undefined;
  const used = counters.get(`${COUNTER_GROUP}/${CLASS_DATA_COUNTER}`) ?? 0;
  const tasks = maps.length + reduces;
  if (used < tasks) {
    warn(
      `${used} of ${counted(tasks, 'task')} used the class data, which has to be of the Java and the jars of their nodes; ` +
        "'dedup class-data' makes it from those of this machine",
    );
  }
  return used;
}
