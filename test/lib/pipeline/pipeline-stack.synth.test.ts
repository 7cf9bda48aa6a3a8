import { Match, Template } from 'aws-cdk-lib/assertions';
import { BUNDLING_STACKS, type CloudAssembly } from 'aws-cdk-lib/cx-api';
import { devDependencies } from '../../../package.json';
import { spelled } from '../template';
import { appWith, CONNECTION, OF_CODEPIPELINE } from './pipelines';

const assembly = appWith(OF_CODEPIPELINE).synth();
const template = Template.fromJSON(assembly.getStackByName('dedup-pipeline').template);

interface Action {
  readonly Name: string;
  readonly Configuration: Readonly<Record<string, unknown>>;
}
interface PipelineStage {
  readonly Name: string;
  readonly Actions: readonly Action[];
}
interface Project {
  readonly Properties: {
    readonly Source: { readonly BuildSpec: string };
    readonly ServiceRole: unknown;
    readonly TimeoutInMinutes?: number;
    readonly LogsConfig?: unknown;
    readonly Environment: { readonly Image: string; readonly EnvironmentVariables?: readonly unknown[] };
  };
}

const [pipeline] = Object.values(template.findResources('AWS::CodePipeline::Pipeline'));
const stages: readonly PipelineStage[] = pipeline?.Properties.Stages;
const projects: Record<string, Project> = template.findResources('AWS::CodeBuild::Project') as never;

const stage = (name: string) => stages.find(({ Name }) => Name === name) as PipelineStage;

/** The CodeBuild project of the action with this name. */
function projectOf(stageName: string, action: string): Project {
  const found = stage(stageName).Actions.find(({ Name }) => Name === action);
  const { Ref } = (found as Action).Configuration.ProjectName as { readonly Ref: string };
  return projects[Ref] as Project;
}

function commandsOf({ Properties }: Project): Readonly<Record<'install' | 'build', readonly string[]>> {
  const { phases } = JSON.parse(Properties.Source.BuildSpec);
  return { install: phases.install?.commands, build: phases.build.commands };
}

/** The template without the paths of its resources in the app, which differ inside a stage. */
function resourcesOf(from: CloudAssembly, name: string): unknown {
  const { Resources, ...rest }: { Resources: Record<string, Record<string, unknown>> } =
    from.getStackByName(name).template;
  const plain = Object.entries(Resources).map(([id, { Metadata, ...resource }]) => [id, resource]);
  return { ...rest, Resources: Object.fromEntries(plain) };
}

test('without the setting pipeline the app has no pipeline', () => {
  expect(
    appWith(null)
      .synth()
      .stacksRecursively.map(({ stackName }) => stackName),
  ).toEqual(['dedup-storage', 'dedup-cluster']);
});

test('the pipeline has all stages from the repository to the gate', () => {
  expect(stages.map(({ Name, Actions }) => [Name, ...Actions.map((action) => action.Name)])).toEqual([
    ['Source', 'acme_ratings'],
    ['Build', 'Synth'],
    ['UpdatePipeline', 'SelfMutate'],
    ['Assets', 'FileAssets'],
    [
      'Deploy',
      'dedup-storage.Prepare',
      'dedup-storage.Deploy',
      'dedup-cluster.Prepare',
      'dedup-cluster.Deploy',
      'Gate',
    ],
  ]);
});

test('findings of preflight are reported once, although the stacks are twice in the app', () => {
  // the app has no bundling stacks, therefore no asset is built
  const app = appWith(OF_CODEPIPELINE, {}, { [BUNDLING_STACKS]: ['none'] });
  const said = app.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === 'aws:cdk:info');
  expect(said.map(({ data }) => data)).toEqual([expect.stringMatching(/^no region is known/)]);
});

test('the source is the branch of the repository behind the connection', () => {
  expect(stage('Source').Actions[0]?.Configuration).toMatchObject({
    ConnectionArn: CONNECTION,
    FullRepositoryId: 'acme/ratings',
    BranchName: 'main',
  });
});

test('the right to use the connection follows the service name in its ARN', () => {
  expect(stage('Source').Actions[0]).not.toHaveProperty('RoleArn');
  const role = pipeline?.Properties.RoleArn['Fn::GetAtt'][0];
  template.hasResourceProperties('AWS::IAM::Policy', {
    Roles: [{ Ref: role }],
    PolicyDocument: {
      Statement: Match.arrayWith([
        { Action: Match.arrayWith(['codeconnections:UseConnection']), Effect: 'Allow', Resource: CONNECTION },
      ]),
    },
  });
});

test('the pipeline updates itself with the version of the CDK CLI that made its cloud assembly', () => {
  const { install } = commandsOf(projectOf('UpdatePipeline', 'SelfMutate'));
  expect(install).toEqual([`npm install -g aws-cdk@${devDependencies['aws-cdk']}`]);
});

