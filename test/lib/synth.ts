import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { addStacks } from '../../lib/app';
import type { Settings } from '../../lib/settings';
import { SAMPLE_SETTINGS } from './sample-settings';

/** As the CDK CLI does for commands that need no assets: nothing is built or fetched. */
const WITHOUT_ASSETS = { 'aws:cdk:bundling-stacks': [], '@aws-cdk/core:defaultCrossStackReferences': 'strong' };

export function appOf(changes: Partial<Settings>): App {
  const app = new App({ context: WITHOUT_ASSETS });
  addStacks(app, { ...SAMPLE_SETTINGS, ...changes }, null);
  return app;
}

/** The templates of the two stacks. */
export function templatesOf(changes: Partial<Settings>): { readonly storage: Template; readonly cluster: Template } {
  const assembly = appOf(changes).synth();
  const template = (name: string) => Template.fromJSON(assembly.getStackByName(name).template);
  return { storage: template('dedup-storage'), cluster: template('dedup-cluster') };
}
