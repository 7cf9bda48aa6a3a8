/** The result of `cdk deploy`, made without the CDK: a stack with a running cluster, and a short run step. */

import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CancelStepsCommand, type RunJobFlowCommandInput, type StepConfig } from '@aws-sdk/client-emr';
import { IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
} from '@aws-sdk/client-s3';
import { LEASE_FILE } from '../../job/shared/output-files';
import type { LeaseRecord } from '../../job/store/lease-record';
import { CLUSTER_OUTPUTS } from '../../lib/deployment/outputs';
import type { Cloud } from './cloud';
import { clusterRequest, commandRunner, configOf, Emr, makeRole } from './cloud-emr';
import { type Outcome, type Running, startDedup } from './command';
import { dedupResident } from './resident';
import { until } from './until';

export const GOOD = 'heat^ann^3.5^1500000000\nheat^ann^4.0^1600000000\nheat^bob^1.0^1550000000\n';
export const BAD = `${GOOD}heat^carl^1.0^yesterday\n`;
const ROLE = 'nodes';

/** A command that hangs if the queue is named `hang`, and runs the job otherwise. */
const RUN = 'case "$*" in *"--queue hang"*) echo begun >&2; while :; do sleep 0.1; done;; esac; exec "$0" "$@"';

let program: { readonly folder: string; readonly file: string } | undefined;

/** The job on one machine, bundled once for each test file. */
function jobOnOneMachine(): string {
  if (program === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'one-machine-'));
    const file = join(folder, 'job.js');
    execFileSync(process.execPath, [join(__dirname, 'bundle-one-machine.mjs'), file], { stdio: 'inherit' });
    program = { folder, file };
  }
  return program.file;
}

export function removeJobOnOneMachine(): void {
  if (program !== undefined) rmSync(program.folder, { recursive: true });
  program = undefined;
}

/** A deployment in a stand-in, with a bucket and a stack of its own. */
export class Deployed {
  readonly emr: Emr;
  readonly bucket = `data-${randomUUID()}`;
  readonly stack = `test-${randomUUID().slice(0, 8)}-cluster`;
  cluster = '';
  private readonly s3: S3Client;

  constructor(private readonly cloud: Cloud) {
    this.emr = new Emr(cloud);
    this.s3 = new S3Client({ ...configOf(cloud), forcePathStyle: true });
  }

  get input(): string {
    return `s3://${this.bucket}/in/`;
  }

  get output(): string {
    return `s3://${this.bucket}/latest`;
  }

  /** Makes a deployment with a cluster that waits for steps, and with a role that has all rights. */
  async start(copy = 'true', more: Partial<RunJobFlowCommandInput> = {}): Promise<this> {
    await this.s3.send(new CreateBucketCommand({ Bucket: this.bucket }));
    await this.makeRole();
    const request = this.request(more);
    this.cluster = await this.emr.start(request);
    const steps = [this.copyStep(copy), this.runStep()];
    const transient = {
      ...request,
      Instances: { ...request.Instances, KeepJobFlowAliveWhenNoSteps: false },
      Steps: steps.map((step) => ({ ...step, ActionOnFailure: 'TERMINATE_CLUSTER' })),
    };
    await this.makeStack(transient, steps);
    await this.emr.untilCluster(this.cluster, 'WAITING');
    return this;
  }

  put(key: string, text: string, more: Partial<PutObjectCommandInput> = {}): Promise<unknown> {
    return this.s3.send(new PutObjectCommand({ Bucket: this.bucket, Key: key, Body: Buffer.from(text), ...more }));
  }

