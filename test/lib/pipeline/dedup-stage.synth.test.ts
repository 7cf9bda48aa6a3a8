/** The stage of the kit in a pipeline of the user, which deploys to another account and region. */

import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CodePipeline, CodePipelineSource, type IFileSetProducer, ShellStep } from 'aws-cdk-lib/pipelines';
import { DedupStage } from '../../../lib/pipeline/dedup-stage';
import { folderOfFile } from '../../support/folder';
import { SAMPLE_SETTINGS } from '../sample-settings';
import { CONNECTION, CONTEXT, TODAY } from './pipelines';

const HERE = { account: '111111111111', region: 'eu-west-1' };
const THERE = { account: '222222222222', region: 'us-east-1' };
const CALLER = 'acme-gate-caller';
const job = { ...SAMPLE_SETTINGS.job, columns: 'film,user,at', key: 'film', orderBy: 'at:text', delimiter: "'" };
const settings = { ...SAMPLE_SETTINGS, name: 'ratings', region: THERE.region, job, tags: { team: 'data' } };

const app = new App({ context: CONTEXT, outdir: folderOfFile() });
const stack = new Stack(app, 'acme', { env: HERE });
const kit = CodePipelineSource.connection('acme/kit', 'main', { connectionArn: CONNECTION }) as IFileSetProducer;
const pipeline = new CodePipeline(stack, 'Pipeline', {
  synth: new ShellStep('Synth', { input: kit, commands: ['npx cdk synth'] }) as IFileSetProducer,
  crossAccountKeys: true,
});
const role = new Role(stack, 'Caller', {
  roleName: CALLER,
  assumedBy: new ServicePrincipal('codebuild.amazonaws.com'),
});
const stage = new DedupStage(stack, 'Test', {
  env: THERE,
  settings,
  circumstances: { account: THERE.account, today: TODAY },
  gateCaller: { account: HERE.account, roleName: CALLER },
});
pipeline.addStage(stage, { post: [stage.gate('Gate', { input: kit, role, sample: 'test/few records' })] });
const assembly = app.synth();
const template = Template.fromJSON(assembly.getStackByName('acme').template);
const cluster = Template.fromJSON(
  assembly.getNestedAssembly('assembly-acme-Test').getStackByName('ratings-cluster').template,
);

test('the gate role trusts a role of the account of the pipeline', () => {
  const arn = (rest: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, rest]] });
  cluster.hasResourceProperties('AWS::IAM::Role', {
    RoleName: { 'Fn::Join': ['', ['ratings-cluster-', { Ref: 'AWS::Region' }, '-gate']] },
    AssumeRolePolicyDocument: {
      Statement: [
        {
          Principal: { AWS: `arn:aws:iam::${HERE.account}:root` },
          Condition: { ArnEquals: { 'aws:PrincipalArn': arn(`:iam::${HERE.account}:role/${CALLER}`) } },
        },
      ],
    },
  });
});

test('the role of the pipeline may assume the gate role in the other account and region', () => {
  const gateRole = {
    'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::${THERE.account}:role/ratings-cluster-us-east-1-gate`]],
  };
  const variables = Object.values(template.findResources('AWS::CodeBuild::Project')).map(
    ({ Properties }) => Properties.Environment.EnvironmentVariables,
  );
  expect(variables).toContainEqual([
    { Name: 'GATE_ROLE', Type: 'PLAINTEXT', Value: gateRole },
    { Name: 'GATE_REGION', Type: 'PLAINTEXT', Value: 'us-east-1' },
  ]);
  const policies = Object.values(template.findResources('AWS::IAM::Policy'));
  const ofCaller = policies.find(({ Properties }) => Properties.Roles[0].Ref.startsWith('Caller'));
  expect(ofCaller?.Properties.PolicyDocument.Statement).toContainEqual({
    Action: 'sts:AssumeRole',
    Effect: 'Allow',
    Resource: gateRole,
  });
});

test('the gate uses the settings of the stage, whatever cdk.json of the repository says', () => {
  const specs = Object.values(template.findResources('AWS::CodeBuild::Project')).map(
    ({ Properties }) => Properties.Source.BuildSpec as string,
  );
  const gate = specs.find((spec) => spec.includes('npm run gate'));
  expect(JSON.parse(String(gate)).phases.build.commands.at(-1)).toBe(
    "npm run gate -- --sample 'test/few records' -c name=ratings -c columns=film,user,at -c key=film -c orderBy=at:text " +
      "-c format=delimited -c 'delimiter='\\''' -c quote= -c escape= -c trim=false -c comment= -c skipLines=0 -c lineEnd=lf " +
      '-c trailingDelimiter=false -c missingColumns=refuse -c extraColumns=refuse -c emptyOrder=refuse -c timeZone= ' +
      '-c deleteWhen= -c forgetDeletedBefore= ' +
      '-c header=false -c headerNames=match -c badRecords=fail -c maxBadRecords= -c merge=false ' +
      '-c newOnly=false -c changedFiles=read -c allowEmpty=false -c compress=none -c parts= -c maxRunTime=',
  );
});

test('the tags of the stage are on the resources that it deploys, and on no others', () => {
  expect(JSON.stringify(cluster.toJSON())).toContain('"team"');
  expect(JSON.stringify(template.toJSON())).not.toContain('"team"');
});
