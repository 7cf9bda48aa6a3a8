/** Makes clusters of the stand-in through the SDK, and waits for their states. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ActionOnFailure,
  AddJobFlowStepsCommand,
  CancelStepsCommand,
  type Cluster,
  DescribeClusterCommand,
  DescribeStepCommand,
  EMRClient,
  ListClustersCommand,
  ListStepsCommand,
  RunJobFlowCommand,
  type RunJobFlowCommandInput,
  type Step,
  type StepCancellationOption,
  type StepConfig,
  TerminateJobFlowsCommand,
} from '@aws-sdk/client-emr';
import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import type { Cloud } from './cloud';
import { until } from './until';

/** The configuration for clients of the SDK. */
export function configOf({ endpoint, environment }: Cloud) {
  const credentials = {
    accessKeyId: environment.AWS_ACCESS_KEY_ID as string,
    secretAccessKey: environment.AWS_SECRET_ACCESS_KEY as string,
  };
  const certificate = environment.NODE_EXTRA_CA_CERTS;
  const trust = certificate === undefined ? {} : { requestHandler: { httpsAgent: { ca: readFileSync(certificate) } } };
  return { endpoint, region: environment.AWS_REGION as string, credentials, ...trust };
}

/** Makes a role and an instance profile of that name, for the nodes of a cluster and for EMR itself. */
export async function makeRole(cloud: Cloud, name: string): Promise<void> {
  const iam = new IAMClient(configOf(cloud));
  const trust = {
    Effect: 'Allow',
    Principal: { Service: ['ec2.amazonaws.com', 'elasticmapreduce.amazonaws.com'] },
    Action: 'sts:AssumeRole',
  };
  const document = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
  await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: document }));
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: name }));
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: name, RoleName: name }));
}

/** A cluster of 1 + 4 m3.xlarge that stays up without steps, with the role of that name. */
export function clusterRequest(role: string, more: Partial<RunJobFlowCommandInput> = {}): RunJobFlowCommandInput {
  return {
    Name: 'a cluster',
    ReleaseLabel: 'emr-7.13.0',
    ServiceRole: role,
    JobFlowRole: role,
    ...more,
    Instances: {
      KeepJobFlowAliveWhenNoSteps: true,
      InstanceGroups: [
        { InstanceRole: 'MASTER', InstanceType: 'm3.xlarge', InstanceCount: 1 },
        { InstanceRole: 'CORE', InstanceType: 'm3.xlarge', InstanceCount: 4 },
      ],
      ...more.Instances,
    },
  };
}

/** A step that runs a shell script. */
export function shellStep(script: string, onFailure: ActionOnFailure = 'CONTINUE'): StepConfig {
  return { Name: 'a step', ActionOnFailure: onFailure, HadoopJarStep: commandRunner('bash', '-c', script) };
}

export function commandRunner(...args: string[]) {
  return { Jar: 'command-runner.jar', Args: args };
}

/** The folder in which the machines of a running cluster write. */
export function folderOf({ folder }: Cloud, cluster: string): string | undefined {
  const found = readdirSync(folder).find((name) => name.startsWith(`emr-${cluster}-`));
  return found === undefined ? undefined : join(folder, found);
}

/** The names in the home folder of the steps of a running cluster, which its first step makes: none before that. */
export function namesInHome(cloud: Cloud, cluster: string): string[] {
  const folder = folderOf(cloud, cluster);
  const home = folder === undefined ? undefined : join(folder, 'home');
  return home === undefined || !existsSync(home) ? [] : readdirSync(home);
}

/** The operations of a user of EMR. */
export class Emr {
  readonly client: EMRClient;

  constructor(cloud: Cloud) {
    this.client = new EMRClient(configOf(cloud));
  }

  async start(request: RunJobFlowCommandInput): Promise<string> {
    return (await this.client.send(new RunJobFlowCommand(request))).JobFlowId as string;
  }

  async cluster(id: string): Promise<Cluster> {
    return (await this.client.send(new DescribeClusterCommand({ ClusterId: id }))).Cluster as Cluster;
  }

  async step(cluster: string, id: string): Promise<Step> {
    return (await this.client.send(new DescribeStepCommand({ ClusterId: cluster, StepId: id }))).Step as Step;
  }

  /** The newest first. */
  async steps(cluster: string) {
    return (await this.client.send(new ListStepsCommand({ ClusterId: cluster }))).Steps ?? [];
  }

  async add(cluster: string, ...steps: StepConfig[]): Promise<string[]> {
    return (await this.client.send(new AddJobFlowStepsCommand({ JobFlowId: cluster, Steps: steps }))).StepIds ?? [];
  }

  async cancel(cluster: string, step: string, option: StepCancellationOption): Promise<void> {
    const how = { ClusterId: cluster, StepIds: [step], StepCancellationOption: option };
    await this.client.send(new CancelStepsCommand(how));
  }

  /** The newest first. */
  async clusters(): Promise<string[]> {
    const { Clusters = [] } = await this.client.send(new ListClustersCommand());
    return Clusters.map(({ Id = '' }) => Id);
  }

  async terminate(...clusters: string[]): Promise<void> {
    await this.client.send(new TerminateJobFlowsCommand({ JobFlowIds: clusters }));
  }

  /** Waits until the cluster is in this state. */
  untilCluster(id: string, state: string): Promise<Cluster> {
    return until(`${id} is ${state}`, async () => {
      const cluster = await this.cluster(id);
      return cluster.Status?.State === state && cluster;
    });
  }

  /** Waits until the step is in this state. */
  untilStep(cluster: string, id: string, state: string): Promise<Step> {
    return until(`${id} is ${state}`, async () => {
      const step = await this.step(cluster, id);
      return step.Status?.State === state && step;
    });
  }
}
