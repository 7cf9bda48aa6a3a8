/** Acknowledges cdk-nag's findings in the resources that CDK Pipelines makes, each with its reason. */

import type { CfnElement, Stack } from 'aws-cdk-lib';
import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';
import { acknowledge, acknowledgeWildcards } from '../cluster/acknowledge';

const GRANTS = ['s3:Abort*', 's3:DeleteObject*', 's3:GetBucket*', 's3:GetObject*', 's3:List*'];

/** Has to be called after the pipeline is built. `roles` are the roles of the pipeline and of its steps. */
export function acknowledgeFindings(
  stack: Stack,
  roles: readonly IConstruct[],
  artifacts: IBucket,
  projects: readonly IProject[],
): void {
  acknowledge(stack, {
    'AwsSolutions-CB4': 'builds hold only the repository, the assembly and logs, in places encrypted by AWS keys',
  });
  const builds = projects.map((project) => `<${idOf(stack, project)}>`);
  const ofBuilds = (service: string, kind: string) =>
    `arn:${stack.partition}:${service}:${stack.region}:${stack.account}:${kind}`;
  for (const role of roles) {
    acknowledge(
      role,
      Object.fromEntries(
        GRANTS.map((action) => [`AwsSolutions-IAM5[Action::${action}]`, 'what CDK grants on one bucket']),
      ),
    );
    acknowledgeWildcards(role, [`<${idOf(stack, artifacts)}.Arn>/*`], 'artifacts are named by each execution');
    acknowledgeWildcards(
      role,
      [
        ...builds.flatMap((build) => [
          ofBuilds('logs', `log-group:/aws/codebuild/${build}:*`),
          ofBuilds('codebuild', `report-group/${build}-*`),
        ]),
        ofBuilds('logs', 'log-group:/aws/codebuild/*'),
        ofBuilds('codebuild', 'report-group/*'),
      ],
      'streams and reports are named by each build',
    );
    acknowledgeWildcards(
      role,
      ['*', `arn:*:iam::${stack.account}:role/*`],
      "CDK's own: it asks for the tags of the roles that bootstrap made, and describes stacks",
    );
  }
}

function idOf(stack: Stack, resource: IConstruct): string {
  return stack.getLogicalId(resource.node.defaultChild as CfnElement);
}