test('the pipeline runs the tests before it synthesizes', () => {
  expect(commandsOf(projectOf('Build', 'Synth'))).toEqual({
    install: ['npm run build'],
    build: ['npm run check', 'npx cdk synth --quiet'],
  });
});

test('the pipeline deploys the same stacks as cdk deploy', () => {
  const inner = assembly.getNestedAssembly('assembly-dedup-pipeline-Deploy');
  for (const name of ['dedup-storage', 'dedup-cluster']) {
    expect(resourcesOf(inner, name)).toEqual(resourcesOf(assembly, name));
  }
});

test('the pipeline runs the gate with the gate role', () => {
  const { install, build } = commandsOf(projectOf('Deploy', 'Gate'));
  expect(install).toEqual(['npm run build']);
  expect(build).toEqual([
    'export AWS_CONFIG_FILE="$(mktemp)" AWS_PROFILE=gate AWS_REGION="$GATE_REGION"',
    'printf "[profile gate]\\nrole_arn = %s\\ncredential_source = EcsContainer\\n" "$GATE_ROLE" > "$AWS_CONFIG_FILE"',
    'npm run gate -- --sample assets/sample -c name=dedup -c columns= -c key=movie,user -c orderBy=timestamp:int ' +
      '-c format=delimited -c delimiter= -c quote= -c escape= -c trim=false -c comment= -c skipLines=0 -c lineEnd=lf ' +
      '-c trailingDelimiter=false -c missingColumns=refuse -c extraColumns=refuse -c emptyOrder=refuse -c timeZone= ' +
      '-c deleteWhen= -c forgetDeletedBefore= ' +
      '-c header=false -c headerNames=match -c badRecords=fail -c maxBadRecords= -c merge=false ' +
      '-c newOnly=false -c changedFiles=read -c allowEmpty=false -c compress=none -c parts= -c maxRunTime=',
  ]);
  const region = { Ref: 'AWS::Region' };
  const gateRole = {
    'Fn::Join': [
      '',
      ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':role/dedup-cluster-', region, '-gate'],
    ],
  };
  const variable = (Name: string, Value: unknown) => ({ Name, Type: 'PLAINTEXT', Value });
  expect(projectOf('Deploy', 'Gate').Properties.Environment.EnvironmentVariables).toEqual([
    variable('GATE_ROLE', gateRole),
    variable('GATE_REGION', region),
  ]);
  template.hasResourceProperties('AWS::IAM::Policy', {
    Roles: [{ Ref: Match.stringLikeRegexp('^GateCaller') }],
    PolicyDocument: {
      Statement: Match.arrayWith([{ Action: 'sts:AssumeRole', Effect: 'Allow', Resource: gateRole }]),
    },
  });
});

test('the role of the pipeline is the one that the gate role trusts', () => {
  template.hasResourceProperties('AWS::IAM::Role', {
    RoleName: { 'Fn::Join': ['', ['dedup-', { Ref: 'AWS::Region' }, '-pipeline']] },
    AssumeRolePolicyDocument: {
      Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'codebuild.amazonaws.com' } }],
    },
  });
});

test('builds use a given version of Node, and log to groups that are deleted with the stack', () => {
  const groups = Object.entries(template.findResources('AWS::Logs::LogGroup'));
  const [emptying, group] = ['EmptyingLog', 'Log'].map((name) => groups.find(([id]) => id.startsWith(name)));
  expect(groups).toHaveLength(2);
  for (const each of [emptying, group]) {
    expect(each?.[1]).toMatchObject({ DeletionPolicy: 'Delete', Properties: { RetentionInDays: 30 } });
  }
  expect(spelled(emptying?.[1].Properties.LogGroupName)).toMatch(/^\/aws\/lambda\/<CustomS3AutoDeleteObjects/);
  expect(Object.keys(projects)).toHaveLength(4);
  for (const { Properties } of Object.values(projects)) {
    expect(Properties.Environment.Image).toBe('aws/codebuild/amazonlinux-x86_64-standard:5.0');
    expect(Properties.LogsConfig).toEqual({ CloudWatchLogs: { GroupName: { Ref: group?.[0] }, Status: 'ENABLED' } });
    if (Properties.Source.BuildSpec.startsWith('{')) {
      expect(JSON.parse(Properties.Source.BuildSpec).phases.install['runtime-versions']).toEqual({ nodejs: 22 });
    }
  }
});

test('artifacts are kept for a month, and cdk destroy deletes them', () => {
  template.hasResource('AWS::S3::Bucket', {
    DeletionPolicy: 'Delete',
    Properties: {
      LifecycleConfiguration: { Rules: [{ ExpirationInDays: 30, Status: 'Enabled', Id: 'end-of-artifacts' }] },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
    },
  });
  template.resourceCountIs('Custom::S3AutoDeleteObjects', 1);
});
