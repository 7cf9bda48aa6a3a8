/** The command line of a gate: `npm run gate`, with the settings of the deployment that it tries. Pure. */

import { quoteArgument } from '../../job/shared/shell-quote';
import type { JobSettings, Pipeline, Settings } from '../settings/settings';

/** The job's settings as arguments of `-c`. An empty value undoes a value of `cdk.json`. */
function assignmentsOf(job: JobSettings): readonly string[] {
  return Object.entries(job).map(([name, value]) => `${name}=${value === null ? '' : value}`);
}

/** A command line for a shell. Its result does not depend on the `cdk.json` in the working folder. */
export function gateCommand({ name, job }: Settings, sample: Pipeline['sample']): string {
  const words = [`name=${name}`, ...assignmentsOf(job)].flatMap((each) => ['-c', each]);
  return ['npm', 'run', 'gate', '--', '--sample', sample, ...words].map(quoteArgument).join(' ');
}
