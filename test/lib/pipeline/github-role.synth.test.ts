import { Template } from 'aws-cdk-lib/assertions';
import type { Pipeline } from '../../../lib/settings/settings';
import { appWith, OF_GITHUB } from './pipelines';

const ISSUER = 'token.actions.githubusercontent.com';
const PROVIDER = `arn:aws:iam::123456789012:oidc-provider/${ISSUER}`;

const ref = (name: string) => ({ Ref: name });
const PARTITION = ref('AWS::Partition');
const REGION = ref('AWS::Region');
const ACCOUNT = ref('AWS::AccountId');
const role = (...name: readonly unknown[]) => ({
  'Fn::Join': ['', ['arn:', PARTITION, ':iam::', ACCOUNT, ...name]],
});

const stackOf = (pipeline: Pipeline) =>
  Template.fromJSON(appWith(pipeline).synth().getStackByName('dedup-pipeline').template);

const template = stackOf(OF_GITHUB);
const [[id, theRole]] = Object.entries(template.findResources('AWS::IAM::Role')) as [[string, Role]];

interface Role {
  readonly Properties: {
    readonly RoleName: unknown;
    readonly AssumeRolePolicyDocument: { readonly Statement: readonly unknown[] };
    readonly Policies: readonly { readonly PolicyName: string; readonly PolicyDocument: { Statement: unknown } }[];
  };
}

test('the stack for GitHub has a role and an identity provider, and no access key or other resource', () => {
  expect(Object.values(template.toJSON().Resources).map((each) => (each as { Type: string }).Type)).toEqual([
    'AWS::IAM::OIDCProvider',
    'AWS::IAM::Role',
  ]);
  template.hasResourceProperties('AWS::IAM::OIDCProvider', {
    Url: `https://${ISSUER}`,
    ClientIdList: ['sts.amazonaws.com'],
  });
});

test('the role trusts one branch of one repository, whether or not its tokens have ids', () => {
  const [[provider]] = Object.entries(template.findResources('AWS::IAM::OIDCProvider')) as [[string, unknown]];
  expect(theRole.Properties.AssumeRolePolicyDocument.Statement).toEqual([
    {
      Action: 'sts:AssumeRoleWithWebIdentity',
      Effect: 'Allow',
      Principal: { Federated: ref(provider) },
      Condition: {
        StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com' },
        StringLike: {
          [`${ISSUER}:sub`]: ['repo:acme/ratings:ref:refs/heads/main', 'repo:acme@*/ratings@*:ref:refs/heads/main'],
        },
      },
    },
  ]);
});

test('the role may assume the roles of bootstrap and of the gate, and nothing else', () => {
  const bootstrap = (kind: string) => role(`:role/cdk-hnb659fds-${kind}-role-`, ACCOUNT, '-', REGION);
  expect(
    theRole.Properties.Policies.map(({ PolicyName, PolicyDocument }) => [PolicyName, PolicyDocument.Statement]),
  ).toEqual([
    [
      'Deploy',
      [
        {
          Action: 'sts:AssumeRole',
          Effect: 'Allow',
          Resource: [bootstrap('deploy'), bootstrap('file-publishing'), bootstrap('lookup')],
        },
      ],
    ],
    ['Gate', [{ Action: 'sts:AssumeRole', Effect: 'Allow', Resource: role(':role/dedup-cluster-', REGION, '-gate') }]],
  ]);
});

test('the role has the name that the gate role trusts, and is an output of the stack', () => {
  expect(theRole.Properties.RoleName).toEqual({ 'Fn::Join': ['', ['dedup-', REGION, '-pipeline']] });
  template.hasOutput('DeployRole', { Value: { 'Fn::GetAtt': [id, 'Arn'] } });
});

test('an existing identity provider can be used, and only the ids that are set are trusted', () => {
  const repository = 'acme@123456/ratings@456789';
  const engine = { kind: 'github-actions', oidcProviderArn: PROVIDER } as const;
  const given = stackOf({ ...OF_GITHUB, repository, branch: 'next', engine });
  given.resourceCountIs('AWS::IAM::OIDCProvider', 0);
  given.hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: [
        {
          Principal: { Federated: PROVIDER },
          Condition: { StringLike: { [`${ISSUER}:sub`]: [`repo:${repository}:ref:refs/heads/next`] } },
        },
      ],
    },
  });
});
