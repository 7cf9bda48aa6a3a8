/**
 * Starts a cluster for a single run, unless a check is sure that the output has the records of all input files. A state
 * machine does both: whatever becomes of the check, a cluster is started if the answer is not exactly that nothing is
 * new.
 */

import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { AssetHashType, Aws, Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { KIT_FOLDER, SUCCESS_FILE } from '../../job/shared/output-files';
import { locally } from '../artifacts/local-bundling';
import { checkerRoleName } from '../deployment/outputs';
import { bucketArn, contentsArn, keyIn, type Places, urlOf } from '../deployment/s3-place';
import { STACK_TAG } from '../deployment/tags';
import { acknowledge, acknowledgeWildcards } from './acknowledge';
import { NOTHING_NEW } from './check/answer';
import type { CheckRequest } from './check/handler';
import type { ClusterDefinition } from './definition';
import { readingStatements } from './reading';
import { OBJECTS_REASON, type Roles, startOf } from './roles';
import { allow, document } from './statements';

const ROOT = path.resolve(__dirname, '../..');

/** Lambda's maximum. Listing a million files takes some minutes. */
const MOST_CHECK_MINUTES = 15;
/** A ledger of a million files takes less than half of this. */
const MEMORY_MB = 512;

export interface StartIfNewProps {
  readonly cluster: ClusterDefinition;
  readonly roles: Roles;
  readonly places: Places;
  /** Whether the job has conditions of deletes. */
  readonly hasDeletes: boolean;
  readonly logRetentionDays: number;
}

export class StartIfNew extends Construct {
  readonly machineArn: string;

  constructor(scope: Construct, id: string, stack: Stack, props: StartIfNewProps) {
    super(scope, id);
    const { cluster, roles, places, hasDeletes } = props;
    const check = this.check(stack, props);
    // The role trusts the machine by its name.
    const stateMachineName = `${stack.stackName}-nightly`;
    const role = starterRole(this, stack, { roles, functionArn: check.functionArn, stateMachineName });
    const request: CheckRequest = { inputs: places.inputs.map(urlOf), output: urlOf(places.output), hasDeletes };
    const machine = new CfnStateMachine(this, 'Machine', {
      stateMachineName,
      roleArn: role.roleArn,
      definitionString: stack.toJsonString(statesOf(check.functionArn, request, cluster)),
    });
    acknowledge(machine, {
      'AwsSolutions-SF1': 'Step Functions keeps the history of each execution for 90 days, and the function has a log',
      'AwsSolutions-SF2': 'an execution has two steps, whose times are in its history',
    });
    this.machineArn = machine.attrArn;
  }

  private check(stack: Stack, { places, logRetentionDays }: StartIfNewProps): LambdaFunction {
    // The stack creates the log group, and the role has no right to create one.
    const logGroup = new LogGroup(this, 'Log', { retention: logRetentionDays, removalPolicy: RemovalPolicy.DESTROY });
    return new LambdaFunction(this, 'Check', {
      description: 'Looks whether the output lacks a file of the inputs',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'handler.handler',
      code: code(),
      role: checkerRole(this, stack, places, logGroup),
      logGroup,
      memorySize: MEMORY_MB,
      timeout: Duration.minutes(MOST_CHECK_MINUTES),
    });
  }
}

/** In the Amazon States Language. The input of an execution means nothing. */
function statesOf(functionArn: string, request: CheckRequest, cluster: ClusterDefinition) {
  const resource = (name: string) => `arn:${Aws.PARTITION}:states:::${name}`;
  const answer = '$.Payload';
  return {
    StartAt: 'Check',
    States: {
      Check: {
        Type: 'Task',
        Resource: resource('lambda:invoke'),
        Parameters: { FunctionName: functionArn, Payload: request },
        TimeoutSeconds: (MOST_CHECK_MINUTES + 1) * 60,
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Start' }],
        Next: 'IsIdle',
      },
      IsIdle: {
        Type: 'Choice',
        // A comparison alone would fail the execution where there is no answer, or one of another type.
        Choices: [
          {
            And: [
              { Variable: answer, IsPresent: true },
              { Variable: answer, IsString: true },
              { Variable: answer, StringEquals: NOTHING_NEW },
            ],
            Next: 'Idle',
          },
        ],
        Default: 'Start',
      },
      Idle: { Type: 'Succeed' },
      Start: {
        Type: 'Task',
        Resource: resource('aws-sdk:emr:runJobFlow'),
        Parameters: cluster,
        // As often as the schedule tries without a check. Each try may start another cluster.
        Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 60, MaxAttempts: 2 }],
        End: true,
      },
    },
  };
}

/** The function holds the part of the job that lists and compares, with its SDK. */
function code(): Code {
  const build = (out: string) => {
    execFileSync(process.execPath, ['esbuild.config.mjs', path.join(out, 'handler.js'), 'check'], {
      cwd: ROOT,
      stdio: ['ignore', 2, 2],
    });
  };
  return Code.fromAsset(path.join(__dirname, 'check'), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: locally(build),
  });
}

/**
 * It may list, and read what the kit writes about an output. A listing ends with an error where the first object of an
 * input may not be read, so that the role has the nodes' right to read the inputs.
 */
function checkerRole(scope: Construct, stack: Stack, { inputs, output }: Places, logGroup: LogGroup): Role {
  const about = [`${KIT_FOLDER}/*`, SUCCESS_FILE].map((name) => `${bucketArn(output)}/${keyIn(output, name)}`);
  const [reading = [], ...more] = readingStatements(inputs);
  const role = new Role(scope, 'CheckRole', {
    // The name is fixed, so that the policies of the user's buckets and keys can name it.
    roleName: checkerRoleName(stack.stackName, Aws.REGION),
    description: 'Lambda, to look for new files',
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: {
      Log: document(allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn])),
      Inputs: document(...reading),
      Output: document(allow(['s3:ListBucket'], [bucketArn(output)]), allow(['s3:GetObject'], about)),
    },
  });
  for (const [i, statements] of more.entries()) {
    const policy = new ManagedPolicy(role, `Inputs${i + 1}`, { roles: [role], document: document(...statements) });
    acknowledgeWildcards(policy, inputs.map(contentsArn), OBJECTS_REASON);
  }
  acknowledgeWildcards(role, inputs.map(contentsArn), OBJECTS_REASON);
  acknowledgeWildcards(role, about, 'the names of the files end with that of the run that made them');
  return role;
}

interface Starter {
  readonly roles: Roles;
  readonly functionArn: string;
  readonly stateMachineName: string;
}

function starterRole(scope: Construct, stack: Stack, { roles, functionArn, stateMachineName }: Starter): Role {
  const { PARTITION, REGION, ACCOUNT_ID } = Aws;
  const role = new Role(scope, 'Role', {
    description: 'Step Functions, to look for new files and to start a cluster',
    assumedBy: new ServicePrincipal('states.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': ACCOUNT_ID },
        ArnLike: {
          'aws:SourceArn': `arn:${PARTITION}:states:${REGION}:${ACCOUNT_ID}:stateMachine:${stateMachineName}`,
        },
      },
    }),
    inlinePolicies: {
      Check: document(allow(['lambda:InvokeFunction'], [functionArn])),
      Start: document(...startOf(STACK_TAG, stack.stackName, roles)),
    },
  });
  acknowledgeWildcards(role, ['*'], 'a cluster has no ARN before it is started; it has to carry the tag of this stack');
  return role;
}
