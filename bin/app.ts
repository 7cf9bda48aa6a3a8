/** The CDK app: reads the settings from the context and makes the stacks. The CDK CLI runs it, as cdk.json says. */

import { App } from 'aws-cdk-lib';
import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api';
import { exitCodeOf, messageOf } from '../job/shared/failure';
import { addPipeline } from '../lib/pipeline/pipeline-stack';
import { readSettings } from '../lib/settings/read';
import { addStacks, synthesizer } from '../lib/stacks/app';

const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region, DEBUG } = process.env;

try {
  // the flags that the installed version of the CDK recommends, which is pinned
  const app = new App({ context: CURRENTLY_RECOMMENDED_FLAGS, defaultStackSynthesizer: synthesizer() });
  const settings = readSettings(app.node.getAllContext(), { account, region });
  const circumstances = { account: account || null, today: new Date().toISOString().slice(0, 10) };
  addStacks(app, settings, circumstances);
  addPipeline(app, settings, circumstances);
  app.synth();
} catch (error) {
  if (DEBUG) throw error;
  console.error(messageOf(error));
  process.exitCode = exitCodeOf(error);
}
