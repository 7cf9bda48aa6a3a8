/** The role of a GitHub Actions workflow: it needs no keys, and trusts one branch of one repository. */

import { Aws, Stack, type StackProps } from 'aws-cdk-lib';
import { OidcProviderNative, Role, WebIdentityPrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { callerRoleName, gateRoleName, roleArn } from '../cluster/gate-caller';
import { allow, document } from '../cluster/statements';
import { clusterStackName, PIPELINE_OUTPUTS } from '../deployment/outputs';
import { tellOutput } from '../deployment/told-output';
import type { Pipeline, Settings } from '../settings/settings';

const ISSUER = 'token.actions.githubusercontent.com';
const AUDIENCE = 'sts.amazonaws.com';

/**
 * The roles of `cdk bootstrap` that a deployment assumes. The others are left out: the kit publishes no images, and
 * only CloudFormation assumes the role that creates resources.
 */
const BOOTSTRAP_ROLES = ['deploy', 'file-publishing', 'lookup'];

export interface GithubRoleProps {
  readonly deployment: string;
  readonly repository: string;
  readonly branch: string;
  /** Null where the kit makes the provider. An account can have only one. */
  readonly oidcProviderArn: string | null;
}

export class GithubRole extends Construct {
  readonly roleArn: string;

  constructor(scope: Construct, id: string, stack: Stack, props: GithubRoleProps) {
    super(scope, id);
    const { deployment, repository, branch, oidcProviderArn } = props;
    const provider = oidcProviderArn === null ? this.provider() : oidcProviderArn;
    const role = new Role(this, 'Role', {
      roleName: callerRoleName(deployment, Aws.REGION),
      description: `GitHub Actions of ${repository}, to deploy ${deployment} and to try it`,
      assumedBy: new WebIdentityPrincipal(provider, {
        StringEquals: { [`${ISSUER}:aud`]: AUDIENCE },
        StringLike: { [`${ISSUER}:sub`]: subjects(repository).map((each) => `repo:${each}:ref:refs/heads/${branch}`) },
      }),
      inlinePolicies: {
        Deploy: document(allow(['sts:AssumeRole'], bootstrapRoles(stack))),
        Gate: document(allow(['sts:AssumeRole'], [gateRole(deployment)])),
      },
    });
    this.roleArn = role.roleArn;
  }

  private provider(): string {
    const provider = new OidcProviderNative(this, 'Provider', { url: `https://${ISSUER}`, clientIds: [AUDIENCE] });
    return provider.oidcProviderArn;
  }
}

/**
 * The subjects by which GitHub's tokens may name a repository. Tokens of repositories that were made, renamed or moved
 * since 15 July 2026 also contain the ids of owner and repository (GitHub's changelog of 2026-04-23, "Immutable subject
 * claims"). A name cannot contain `@`, nor a branch `:`, so each star can match only an id. A repository that is set
 * with its ids is trusted only with those ids.
 */
function subjects(repository: string): readonly string[] {
  if (repository.includes('@')) return [repository];
  return [repository, `${repository.replaceAll('/', '@*/')}@*`];
}

function gateRole(deployment: string): string {
  return roleArn(Aws.ACCOUNT_ID, gateRoleName(clusterStackName(deployment), Aws.REGION));
}

function bootstrapRoles({ synthesizer }: Stack): string[] {
  const { bootstrapQualifier } = synthesizer;
  return BOOTSTRAP_ROLES.map((name) =>
    roleArn(Aws.ACCOUNT_ID, `cdk-${bootstrapQualifier}-${name}-role-${Aws.ACCOUNT_ID}-${Aws.REGION}`),
  );
}

/** The resources that GitHub Actions needs in AWS. The workflow itself is in the repository. */
export class GithubStack extends Stack {
  constructor(scope: Construct, id: string, settings: Settings, pipeline: GithubPipeline, props: StackProps) {
    super(scope, id, { ...props, description: `GitHub Actions that deploy ${settings.name}` });
    const { repository, branch, engine } = pipeline;
    const { oidcProviderArn } = engine;
    const role = new GithubRole(this, 'Github', this, {
      deployment: settings.name,
      repository,
      branch,
      oidcProviderArn,
    });
    tellOutput(this, PIPELINE_OUTPUTS.deployRole, role.roleArn);
  }
}

type GithubPipeline = Omit<Pipeline, 'engine'> & {
  readonly engine: Extract<Pipeline['engine'], { kind: 'github-actions' }>;
};
