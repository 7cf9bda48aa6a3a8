/** Hadoop's configuration, as far as it differs from EMR's: so many containers a node, and none lost for long. Pure. */

import { findInstanceType } from '../catalog/instance-type';
import type { Settings } from '../settings/settings';

export interface Configuration {
  readonly Classification: string;
  readonly Properties: Readonly<Record<string, string>>;
}

/** A silent node's containers start elsewhere then; Hadoop's default is ten minutes. */
const DEAD_NODE_MS = 20_000;
/** Hadoop's default is three minutes, at the end of every run that lost a node. */
const UNREACHABLE_NODE_MS = 20_000;

export function hadoopConfigurations(settings: Settings): Configuration[] {
  const { containerMemoryMb, applicationMasterMemoryMb } = settings;
  return [
    { Classification: 'core-site', Properties: { 'dedup.instances': instancesInWords(settings) } },
    {
      Classification: 'yarn-site',
      Properties: {
        // a Node reserves ten gigabytes of addresses, which are no memory
        'yarn.nodemanager.vmem-check-enabled': 'false',
        ...nodeMemory(settings),
        // sizes are rounded up to a multiple of it; 1 is what AWS's page emr-hadoop-task-config has, and no contract
        'yarn.scheduler.minimum-allocation-mb': '1',
        'yarn.nm.liveness-monitor.expiry-interval-ms': String(DEAD_NODE_MS),
        'yarn.client.nodemanager-connect.max-wait-ms': String(UNREACHABLE_NODE_MS),
        'yarn.client.nodemanager-connect.retry-interval-ms': '2000',
      },
    },
    {
      Classification: 'capacity-scheduler',
      Properties: {
        // by memory alone: by processors too, the application master would take one of a node's four
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
 * For CloudFormation, not for Hadoop: of another configuration it makes another cluster, where it would change a number of
 * nodes in place, without the steps, and could not change that of a cluster that has ended.
 */
function instancesInWords({ masterInstanceType, coreInstanceType, coreInstanceCount, ...more }: Settings): string {
  const { network, ec2KeyName, keepAlive } = more;
  const place = network.kind === 'own' ? network.availabilityZone : network.subnetId;
  const nodes = `1 ${masterInstanceType} and ${coreInstanceCount} ${coreInstanceType}`;
  return [nodes, place ?? 'any zone', ec2KeyName ?? 'no key', keepAlive ? 'kept alive' : 'not kept alive'].join(', ');
}

/** What preflight reckons with, and EMR's own figure: said, so that no release can make the tasks not fit any more. */
function nodeMemory({ coreInstanceType }: Settings): Record<string, string> {
  const found = findInstanceType(coreInstanceType);
  if (found === null) return {};
  const nodeManagerMb = String(found.nodeManagerMb);
  return {
    'yarn.nodemanager.resource.memory-mb': nodeManagerMb,
    'yarn.scheduler.maximum-allocation-mb': nodeManagerMb,
  };
}
