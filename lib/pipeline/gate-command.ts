/** How a gate is started: `npm run gate`, with the settings of the deployment that it tries. Pure. */

import { quoteArgument } from '../../job/shared/shell-quote';
import type { JobSettings, Pipeline, Settings } from '../settings/settings';

/** What `-c` has to say for the job, by the names of the settings; an empty value takes back what `cdk.json` says. */
function assignmentsOf(job: JobSettings): readonly string[] {
  return Object.entries(job).map(([name, value]) => `${name}=${value === null ? '' : value}`);
}

/** For a shell, whatever `cdk.json` is there. */
export function gateCommand({ name, job }: Settings, sample: Pipeline['sample']): string {
  const words = [`name=${name}`, ...assignmentsOf(job)].flatMap((each) => ['-c', each]);
  return ['npm', 'run', 'gate', '--', '--sample', sample, ...words].map(quoteArgument).join(' ');
}
