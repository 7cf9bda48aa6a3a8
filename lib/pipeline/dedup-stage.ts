/**
 * A deployment as a stage of a pipeline (the kit's own, or any pipeline of CDK Pipelines), and the step that tries it.
 */

import { Aws, Duration, Stage, type StageProps, Token } from 'aws-cdk-lib';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CodeBuildStep, type IFileSetProducer } from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import { type GateCaller, gateRoleName, roleArn } from '../cluster/gate-caller';
import { clusterStackName } from '../deployment/outputs';
import type { Pipeline, Settings } from '../settings/settings';
import { addStacks, type Circumstances } from '../stacks/app';
import { WITH_NODE } from './build-environment';
import { gateCommand } from './gate-command';

export interface DedupStageProps extends StageProps {
  readonly settings: Settings;
  readonly circumstances: Circumstances;
  /** The role that runs the gate. */
  readonly gateCaller: GateCaller;
}

export interface GateProps {
  /** Source of the kit's repository. */
  readonly input: IFileSetProducer;
  /** The role of the gate's caller. CodeBuild has to be able to assume it. */
  readonly role: IRole;
  /** Folder of the input with the records that the gate runs the job on. */
  readonly sample: Pipeline['sample'];
}

/**
 * More time than a cluster's start and a run on a sample take. The gate itself gives up earlier, and ends its cluster.
 */
const GATE_TIMEOUT = Duration.minutes(90);

/**
 * The stacks have the same names as with `cdk deploy`: there is one deployment, whether a pipeline or a person deploys
 * it.
 */
export class DedupStage extends Stage {
  private readonly settings: Settings;
  private readonly gateRole: string;
  private readonly where: string;

  constructor(scope: Construct, id: string, { settings, circumstances, gateCaller, ...props }: DedupStageProps) {
    super(scope, id, props);
    this.settings = settings;
    addStacks(this, settings, circumstances, gateCaller);
    const { account, region } = this;
    this.where = known(region) ? region : Aws.REGION;
    const stack = clusterStackName(settings.name);
    this.gateRole = roleArn(known(account) ? account : Aws.ACCOUNT_ID, gateRoleName(stack, this.where));
  }

  /**
   * A step for `pipeline.addStage(stage, { post: [stage.gate('Gate', …)] })`. Allows `role` to assume the gate's role.
   */
  gate(id: string, { input, role, sample }: GateProps): CodeBuildStep {
    role.addToPrincipalPolicy(new PolicyStatement({ actions: ['sts:AssumeRole'], resources: [this.gateRole] }));
    return new CodeBuildStep(id, {
      ...WITH_NODE,
      input,
      role,
      timeout: GATE_TIMEOUT,
      env: { GATE_ROLE: this.gateRole, GATE_REGION: this.where },
      installCommands: ['npm run build'],
      commands: [...TAKE_ON_GATE_ROLE, gateCommand(this.settings, sample)],
    });
  }
}

/** The gate's role is assumed through a profile, so that the SDK can renew its credentials, which last an hour. */
const TAKE_ON_GATE_ROLE = [
  'export AWS_CONFIG_FILE="$(mktemp)" AWS_PROFILE=gate AWS_REGION="$GATE_REGION"',
  'printf "[profile gate]\\nrole_arn = %s\\ncredential_source = EcsContainer\\n" "$GATE_ROLE" > "$AWS_CONFIG_FILE"',
];

function known(text: string | undefined): text is string {
  return text !== undefined && !Token.isUnresolved(text);
}