  async get(key: string): Promise<string> {
    const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: this.bucket, Key: key }));
    return (await Body?.transformToString()) as string;
  }

  /** Writes the lease of a run that does not exist. */
  lease(output: string, { run, progress }: Pick<LeaseRecord, 'run' | 'progress'>): Promise<unknown> {
    const texts = { id: 'x', since: '', startTime: '', bootId: '', pidNamespace: '', host: 'h' };
    return this.put(`${output}/${LEASE_FILE}`, JSON.stringify({ version: 1, pid: 1, ...texts, run, progress }));
  }

  remove(key: string): Promise<unknown> {
    return this.s3.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: key }));
  }

  async keys(prefix: string): Promise<string[]> {
    const { Contents = [] } = await this.s3.send(new ListObjectsV2Command({ Bucket: this.bucket, Prefix: prefix }));
    return Contents.map(({ Key = '' }) => Key);
  }

  /** Runs `dedup <command> … --stack <this one>` to its end, in the process that runs all these command lines. */
  dedup(command: string, ...args: string[]): Promise<Outcome> {
    return dedupResident([command, ...args, '--stack', this.stack], { env: this.environment });
  }

  /** Starts it in a process of its own, beside which other command lines run. */
  startDedup(command: string, ...args: string[]): Running {
    return startDedup([command, ...args, '--stack', this.stack], { env: this.environment });
  }

  /** Runs `dedup submit`, and returns the ids of the cluster, the step and the run. */
  async submit(...args: string[]): Promise<{ cluster: string; step: string; run: string; copies: boolean }> {
    const { exitCode, stdout, stderr } = await this.dedup('submit', '--json', ...args);
    if (exitCode !== 0) throw new Error(stderr);
    return JSON.parse(stdout);
  }

  /** Submits a run that begins and does not end by itself, with this output. */
  async hanging(output: string): Promise<{ readonly step: string; readonly run: string }> {
    const submitted = await this.submit('--queue', 'hang', '--output', `s3://${this.bucket}/${output}`);
    await this.emr.untilStep(this.cluster, submitted.step, 'RUNNING');
    return submitted;
  }

  /** Cancels all running steps, and waits for their end. */
  async endSteps(): Promise<void> {
    const steps = await this.emr.steps(this.cluster);
    const StepIds = steps.filter(({ Status }) => Status?.State === 'RUNNING').map(({ Id = '' }) => Id);
    if (StepIds.length === 0) return;
    const request = { ClusterId: this.cluster, StepIds, StepCancellationOption: 'TERMINATE_PROCESS' } as const;
    await this.emr.client.send(new CancelStepsCommand(request));
    for (const step of StepIds) await this.emr.untilStep(this.cluster, step, 'CANCELLED');
  }

  get environment(): NodeJS.ProcessEnv {
    return { ...this.cloud.environment, NODE_NO_WARNINGS: '1' };
  }

  private async makeRole(): Promise<void> {
    const RoleName = `${ROLE}-${this.bucket}`;
    await makeRole(this.cloud, RoleName);
    const all = { Effect: 'Allow', Action: '*', Resource: '*' };
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [all] });
    await new IAMClient(configOf(this.cloud)).send(
      new PutRolePolicyCommand({ RoleName, PolicyName: 'all', PolicyDocument }),
    );
  }

  private request(more: Partial<RunJobFlowCommandInput>): RunJobFlowCommandInput {
    return clusterRequest(`${ROLE}-${this.bucket}`, { LogUri: `s3n://${this.bucket}/logs`, ...more });
  }

  private copyStep(script: string): StepConfig {
    return { Name: 'copy job', ActionOnFailure: 'CANCEL_AND_WAIT', HadoopJarStep: commandRunner('bash', '-c', script) };
  }

  private runStep(): StepConfig {
    const job = jobOnOneMachine();
    const environment = ['env', 'AWS_REGION=us-east-1'];
    const run = ['bash', '-c', RUN.replace('"$0"', `'${process.execPath}' '${job}'`), 'run dedup', 'yarn', this.input];
    const args = [...environment, ...run, `--output=${this.output}`, '--if-empty=ok', '--wait-lock=30m'];
    return { Name: 'run dedup', ActionOnFailure: 'CONTINUE', HadoopJarStep: commandRunner(...args) };
  }

  private async makeStack(transient: unknown, steps: unknown): Promise<void> {
    const stacks = new CloudFormationClient(configOf(this.cloud));
    const parameter = (Name: string, value: unknown) => ({
      Type: 'AWS::SSM::Parameter',
      Properties: { Name, Type: 'String', Value: JSON.stringify(value) },
    });
    const names = { cluster: `/${this.stack}/cluster`, steps: `/${this.stack}/steps` };
    const outputs = {
      [CLUSTER_OUTPUTS.clusterId]: this.cluster,
      [CLUSTER_OUTPUTS.region]: 'us-east-1',
      [CLUSTER_OUTPUTS.transientCluster]: names.cluster,
      [CLUSTER_OUTPUTS.steps]: names.steps,
    };
    const template = {
      Resources: { Cluster: parameter(names.cluster, transient), Steps: parameter(names.steps, steps) },
      Outputs: Object.fromEntries(Object.entries(outputs).map(([name, Value]) => [name, { Value }])),
    };
    await stacks.send(new CreateStackCommand({ StackName: this.stack, TemplateBody: JSON.stringify(template) }));
    await until(`${this.stack} is made`, async () => {
      const { Stacks } = await stacks.send(new DescribeStacksCommand({ StackName: this.stack }));
      return Stacks?.[0]?.StackStatus === 'CREATE_COMPLETE';
    });
  }
}
