import { App } from 'aws-cdk-lib';
import { BUNDLING_STACKS } from 'aws-cdk-lib/cx-api';
import type { Settings } from '../../../lib/settings/settings';
import { addStacks } from '../../../lib/stacks/app';
import { temporaryFolder } from '../../support/folder';
import { SAMPLE_SETTINGS } from '../sample-settings';

const TODAY = { account: null, today: '2026-11-22' };
/** An app of which only the templates are made, which needs no assets. */
const FOR_DESTROY = { [BUNDLING_STACKS]: [] };
const FOR_DEPLOY = { [BUNDLING_STACKS]: ['no-such-stack'] };

function appOf(context: Record<string, unknown>, changes: Partial<Settings>): App {
  const app = new App({ context, outdir: temporaryFolder() });
  addStacks(app, { ...SAMPLE_SETTINGS, ...changes }, TODAY);
  return app;
}

test('the app is refused with all errors of preflight', () => {
  expect(() => appOf(FOR_DEPLOY, { coreInstanceCount: 1, release: 'emr-5.36.0' })).toThrow(
    expect.objectContaining({
      exitCode: 64,
      message: expect.stringMatching(/release.*\n.*parallelism 16 does not fit/s),
    }),
  );
});

test('the app is never refused for cdk destroy', () => {
  expect(() => appOf(FOR_DESTROY, { coreInstanceCount: 1, release: 'emr-5.36.0' })).not.toThrow();
});

test('with preflight=warn the errors are warnings, and unchecked settings are named', () => {
  const app = appOf(FOR_DEPLOY, { coreInstanceCount: 1, preflight: 'warn' });
  const said = app.node.findChild('dedup-cluster').node.metadata.map(({ type, data }) => `${type} ${data}`);
  expect(said).toContainEqual(
    expect.stringMatching(/^aws:cdk:warning parallelism 16 does not fit.*\[ack: dedup:memory\]/),
  );
  expect(said).toContainEqual(expect.stringMatching(/^aws:cdk:info no region is known/));
});

test('stacks are named after the deployment, have its tags, and depend on each other in order', () => {
  const app = appOf(FOR_DESTROY, {
    name: 'films',
    tags: { team: 'data' },
    input: ['s3://mine/'],
    output: 's3://yours/',
  });
  const assembly = app.synth();
  expect(assembly.stacks.map(({ stackName }) => stackName)).toEqual(['films-storage', 'films-cluster']);
  for (const stack of assembly.stacks) expect(stack.tags).toMatchObject({ team: 'data' });
  expect(assembly.getStackByName('films-cluster').dependencies.map(({ id }) => id)).toContain('films-storage');
});

test('the stacks have the given region and account', () => {
  const app = new App({ context: FOR_DESTROY, outdir: temporaryFolder() });
  addStacks(app, { ...SAMPLE_SETTINGS, region: 'eu-west-1' }, { ...TODAY, account: '111122223333' });
  for (const { environment } of app.synth().stacks) {
    expect(environment).toMatchObject({ region: 'eu-west-1', account: '111122223333' });
  }
});
