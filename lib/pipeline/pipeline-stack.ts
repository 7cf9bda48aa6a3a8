/** A pipeline that builds and tests each commit of a repository, deploys it, and tries the deployment. */

import { type App, Duration, type Environment, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { ComputeType } from 'aws-cdk-lib/aws-codebuild';
import { PipelineType } from 'aws-cdk-lib/aws-codepipeline';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { CodeBuildStep, CodePipeline, CodePipelineSource, type IFileSetProducer } from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import { devDependencies } from '../../package.json';
import { acknowledge } from '../cluster/acknowledge';
import { pipelineCaller } from '../cluster/gate-caller';
import { allow } from '../cluster/statements';
import { pipelineStackName } from '../deployment/outputs';
import type { Pipeline, Settings } from '../settings/settings';
import type { Circumstances } from '../stacks/app';
import { logOfEmptying } from '../stacks/emptying-log';
import { WITH_NODE } from './build-environment';
import { DedupStage } from './dedup-stage';
import { acknowledgeFindings } from './findings';
import { GithubStack } from './github-role';

/** Adds nothing where the settings have no pipeline. */
export function addPipeline(app: App, settings: Settings, circumstances: Circumstances): void {
  const { name, region, pipeline } = settings;
  if (pipeline === null) return;
  const { account } = circumstances;
  const env: Environment = { ...(account === null ? {} : { account }), ...(region === null ? {} : { region }) };
  const { engine } = pipeline;
  const id = pipelineStackName(name);
  if (engine.kind === 'github-actions') new GithubStack(app, id, settings, { ...pipeline, engine }, { env });
  else new PipelineStack(app, id, { settings, circumstances, pipeline, connectionArn: engine.connectionArn, env });
}

export interface PipelineStackProps extends StackProps {
  readonly settings: Settings;
  readonly circumstances: Circumstances;
  readonly pipeline: Omit<Pipeline, 'engine'>;
  readonly connectionArn: string;
}

/**
 * How long the bucket keeps sources and assemblies that executions pass on. All of them can be made again from the
 * repository.
 */
const ARTIFACTS_KEPT = Duration.days(30);

export class PipelineStack extends Stack {
  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    const { settings, circumstances, pipeline, connectionArn, ...stackProps } = props;
    super(scope, id, { ...stackProps, description: `Pipeline that deploys ${settings.name}` });
    const gateCaller = pipelineCaller(settings);
    const source = sourceOf(pipeline, connectionArn);
    const artifacts = this.artifactBucket(settings.logRetentionDays);
    const line = this.line(synthOf(source), artifacts, settings.logRetentionDays);
    const role = new Role(this, 'GateCaller', {
      roleName: gateCaller.roleName,
      description: `Tries ${settings.name} once it is deployed`,
      assumedBy: new ServicePrincipal('codebuild.amazonaws.com'),
    });
    const stage = new DedupStage(this, 'Deploy', { settings, circumstances, gateCaller });
    const gate = stage.gate('Gate', { input: source, role, sample: pipeline.sample });
    line.addStage(stage, { post: [gate] });
    line.buildPipeline();
    // CDK grants the right under the service's former name, which IAM does not accept for a connection with the present
    // name.
    line.pipeline.role.addToPrincipalPolicy(allow(['codeconnections:UseConnection'], [connectionArn]));
    acknowledgeFindings(this, [line, role], artifacts, [line.synthProject, line.selfMutationProject, gate.project]);
  }

  private line(synth: IFileSetProducer, artifactBucket: IBucket, logRetentionDays: number): CodePipeline {
    // The stack has its own log group, so that `cdk destroy` removes it.
    const logGroup = new LogGroup(this, 'Log', { retention: logRetentionDays, removalPolicy: RemovalPolicy.DESTROY });
    return new CodePipeline(this, 'Pipeline', {
      synth,
      pipelineType: PipelineType.V2,
      artifactBucket,
      publishAssetsInParallel: false,
      cliVersion: devDependencies['aws-cdk'],
      // The pipeline's role could assume the actions' roles anyway.
      usePipelineRoleForActions: true,
      codeBuildDefaults: { ...WITH_NODE, logging: { cloudWatch: { logGroup } } },
    });
  }

  private artifactBucket(logRetentionDays: number): IBucket {
    const bucket = new Bucket(this, 'Artifacts', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
      lifecycleRules: [{ id: 'end-of-artifacts', expiration: ARTIFACTS_KEPT }],
    });
    logOfEmptying(bucket, logRetentionDays);
    acknowledge(bucket, {
      'AwsSolutions-S1': 'its content can be made again from the repository, and only builds read it',
    });
    return bucket as IBucket;
  }
}

// The casts are for `exactOptionalPropertyTypes`: CDK's classes declare properties that may be undefined where its
// interfaces declare optional ones.

function sourceOf({ repository, branch }: Pick<Pipeline, 'repository' | 'branch'>, connectionArn: string) {
  return CodePipelineSource.connection(repository, branch, { connectionArn }) as IFileSetProducer;
}

/** Runs lint and the tests that need only Node. The other tests need Hadoop, a browser and a stand-in for AWS. */
function synthOf(input: IFileSetProducer): IFileSetProducer {
  return new CodeBuildStep('Synth', {
    buildEnvironment: { computeType: ComputeType.MEDIUM },
    input,
    installCommands: ['npm run build'],
    commands: ['npm run check', 'npx cdk synth --quiet'],
    primaryOutputDirectory: 'cdk.out',
  }) as IFileSetProducer;
}
