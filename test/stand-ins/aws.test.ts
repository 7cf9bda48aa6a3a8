/** The EMR of the stand-in, used through the SDK. */

import {
  CancelStepsCommand,
  GetAutoTerminationPolicyCommand,
  ListClustersCommand,
  ListInstanceGroupsCommand,
  ListInstancesCommand,
  PutAutoTerminationPolicyCommand,
  SetTerminationProtectionCommand,
} from '@aws-sdk/client-emr';
import { onCloud } from '../support/cloud';
import { clusterRequest, commandRunner, Emr, makeRole, namesInHome, shellStep } from '../support/cloud-emr';
import { until } from '../support/until';

const ROLE = 'role';

onCloud('clusters of the stand-in', { idleSpeed: 300 }, (cloud) => {
  let emr: Emr;
  beforeAll(async () => {
    emr = new Emr(cloud());
    await makeRole(cloud(), ROLE);
  });

  it('start, wait, and end when they are told to', async () => {
    const id = await emr.start(clusterRequest(ROLE));
    const cluster = await emr.untilCluster(id, 'WAITING');
    expect(cluster).toMatchObject({ Id: id, AutoTerminate: false, ReleaseLabel: 'emr-7.13.0' });
    expect(cluster.Status?.Timeline?.ReadyDateTime).toBeInstanceOf(Date);
    const { InstanceGroups } = await emr.client.send(new ListInstanceGroupsCommand({ ClusterId: id }));
    expect(InstanceGroups?.map(({ RunningInstanceCount }) => RunningInstanceCount)).toEqual([1, 4]);
    const { Instances } = await emr.client.send(
      new ListInstancesCommand({ ClusterId: id, InstanceGroupTypes: ['CORE'] }),
    );
    expect(Instances).toHaveLength(4);
    await emr.terminate(id);
    const { Status } = await emr.untilCluster(id, 'TERMINATED');
    expect(Status?.StateChangeReason).toMatchObject({ Code: 'USER_REQUEST' });
    const { Clusters } = await emr.client.send(new ListClustersCommand({ ClusterStates: ['TERMINATED'] }));
    expect(Clusters).toContainEqual(expect.objectContaining({ Id: id }));
    await expect(emr.add(id, shellStep('true'))).rejects.toThrow('may not be modified');
  });

  it('run steps one after another, without a shell, and tell the state of each', async () => {
    const id = await emr.start(clusterRequest(ROLE));
    const [echo, fails, after] = (await emr.add(
      id,
      { Name: 'no shell', ActionOnFailure: 'CONTINUE', HadoopJarStep: commandRunner('test', '$HOME', '=', '$HOME') },
      shellStep('echo wrong >&2; exit 3'),
      shellStep('test -z "$AWS_REGION" && test -d "$HOME" && ! node --version'),
    )) as [string, string, string];
    await emr.untilStep(id, after, 'COMPLETED');
    expect((await emr.step(id, echo)).Status?.State).toBe('COMPLETED');
    expect((await emr.step(id, fails)).Status).toMatchObject({
      State: 'FAILED',
      FailureDetails: { Reason: 'Unknown Error.' },
    });
    expect((await emr.steps(id)).map((step) => step.Id)).toEqual([after, fails, echo]);
    await emr.terminate(id);
  });

  it.each([
    ['SEND_INTERRUPT', ['asked', 'begun']],
    ['TERMINATE_PROCESS', ['begun']],
  ] as const)('cancel steps by %s', async (option, left) => {
    const id = await emr.start(clusterRequest(ROLE));
    const [running, pending] = (await emr.add(
      id,
      shellStep('trap "touch $HOME/asked; exit 0" TERM; touch $HOME/begun; while :; do sleep 0.05; done'),
      shellStep('true'),
    )) as [string, string];
    await until('it has begun', () => namesInHome(cloud(), id).includes('begun'));
    const StepIds = [running, pending];
    const { CancelStepsInfoList } = await emr.client.send(
      new CancelStepsCommand({ ClusterId: id, StepIds, StepCancellationOption: option }),
    );
    expect(CancelStepsInfoList?.map(({ Status }) => Status)).toEqual(['SUBMITTED', 'SUBMITTED']);
    await emr.untilStep(id, running, 'CANCELLED');
    expect((await emr.step(id, pending)).Status?.State).toBe('CANCELLED');
    expect(namesInHome(cloud(), id).sort()).toEqual(left);
    await emr.terminate(id);
  });

  it('end if a failed step asks for it (TERMINATE_CLUSTER)', async () => {
    const steps = [shellStep('exit 1', 'TERMINATE_CLUSTER'), shellStep('true')];
    const id = await emr.start(clusterRequest(ROLE, { Steps: steps }));
    const { Status } = await emr.untilCluster(id, 'TERMINATED_WITH_ERRORS');
    expect(Status?.StateChangeReason).toMatchObject({ Code: 'STEP_FAILURE' });
    expect((await emr.steps(id)).map((step) => step.Status?.State)).toEqual(['CANCELLED', 'FAILED']);
  });

  it('cancel the waiting steps and stay if a failed step asks for it (CANCEL_AND_WAIT)', async () => {
    const steps = [shellStep('exit 1', 'CANCEL_AND_WAIT'), shellStep('true')];
    const id = await emr.start(clusterRequest(ROLE, { Steps: steps }));
    await emr.untilCluster(id, 'WAITING');
    expect((await emr.steps(id)).map((step) => step.Status?.State)).toEqual(['CANCELLED', 'FAILED']);
    await emr.terminate(id);
  });

  it('end after their last step, unless they are to stay alive', async () => {
    const Instances = { KeepJobFlowAliveWhenNoSteps: false };
    const id = await emr.start(clusterRequest(ROLE, { Instances, Steps: [shellStep('true')] }));
    const { Status } = await emr.untilCluster(id, 'TERMINATED');
    expect(Status?.StateChangeReason).toMatchObject({ Code: 'ALL_STEPS_COMPLETED' });
  });

  it('interrupt a step that runs when they end', async () => {
    const id = await emr.start(clusterRequest(ROLE, { Steps: [shellStep('sleep 1000'), shellStep('true')] }));
    await emr.untilCluster(id, 'RUNNING');
    await emr.terminate(id);
    await emr.untilCluster(id, 'TERMINATED');
    expect((await emr.steps(id)).map((step) => step.Status?.State)).toEqual(['CANCELLED', 'INTERRUPTED']);
  });

  it('do not end while they are protected', async () => {
    const id = await emr.start(clusterRequest(ROLE, { Instances: { TerminationProtected: true } }));
    await expect(emr.terminate(id)).rejects.toThrow('termination protected');
    await emr.client.send(new SetTerminationProtectionCommand({ JobFlowIds: [id], TerminationProtected: false }));
    await emr.terminate(id);
    await emr.untilCluster(id, 'TERMINATED');
  });

  it('end when they are idle for as long as their policy allows', async () => {
    const id = await emr.start(clusterRequest(ROLE, { AutoTerminationPolicy: { IdleTimeout: 3600 } }));
    await emr.untilCluster(id, 'WAITING');
    const AutoTerminationPolicy = { IdleTimeout: 60 };
    await emr.client.send(new PutAutoTerminationPolicyCommand({ ClusterId: id, AutoTerminationPolicy }));
    const told = await emr.client.send(new GetAutoTerminationPolicyCommand({ ClusterId: id }));
    expect(told.AutoTerminationPolicy).toEqual(AutoTerminationPolicy);
    await emr.untilCluster(id, 'TERMINATED');
  });

  it.each([
    ['a release', { ReleaseLabel: 'emr-99.0.0' }, 'release label is invalid'],
    ['an instance profile', { JobFlowRole: 'nobody' }, 'Invalid InstanceProfile: nobody'],
    ['a security configuration', { SecurityConfiguration: 'none' }, "'none' does not exist"],
    ['a subnet', { Instances: { Ec2SubnetId: 'subnet-0' } }, "'subnet-0' does not exist"],
    ['an idle timeout', { AutoTerminationPolicy: { IdleTimeout: 1 } }, 'between 60 and 604800'],
    [
      'an instance type',
      { Instances: { InstanceGroups: [{ InstanceRole: 'MASTER', InstanceType: 'm9.huge', InstanceCount: 1 }] } },
      "'m9.huge' is not supported",
    ],
  ] as const)('are refused for %s that is not there', async (_, more, message) => {
    await expect(emr.start(clusterRequest(ROLE, more as never))).rejects.toThrow(message);
  });
});
