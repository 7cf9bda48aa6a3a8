/** Installs the requirements of the tests of the cloud, or says in TEST_CLOUD_MISSING why that is not possible. */

import { installCloud } from './cloud';
import { whyNoYarn } from './cloud-yarn';

export default async function setUp(): Promise<void> {
  const missing = installCloud() ?? whyNoYarn();
  if (missing === null) return;
  if (process.env.CI === 'true') throw new Error(`no cloud for the tests: ${missing}`);
  process.env.TEST_CLOUD_MISSING = missing;
}
