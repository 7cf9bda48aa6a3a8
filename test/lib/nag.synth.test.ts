import { App, CfnResource, Stack, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CURRENTLY_RECOMMENDED_FLAGS, VALIDATE_AGAINST_DEFAULT_RULES } from 'aws-cdk-lib/cx-api';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readSettings } from '../../lib/settings/read';
import type { Settings } from '../../lib/settings/settings';
import { temporaryFolder } from '../support/folder';
import { appWith, OF_CODEPIPELINE, OF_GITHUB } from './pipeline/pipelines';
import { SAMPLE_SETTINGS } from './sample-settings';
import { appOf } from './synth';

const { catalogTable, notify } = readSettings(
  { catalogTable: 'films.latest', notify: 'arn:aws:sqs:us-east-1:111122223333:runs' },
  {},
);

const EVERYTHING: Partial<Settings> = {
  catalogTable,
  notify,
  alarmEmail: 'ops@example.com',
  diskEncryptionKey: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  schedule: 'cron(0 3 * * ? *)',
  sessionManager: true,
  ec2KeyName: 'mine',
  retainData: false,
  tags: { team: 'data' },
};
/** A schedule whose nights are checked. */
const NIGHTLY: Partial<Settings> = {
  schedule: 'cron(0 3 * * ? *)',
  job: { ...SAMPLE_SETTINGS.job, newOnly: true },
};
const ELSEWHERE: Partial<Settings> = {
  ...NIGHTLY,
  input: ['s3://mine/in/'],
  output: 's3://mine/out/',
  network: { kind: 'subnet', vpcId: 'vpc-0123456789abcdef0', subnetId: 'subnet-0123456789abcdef0' },
};

test.each([
  ['the defaults', {}],
  ['everything', EVERYTHING],
  ['places of the user', { ...ELSEWHERE, keepAlive: false }],
])('cdk-nag finds nothing in %s that is not acknowledged', (_, changes) => {
  const app = appOf(changes);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  expect(() => app.synth()).not.toThrow();
});

test.each([
  ['CodePipeline', OF_CODEPIPELINE],
  ['GitHub Actions', OF_GITHUB],
])('cdk-nag finds nothing in a pipeline of %s that is not acknowledged', (_, pipeline) => {
  const app = appWith(pipeline);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  expect(() => app.synth()).not.toThrow();
});

test('cdk-nag finds a problem that is not acknowledged', () => {
  const app = new App({ outdir: temporaryFolder() });
  new Bucket(new Stack(app, 'another'), 'Bucket');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  expect(() => app.synth()).toThrow(/AwsSolutions-S10/);
});

describe('with the rules of the CDK itself, whose errors end a synthesis', () => {
  const strict = { [VALIDATE_AGAINST_DEFAULT_RULES]: true };
  beforeEach(() => {
    process.env.CDK_VALIDATION = 'true';
  });
  afterEach(() => {
    process.env.CDK_VALIDATION = 'false';
  });

  test('no error is found in a deployment with everything', () => {
    expect(() => appOf({ ...EVERYTHING, ...NIGHTLY }, strict).synth()).not.toThrow();
  });

  test('an error is found', () => {
    const app = new App({ context: { ...CURRENTLY_RECOMMENDED_FLAGS, ...strict }, outdir: temporaryFolder() });
    new CfnResource(new Stack(app, 'another'), 'Bucket', { type: 'AWS::S3::Bucket', properties: { Colour: 'blue' } });
    expect(() => app.synth()).toThrow(/Colour/);
  });
});
