import { Match, type Template } from 'aws-cdk-lib/assertions';
import { templatesOf } from '../synth';

const { storage } = templatesOf({});

function bucketsOf(template: Template): Record<string, Record<string, unknown>> {
  const found = Object.entries(template.findResources('AWS::S3::Bucket'));
  return Object.fromEntries(found.map(([id, bucket]) => [id.replace(/[0-9A-F]{8}$/, ''), bucket]));
}

test('the storage stack has three buckets, which are private, encrypted and accept only TLS', () => {
  expect(Object.keys(bucketsOf(storage)).sort()).toEqual(['InputBucket', 'LogBucket', 'OutputBucket']);
  storage.allResourcesProperties('AWS::S3::Bucket', {
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    },
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
  });
  storage.resourceCountIs('AWS::S3::BucketPolicy', 3);
  storage.allResourcesProperties('AWS::S3::BucketPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Action: 's3:*',
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      ]),
    },
  });
});

test('buckets abort incomplete uploads and expire old versions and logs', () => {
  const uploads = {
    Id: 'end-of-uploads',
    Status: 'Enabled',
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: 30 },
  };
  const rules = Object.entries(bucketsOf(storage)).map(([id, { Properties }]) => [id, Properties]);
  expect(Object.fromEntries(rules)).toMatchObject({
    InputBucket: { LifecycleConfiguration: { Rules: [uploads] } },
    OutputBucket: {
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: {
        Rules: [
          uploads,
          {
            Id: 'end-of-old-versions',
            Status: 'Enabled',
            NoncurrentVersionExpiration: { NoncurrentDays: 7 },
            ExpiredObjectDeleteMarker: true,
          },
        ],
      },
    },
    LogBucket: {
      LifecycleConfiguration: { Rules: [uploads, { Id: 'end-of-logs', Status: 'Enabled', ExpirationInDays: 30 }] },
    },
  });
});

test('when the stack is deleted, data buckets stay and only the log bucket is emptied', () => {
  expect(bucketsOf(storage)).toMatchObject({
    InputBucket: { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' },
    OutputBucket: { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' },
    LogBucket: { DeletionPolicy: 'Delete' },
  });
  const emptied = Object.values(storage.findResources('Custom::S3AutoDeleteObjects'));
  expect(emptied.map(({ Properties }) => Properties.BucketName.Ref)).toEqual([expect.stringMatching(/^LogBucket/)]);
});

test('the log group of the function that empties buckets is kept as long as logs, and outlives the function', () => {
  const [id, log] = Object.entries(storage.findResources('AWS::Logs::LogGroup'))[0] ?? [];
  expect(log).toMatchObject({ DeletionPolicy: 'Delete', Properties: { RetentionInDays: 30 } });
  expect(log?.Properties.LogGroupName).toEqual({
    'Fn::Join': ['', ['/aws/lambda/', { Ref: expect.stringMatching(/^CustomS3AutoDeleteObjects/) }]],
  });
  for (const emptying of Object.values(storage.findResources('Custom::S3AutoDeleteObjects'))) {
    expect(emptying.DependsOn).toContain(id);
  }
});

test('without retainData data buckets are deleted, but not emptied', () => {
  const { storage: unretained } = templatesOf({ retainData: false });
  expect(bucketsOf(unretained)).toMatchObject({
    InputBucket: { DeletionPolicy: 'Delete' },
    OutputBucket: { DeletionPolicy: 'Delete' },
  });
  unretained.resourceCountIs('Custom::S3AutoDeleteObjects', 1);
  unretained.hasOutput('Retained', { Value: Match.objectLike({ 'Fn::Join': Match.anyValue() }) });
  expect(JSON.stringify(unretained.findOutputs('Retained'))).toMatch(/if they are empty, and fails if they are not/);
});

test('the stack has outputs for its buckets and for the resources that stay', () => {
  const outputs = storage.toJSON().Outputs;
  const ref = (id: string) => ({ Ref: expect.stringMatching(new RegExp(`^${id}`)) });
  expect(outputs).toMatchObject({
    Input: { Value: { 'Fn::Join': ['', ['s3://', ref('InputBucket'), '/']] } },
    Output: { Value: { 'Fn::Join': ['', ['s3://', ref('OutputBucket'), '/']] } },
    Logs: { Value: { 'Fn::Join': ['', ['s3://', ref('LogBucket'), '/emr/']] } },
  });
  expect(JSON.stringify(outputs.Retained)).toMatch(
    /cdk destroy leaves .*InputBucket.* and .*OutputBucket.*, with what.*files stay in the bucket of cdk bootstrap/,
  );
});

test('the buckets stay when the user names other ones, therefore a deployment can change between them', () => {
  const own = templatesOf({ input: ['s3://mine/a/', 's3://mine/b/'], output: 's3://yours/' });
  const exportsOf = ({ storage }: typeof own) =>
    Object.values(storage.findOutputs('*')).flatMap(({ Export }) => Export?.Name ?? []);
  expect(exportsOf(own)).toEqual(exportsOf(templatesOf({})));
  expect(Object.keys(bucketsOf(own.storage))).toEqual(['InputBucket', 'OutputBucket', 'LogBucket']);
  own.storage.hasOutput('Input', { Value: 's3://mine/a/ s3://mine/b/' });
  own.storage.hasOutput('Output', { Value: 's3://yours/' });
});
