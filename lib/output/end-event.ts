/**
 * Tells a target of each publication. A publication ends with `_SUCCESS`, of which the bucket of the output tells
 * EventBridge.
 */

import { Aws, Duration, type Stack } from 'aws-cdk-lib';
import { EventField, type IRuleTarget, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { SUCCESS_FILE, SUMMARY_FILE } from '../../job/shared/output-files';
import { acknowledge } from '../cluster/acknowledge';
import { allow, document } from '../cluster/statements';
import { notifierRoleName, publicationRuleName } from '../deployment/outputs';
import { keyIn, type S3Place, urlOf } from '../deployment/s3-place';
import type { NotifyTarget } from '../settings/notify';

export interface EndEventProps {
  /** The name of the deployment. */
  readonly name: string;
  readonly target: NotifyTarget;
  readonly output: S3Place;
}

const ACTIONS = { sns: 'sns:Publish', sqs: 'sqs:SendMessage', states: 'states:StartExecution' } as const;

export class EndEvent extends Construct {
  constructor(scope: Construct, id: string, stack: Stack, { name, target, output }: EndEventProps) {
    super(scope, id);
    const { PARTITION, REGION, ACCOUNT_ID } = Aws;
    // The role trusts the rule by its name, and so has not to wait for it.
    const ruleName = publicationRuleName(stack.stackName);
    // AWS spells the ARN of a rule of the default bus in both of these ways.
    const ruleArns = [ruleName, `default/${ruleName}`].map(
      (each) => `arn:${PARTITION}:events:${REGION}:${ACCOUNT_ID}:rule/${each}`,
    );
    const role = this.notifier(stack, target, ruleArns);
    const undelivered = this.undelivered(ruleArns);
    const told: IRuleTarget = {
      bind: () => ({
        arn: target.arn,
        role,
        input: RuleTargetInput.fromObject({
          deployment: name,
          output: urlOf(output),
          time: EventField.time,
          summary: { bucket: output.bucketName, key: keyIn(output, SUMMARY_FILE) },
        }),
        deadLetterConfig: { arn: undelivered.queueArn },
        ...(target.arn.endsWith('.fifo') ? { sqsParameters: { messageGroupId: name } } : {}),
      }),
    };
    new Rule(this, 'Rule', {
      ruleName,
      description: `Tells of each publication of ${name}`,
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [output.bucketName] }, object: { key: [keyIn(output, SUCCESS_FILE)] } },
      },
      targets: [told],
    });
  }

  /**
   * The target belongs to the user, and its policy stays as it is. EventBridge uses this role instead (its page
   * eb-use-resource-based). The role's name is fixed, so that the policy of a key can name it.
   */
  private notifier(stack: Stack, { arn, service }: NotifyTarget, ruleArns: readonly string[]): Role {
    return new Role(this, 'Role', {
      roleName: notifierRoleName(stack.stackName, Aws.REGION),
      description: 'EventBridge, to tell of publications',
      assumedBy: new ServicePrincipal('events.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
          ArnEquals: { 'aws:SourceArn': [...ruleArns] },
        },
      }),
      inlinePolicies: { Tell: document(allow([ACTIONS[service]], [arn])) },
    });
  }

  /** The queue of events that the target did not take within a day, each with the reason. */
  private undelivered(ruleArns: readonly string[]): Queue {
    const queue = new Queue(this, 'Undelivered', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    queue.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': [...ruleArns] } },
      }),
    );
    acknowledge(queue, { 'AwsSolutions-SQS3': 'this queue is itself a dead-letter queue' });
    return queue;
  }
}
