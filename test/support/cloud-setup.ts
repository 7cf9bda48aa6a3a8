/** Before the tests of the cloud: what they need is installed, or TEST_CLOUD_MISSING says why it cannot be. */

import { installCloud } from './cloud';
import { whyNoYarn } from './cloud-yarn';

export default async function setUp(): Promise<void> {
  const missing = installCloud() ?? whyNoYarn();
  if (missing === null) return;
  if (process.env.CI === 'true') throw new Error(`no cloud for the tests: ${missing}`);
  process.env.TEST_CLOUD_MISSING = missing;
}
