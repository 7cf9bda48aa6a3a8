import type { Context } from '../../../lib/settings/read';
import { about, FACTS, found } from '../../support/preflight';

describe('the preflight of input and output', () => {
  const places = (context: Context) => about('places', found(context));

  it.each([
    ['s3://films/data/', 's3://films/data', 'is the input'],
    ['s3://films/data/out/', 's3://films/data/', 'lies in the input'],
    ['s3://films/', 's3://films/data/', 'holds the input'],
  ])('refuses an output %s beside an input %s', (output, input, relation) => {
    expect(places({ output, input: ['s3://other/', input] })).toEqual([
      `error: output ${output} ${relation} ${input.replace(/\/?$/, '/')}; set one of them to another folder`,
    ]);
  });

  it.each([
    ['s3://films/data2/', 's3://films/data/'],
    ['s3://films2/', 's3://films/'],
  ])('accepts the separate places %s and %s', (output, input) => expect(places({ output, input })).toEqual([]));

  it.each([
    ['input', 's3://films/日本/', "has '日', which no policy of IAM can name"],
    ['output', 's3://films/a\u200bb/', "has '\\u{200b}', which no policy of IAM can name"],
    ['input', ['s3://films/', 's3://films2/$\x7buser}/'], "has '$\x7b', which begins a variable in policies of IAM"],
    ['output', 's3://films/a*/', "has '*', which is any text in policies of IAM, so that runs might write elsewhere"],
    ['output', 's3://films/a?/', "has '?', which is any text in policies of IAM, so that runs might write elsewhere"],
  ])('refuses an %s %s, whose name a policy of IAM would not take literally', (key, value, why) => {
    const folder = [value].flat().at(-1)?.replace('\u200b', '\\u{200b}');
    expect(places({ [key]: value })).toEqual([`error: ${key} ${folder} ${why}; set a folder without it`]);
  });

  it('refuses ids of VPC and subnet that are cut off', () => {
    expect(places({ vpcId: 'vpc-0123456789abcdef', subnetId: 'subnet-1' })).toEqual([
      'error: vpcId vpc-0123456789abcdef has 16 digits, and ids of EC2 have 8 or 17; set the whole id',
      'error: subnetId subnet-1 has 1 digit, and ids of EC2 have 8 or 17; set the whole id',
    ]);
    expect(places({ vpcId: 'vpc-0123456789abcdef0', subnetId: 'subnet-01234567' })).toEqual([]);
  });

  it('accepts folders with other characters', () => {
    expect(places({ input: "s3://films/a b$c'ä.*/", output: 's3://films/$x-é+=@/' })).toEqual([]);
  });

  it('accepts an output of the kit with an input of the user, and the reverse', () => {
    expect(places({ input: 's3://films/' })).toEqual([]);
    expect(places({ output: 's3://films/' })).toEqual([]);
  });

  it('refuses a target of notify in another region or account', () => {
    const notify = 'arn:aws:sns:eu-west-1:123456789012:runs';
    expect(places({ notify })).toEqual([
      'error: notify is of region eu-west-1, and the deployment is in us-west-1; set a target of us-west-1',
    ]);
    expect(about('places', found({ notify }, 'eu-west-1'))).toEqual([]);
    expect(about('places', found({ notify }, ''))).toEqual([]);
    expect(about('places', found({ notify }, 'eu-west-1', { ...FACTS, account: '111122223333' }))).toEqual([
      'error: notify is of account 123456789012, and the deployment is in 111122223333; set a target of 111122223333',
    ]);
    expect(about('places', found({ notify }, 'eu-west-1', { ...FACTS, account: null }))).toEqual([]);
  });

  it('says that a bucket of the user has to tell EventBridge of its objects', () => {
    const notify = 'arn:aws:sqs:us-west-1:123456789012:runs';
    expect(about('events', found({ notify, output: 's3://films/out/' }))).toEqual([
      'unchecked: s3://films of output has to tell EventBridge of its objects, which is not checked here (dedup doctor does); switch it on in the properties of the bucket, or nothing is told to notify',
    ]);
    expect(about('events', found({ notify }))).toEqual([]);
    expect(about('events', found({ output: 's3://films/out/' }))).toEqual([]);
  });

  it('refuses a key of another region', () => {
    const diskEncryptionKey = 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd';
    expect(places({ diskEncryptionKey })).toEqual([
      'error: diskEncryptionKey is of region eu-west-1, and the cluster is in us-west-1; set a key of us-west-1',
    ]);
    expect(about('places', found({ diskEncryptionKey }, 'eu-west-1'))).toEqual([]);
    expect(about('places', found({ diskEncryptionKey }, ''))).toEqual([]);
  });

  it.each([
    [
      'diskEncryptionKey',
      { diskEncryptionKey: 'arn:aws-cn:kms:us-west-1:123456789012:key/1234abcd' },
      'aws-cn',
      'us-west-1',
      'aws',
    ],
    [
      'diskEncryptionKey',
      { diskEncryptionKey: 'arn:aws:kms:us-gov-west-1:123456789012:key/1' },
      'aws',
      'us-gov-west-1',
      'aws-us-gov',
    ],
    ['notify', { notify: 'arn:aws-cn:sns:cn-north-1:123456789012:runs' }, 'aws-cn', 'us-west-1', 'aws'],
    [
      "pipeline's connection",
      { pipeline: { repository: 'a/b', connection: 'arn:aws:codeconnections:cn-north-1:123456789012:connection/8a' } },
      'aws',
      'cn-north-1',
      'aws-cn',
    ],
    [
      "pipeline's oidcProvider",
      {
        pipeline: {
          repository: 'a/b',
          oidcProvider: 'arn:aws-cn:iam::123456789012:oidc-provider/token.actions.githubusercontent.com',
        },
      },
      'aws-cn',
      'eusc-de-east-1',
      'aws-eusc',
    ],
  ])('refuses a %s of another partition', (key, context, theirs, region, ours) => {
    expect(about('places', found(context, region))).toEqual([
      `error: ${key} is of partition ${theirs}, and ${region} is in ${ours}; set one of ${ours}`,
    ]);
    expect(about('places', found(context, ''))).toEqual([]);
  });
});
