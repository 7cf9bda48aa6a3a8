/** `dedup doctor`: checks whether this account can run the deployment that the settings describe. */

import { noRegion } from '../../job/aws/region';
import { EXIT, type ExitCode } from '../../job/shared/exit';
import type { Facts } from '../preflight/facts';
import type { Finding, Severity } from '../preflight/finding';
import { preflight } from '../preflight/preflight';
import type { Settings } from '../settings/settings';
import { checkBootstrap, checkCleanupRole, checkDiskKey, checkKeyPair } from './access';
import type { Account, Answers } from './answers';
import { checkBuckets } from './buckets';
import { checkCluster } from './cluster';
import { checkEndpoints } from './endpoints';
import { type Line, type State, shown } from './line';
import { checkRelease, checkTypes, checkZones } from './offerings';
import { checkQuota } from './quota';
import { checkSubnet } from './subnet';

const STATES: Readonly<Record<Severity, State>> = { error: 'fix', warning: 'warn', unchecked: 'skip' };

/**
 * Prints a line for each check, with its fix, and then the number of fixes. Throws with exit code 64 where no region is
 * known. Returns 69 where something has to be fixed before a deployment.
 */
export async function doctor(
  settings: Settings,
  facts: Facts,
  account: Account,
  say: (line: string) => void,
): Promise<ExitCode> {
  const { region } = settings;
  if (region === null) throw noRegion(process.env.AWS_PROFILE);
  const found = diagnose(settings, region, facts, await account.ask());
  for (const line of found) say(shown(line));
  const count = (state: State) => found.filter((line) => line.state === state).length;
  const [fixes, warnings, skipped] = [count('fix'), count('warn'), count('skip')];
  say(`${fixes} to fix, ${warnings} to know, ${skipped} that could not be checked`);
  return fixes === 0 ? EXIT.done : EXIT.unavailable;
}

/** The account's answers take precedence over the tables. */
function diagnose(settings: Settings, region: string, facts: Facts, answers: Answers): readonly Line[] {
  return [
    ...preflight(settings, facts)
      .filter((finding) => !isAnswered(finding, answers))
      .map(({ subject, severity, message }) => ({ state: STATES[severity], about: subject, message })),
    ...checkRelease(settings, region, answers),
    ...checkTypes(settings, answers),
    ...checkZones(settings, region, answers),
    ...checkEndpoints(settings, region, answers),
    ...checkQuota(settings, region, answers),
    ...checkBootstrap(region, answers),
    ...checkCleanupRole(region, answers),
    ...checkCluster(settings, answers),
    ...checkKeyPair(settings, region, answers),
    ...checkSubnet(settings, region, answers),
    ...checkBuckets(settings, region, answers),
    ...checkDiskKey(settings, region),
  ];
}

function isAnswered({ subject }: Finding, { buckets, offerings, releases, typesOnRelease }: Answers): boolean {
  if (subject === 'events') return 'value' in buckets;
  if (subject === 'offering') return 'value' in offerings;
  if (subject === 'listing') return 'value' in releases && 'value' in typesOnRelease;
  return false;
}
