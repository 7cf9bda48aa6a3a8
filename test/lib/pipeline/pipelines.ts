/** Apps with a pipeline, made as in bin/app.ts. */

import { App } from 'aws-cdk-lib';
import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api';
import { addPipeline } from '../../../lib/pipeline/pipeline-stack';
import type { Pipeline, Settings } from '../../../lib/settings/settings';
import { addStacks } from '../../../lib/stacks/app';
import { folderOfFile } from '../../support/folder';
import { SAMPLE_SETTINGS } from '../sample-settings';

export const CONNECTION = 'arn:aws:codeconnections:us-east-1:123456789012:connection/8a1b2c3d-0e4f';

const REPOSITORY = { repository: 'acme/ratings', branch: 'main', sample: 'assets/sample' };

export const OF_CODEPIPELINE: Pipeline = {
  ...REPOSITORY,
  engine: { kind: 'codepipeline', connectionArn: CONNECTION },
};

export const OF_GITHUB: Pipeline = { ...REPOSITORY, engine: { kind: 'github-actions', oidcProviderArn: null } };

/** An app without assets, for which nothing is built or fetched. */
export const CONTEXT = { ...CURRENTLY_RECOMMENDED_FLAGS, 'aws:cdk:bundling-stacks': [] };
export const TODAY = '2026-11-22';

export function appWith(pipeline: Pipeline | null, changes: Partial<Settings> = {}, context: object = {}): App {
  const app = new App({ context: { ...CONTEXT, ...context }, outdir: folderOfFile() });
  const settings = { ...SAMPLE_SETTINGS, pipeline, ...changes };
  const circumstances = { account: null, today: TODAY };
  addStacks(app, settings, circumstances);
  addPipeline(app, settings, circumstances);
  return app;
}
