/** `dedup doctor` in a folder: its `cdk.json`, this environment's region and account. */

import { EC2Client } from '@aws-sdk/client-ec2';
import { findRegion, regionOption } from '../../job/aws/region';
import { EXIT, type ExitCode } from '../../job/shared/exit';
import { Failure } from '../../job/shared/failure';
import type { Facts } from '../preflight/facts';
import { contextOf } from '../settings/directory';
import { type Context, readSettings } from '../settings/read';
import type { Settings } from '../settings/settings';
import { awsAccount } from './account';
import { doctor } from './doctor';
import { shown } from './line';

/** The CDK's own, where `cdk bootstrap` was not told another. */
export const DEFAULT_QUALIFIER = 'hnb659fds';
const QUALIFIER_KEY = '@aws-cdk/core:bootstrapQualifier';

/**
 * `assignments` are those of `-c key=value`; which Node is shipped depends on the settings. Returns what doctor() does,
 * or 64 for a context that is no deployment's. Throws with exit code 64 where no region is known, with 66 where there is
 * no `cdk.json`, with 69 where AWS cannot be asked.
 */
export async function doctorCommand(
  folder: string,
  assignments: readonly string[],
  factsOf: (settings: Settings) => Facts,
  say: (line: string) => void,
): Promise<ExitCode> {
  const context = contextOf(folder, assignments);
  // as the CDK CLI finds it, but for its last resort; the settings are read without one too
  const found = await findRegion(new EC2Client(regionOption(process.env)));
  const region = found === null ? '' : found;
  const settings = settingsOr(context, region, (defect) =>
    say(shown({ state: 'fix', about: 'settings', message: defect })),
  );
  if (settings === null) return EXIT.usage;
  const qualifier = context[QUALIFIER_KEY];
  const ofBootstrap = typeof qualifier === 'string' ? qualifier : DEFAULT_QUALIFIER;
  return doctor(settings, factsOf(settings), awsAccount(settings, region, ofBootstrap), say);
}

/** Null where the context is no deployment's, and each defect is said. */
function settingsOr(context: Context, region: string, say: (defect: string) => void): Settings | null {
  try {
    return readSettings(context, { region });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    error.message.split('\n').forEach(say);
    return null;
  }
}
