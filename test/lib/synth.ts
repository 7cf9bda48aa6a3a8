import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { BUNDLING_STACKS, CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api';
import type { Settings } from '../../lib/settings/settings';
import { addStacks, synthesizer } from '../../lib/stacks/app';
import { temporaryFolder } from '../support/folder';
import { SAMPLE_SETTINGS } from './sample-settings';

/** The context of the CDK CLI for commands that need no assets, with which nothing is built or fetched. */
const WITHOUT_ASSETS = { ...CURRENTLY_RECOMMENDED_FLAGS, [BUNDLING_STACKS]: [] };

export function appOf(changes: Partial<Settings>, more: Readonly<Record<string, unknown>> = {}): App {
  const context = { ...WITHOUT_ASSETS, ...more };
  const app = new App({ context, outdir: temporaryFolder(), defaultStackSynthesizer: synthesizer() });
  addStacks(app, { ...SAMPLE_SETTINGS, ...changes }, { account: null, today: '2026-11-22' });
  return app;
}

/** The templates of the two stacks. */
export function templatesOf(changes: Partial<Settings>): { readonly storage: Template; readonly cluster: Template } {
  const assembly = appOf(changes).synth();
  const template = (name: string) => Template.fromJSON(assembly.getStackByName(name).template);
  return { storage: template('dedup-storage'), cluster: template('dedup-cluster') };
}
