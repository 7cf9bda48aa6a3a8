/** The stack of the cluster, with its network, roles and artifacts, its monitoring and its schedule. */

import { Aws, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import { CfnCluster, CfnSecurityConfiguration } from 'aws-cdk-lib/aws-emr';
import { ParameterTier, StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct, IConstruct } from 'constructs';
import { Artifacts } from '../artifacts/artifacts';
import { shippedNode } from '../artifacts/node-release';
import { acknowledge } from '../cluster/acknowledge';
import { clusterProperties } from '../cluster/cluster-properties';
import { type ClusterDefinition, changesOf, clusterDefinition, transientCluster } from '../cluster/definition';
import type { GateCaller } from '../cluster/gate-caller';
import { GateRole } from '../cluster/gate-role';
import { Monitoring } from '../cluster/monitoring';
import { Network } from '../cluster/network';
import { Roles } from '../cluster/roles';
import { Schedule, type ScheduleProps } from '../cluster/schedule';
import { securityConfiguration } from '../cluster/security-configuration';
import { SecurityGroups } from '../cluster/security-groups';
import { jobSteps } from '../cluster/steps';
import { Sweep } from '../cluster/sweep';
import { CLUSTER_OUTPUTS, GATE_OUTPUTS } from '../deployment/outputs';
import { type Places, type S3Place, urlOf } from '../deployment/s3-place';
import { EMR_TAG, STACK_TAG } from '../deployment/tags';
import { tellOutput } from '../deployment/told-output';
import { EndEvent } from '../output/end-event';
import { OutputTable } from '../output/output-table';
import type { Settings } from '../settings/settings';

/** Prefix in the log bucket for the gate's runs, so that their files expire as logs do. */
const GATE_PREFIX = 'gate';

export interface ClusterStackProps extends StackProps {
  /** The role that may try the cluster, null where no gate does. */
  readonly gateCaller: GateCaller | null;
}

export class ClusterStack extends Stack {
  constructor(scope: Construct, id: string, settings: Settings, places: Places, props: ClusterStackProps) {
    const { gateCaller, ...stackProps } = props;
    super(scope, id, {
      ...stackProps,
      description: `EMR cluster of ${settings.name}, which keeps the latest record of every key`,
    });
    const network = new Network(this, 'Network', settings);
    const groups = new SecurityGroups(this, 'Groups', network.vpcId);
    const vpc = settings.network.kind === 'own' ? 'own' : 'users';
    const sweep = new Sweep(this, 'Sweep', this, groups, vpc, settings.logRetentionDays);
    const artifacts = new Artifacts(this, 'Artifacts', shippedNode(settings));
    const gate = gateCaller === null ? null : { bucketName: places.logs.bucketName, prefix: GATE_PREFIX };
    const roles = new Roles(this, 'Roles', this, { settings, places, artifactArns: artifacts.objectArns, gate });
    const security = new CfnSecurityConfiguration(this, 'Security', {
      securityConfiguration: securityConfiguration(settings),
    });
    const tags = { ...settings.tags, [EMR_TAG]: 'true', [STACK_TAG]: this.stackName };

    const steps = jobSteps(settings, {
      region: Aws.REGION,
      ...artifacts,
      inputs: places.inputs.map(urlOf),
      output: urlOf(places.output),
    });
    const resources = {
      subnetId: network.subnetId,
      masterGroupId: groups.master.attrGroupId,
      coreGroupId: groups.core.attrGroupId,
      serviceGroupId: groups.service.attrGroupId,
      serviceRole: roles.service.roleName,
      instanceProfile: roles.instanceProfile.ref,
      securityConfiguration: security.ref,
      logUri: urlOf(places.logs),
      tags,
    };
    const definition = clusterDefinition(settings, resources, steps);

    const revocation = sweep.revocationOfRules();
    revocation.node.addDependency(roles.service, ...network.subnets);
    for (const rule of groups.rules) rule.node.addDependency(revocation);
    const needed = [...network.connections, ...groups.rules, roles.service, roles.instance];
    const change = sweep.changeOfCluster(this.changeOf(definition, settings.generation));
    const cluster = this.cluster(definition, [change, ...needed]);
    const ending = sweep.endingOfClusters();
    ending.node.addDependency(cluster);
    const schedule = this.schedule(settings, { cluster: transientCluster(definition), roles, places });
    if (schedule !== null) schedule.node.addDependency(ending, ...needed);

    // The construct's id is part of the deployed alarms' ids: another id would replace them.
    new Monitoring(this, 'Watching', {
      settings,
      clusterId: cluster.ref,
      output: places.output,
      schedule,
    });
    this.follow(settings, places.output);
    for (const [key, value] of Object.entries(tags)) Tags.of(this).add(key, value);
    const parameters = this.parameters(definition);
    this.tell(places, cluster.ref, parameters);
    if (gateCaller !== null && gate !== null) {
      const role = new GateRole(this, 'Gate', this, { caller: gateCaller, place: gate, places, roles, parameters });
      role.node.addDependency(ending, ...needed);
      this.tellGate(gate, role);
    }
  }

  private cluster(definition: ClusterDefinition, needed: readonly IConstruct[]): CfnCluster {
    const cluster = new CfnCluster(this, 'Cluster', clusterProperties(definition));
    // CDK marks the property as deprecated, but CloudFormation's default hides the cluster from everybody except the
    // principal that deployed it.
    cluster.addPropertyOverride('VisibleToAllUsers', definition.VisibleToAllUsers);
    cluster.node.addDependency(...needed);
    acknowledge(cluster, {
      'AwsSolutions-EMR4': 'encryption is switched on; the rule looks for it in another place than EMR does',
      'AwsSolutions-EMR5':
        'nodes talk within one private subnet without a way out; certificates would have to come from beyond it',
      'AwsSolutions-EMR6':
        'the network admits no login to the nodes; Session Manager, where it is set, admits only authorized principals',
    });
    return cluster;
  }

  private changeOf(definition: ClusterDefinition, generation: number) {
    const { inPlace, replacing } = changesOf(definition);
    return {
      InPlace: this.toJsonString(inPlace),
      Replacing: this.toJsonString(replacing),
      Generation: String(generation),
    };
  }

  private schedule(
    { schedule: expression, job, logRetentionDays }: Settings,
    started: Pick<ScheduleProps, 'cluster' | 'roles' | 'places'>,
  ): Schedule | null {
    if (expression === null) return null;
    const hasDeletes = job.deleteWhen.length > 0;
    const props = { ...started, expression, isChecked: job.newOnly, hasDeletes, logRetentionDays };
    return new Schedule(this, 'Schedule', this, props);
  }

  /** Adds what follows a publication: the output as a table, and the event that tells of it. */
  private follow({ name, job, catalogTable, notify }: Settings, output: S3Place): void {
    if (catalogTable !== null) new OutputTable(this, 'OutputTable', { catalogTable, job, output });
    if (notify !== null) new EndEvent(this, 'EndEvent', this, { name, target: notify, output });
  }

  private parameters(definition: ClusterDefinition): Parameters {
    const parameter = (id: string, description: string, value: unknown) =>
      new StringParameter(this, id, {
        description,
        stringValue: this.toJsonString(value),
        // A value of more than 4 KB needs an advanced parameter, which costs some cents a month.
        tier: ParameterTier.INTELLIGENT_TIERING,
      });
    return {
      transientCluster: parameter('TransientClusterParameter', 'RunJobFlow takes this', transientCluster(definition)),
      steps: parameter('StepsParameter', 'AddJobFlowSteps takes these', definition.Steps),
    };
  }

  private tell(places: Places, clusterId: string, { transientCluster, steps }: Parameters): void {
    const outputs: Readonly<Record<keyof typeof CLUSTER_OUTPUTS, string>> = {
      clusterId,
      input: places.inputs.map(urlOf).join(' '),
      output: urlOf(places.output),
      logs: urlOf(places.logs),
      region: Aws.REGION,
      transientCluster: transientCluster.parameterName,
      steps: steps.parameterName,
    };
    for (const [key, value] of Object.entries(outputs)) {
      tellOutput(this, CLUSTER_OUTPUTS[key as keyof typeof CLUSTER_OUTPUTS], value);
    }
  }

  private tellGate(place: S3Place, { roleArn }: GateRole): void {
    tellOutput(this, GATE_OUTPUTS.place, urlOf(place));
    tellOutput(this, GATE_OUTPUTS.role, roleArn);
  }
}

/** The parameters that the commands read in order to start a cluster or to add a run. */
interface Parameters {
  readonly transientCluster: StringParameter;
  readonly steps: StringParameter;
}
