/** `dedup doctor` in a folder: reads its `cdk.json`, and finds region and account in the environment. */

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

/** The CDK's default qualifier, unless `cdk bootstrap` was given another. */
export const DEFAULT_QUALIFIER = 'hnb659fds';
const QUALIFIER_KEY = '@aws-cdk/core:bootstrapQualifier';

/**
 * `assignments` are the arguments of `-c key=value`. `factsOf` gets the settings because they decide which Node is
 * shipped. Returns the exit code of doctor(), or 64 where the context is invalid. Throws with exit code 64 where no
 * region is known, with 66 where there is no `cdk.json`, and with 69 where AWS cannot be asked.
 */
export async function doctorCommand(
  folder: string,
  assignments: readonly string[],
  factsOf: (settings: Settings) => Facts,
  say: (line: string) => void,
): Promise<ExitCode> {
  const context = contextOf(folder, assignments);
  // The region is found as the CDK CLI finds it, without its last fallback. The settings are read even where there is
  // none.
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

/** Reports each defect, and returns null, where the context is invalid. */
function settingsOr(context: Context, region: string, say: (defect: string) => void): Settings | null {
  try {
    return readSettings(context, { region });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    error.message.split('\n').forEach(say);
    return null;
  }
}
