/**
 * The Hadoop settings that differ from EMR's: they let the planned number of containers fit a node, and they notice a
 * lost node quickly. Pure.
 */

import { findInstanceType } from '../catalog/instance-type';
import type { Settings } from '../settings/settings';

export interface Configuration {
  readonly Classification: string;
  readonly Properties: Readonly<Record<string, string>>;
}

/** YARN restarts the containers of a silent node elsewhere after this time. Hadoop's default is ten minutes. */
const DEAD_NODE_MS = 20_000;
/**
 * How long the application master tries to reach a node. Hadoop's default of three minutes delays the end of every run
 * that lost a node.
 */
const UNREACHABLE_NODE_MS = 20_000;

export function hadoopConfigurations(settings: Settings): Configuration[] {
  const { containerMemoryMb, applicationMasterMemoryMb } = settings;
  return [
    { Classification: 'core-site', Properties: { 'dedup.instances': instancesInWords(settings) } },
    {
      Classification: 'yarn-site',
      Properties: {
        // Node's WebAssembly reserves ten gigabytes of address space, which is no memory but counts as virtual memory.
        'yarn.nodemanager.vmem-check-enabled': 'false',
        ...nodeResources(settings),
        // YARN rounds container sizes up to a multiple of this value. AWS's page emr-hadoop-task-config has 1 too, but
        // promises nothing.
        'yarn.scheduler.minimum-allocation-mb': '1',
        'yarn.nm.liveness-monitor.expiry-interval-ms': String(DEAD_NODE_MS),
        'yarn.client.nodemanager-connect.max-wait-ms': String(UNREACHABLE_NODE_MS),
        'yarn.client.nodemanager-connect.retry-interval-ms': '2000',
      },
    },
    {
      Classification: 'capacity-scheduler',
      Properties: {
        // The scheduler counts memory alone. If it counted processors too, the application master would take one of a
        // node's four.
        'yarn.scheduler.capacity.resource-calculator': 'org.apache.hadoop.yarn.util.resource.DefaultResourceCalculator',
      },
    },
    {
      Classification: 'mapred-site',
      Properties: {
        'mapreduce.map.memory.mb': String(containerMemoryMb),
        'mapreduce.reduce.memory.mb': String(containerMemoryMb),
        'yarn.app.mapreduce.am.resource.mb': String(applicationMasterMemoryMb),
        'mapreduce.job.reduce.slowstart.completedmaps': '1.0',
      },
    },
  ];
}

/**
 * This value is for CloudFormation, not for Hadoop. Hadoop ignores it, but a changed configuration makes CloudFormation
 * replace the cluster. Without it, CloudFormation would change the number of nodes in place: no step would run again,
 * and the change would fail on a cluster that has ended.
 */
function instancesInWords({ masterInstanceType, coreInstanceType, coreInstanceCount, ...more }: Settings): string {
  const { network, ec2KeyName, keepAlive } = more;
  const place = network.kind === 'own' ? network.availabilityZone : network.subnetId;
  const nodes = `1 ${masterInstanceType} and ${coreInstanceCount} ${coreInstanceType}`;
  return [nodes, place ?? 'any zone', ec2KeyName ?? 'no key', keepAlive ? 'kept alive' : 'not kept alive'].join(', ');
}

/**
 * YARN's memory and cores of each node, as preflight assumes them. The values are EMR's own or no larger, but they are
 * stated here, so that no later release can make the containers too large for their nodes: YARN refuses one that asks for
 * more cores than a node has, even where its scheduler counts memory alone.
 */
function nodeResources({ coreInstanceType }: Settings): Record<string, string> {
  const found = findInstanceType(coreInstanceType);
  if (found === null) return {};
  const [nodeManagerMb, vcpus] = [String(found.nodeManagerMb), String(found.vcpus)];
  return {
    'yarn.nodemanager.resource.memory-mb': nodeManagerMb,
    'yarn.scheduler.maximum-allocation-mb': nodeManagerMb,
    'yarn.nodemanager.resource.cpu-vcores': vcpus,
    'yarn.scheduler.maximum-allocation-vcores': vcpus,
  };
}
