/** The CDK app: context in, stacks out. Run by the CDK CLI, as cdk.json says. */

import { App } from 'aws-cdk-lib';
import { exitCodeOf, messageOf } from '../job/failure';
import { addStacks } from '../lib/app';
import { readSettings } from '../lib/settings/read';

const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region, DEBUG } = process.env;

try {
  const app = new App();
  addStacks(app, readSettings(app.node.getAllContext(), { account, region }), account || null);
  app.synth();
} catch (error) {
  if (DEBUG) throw error;
  console.error(messageOf(error));
  process.exitCode = exitCodeOf(error);
}
