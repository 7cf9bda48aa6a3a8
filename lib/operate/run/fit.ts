/**
 * Checks that a run fits its cluster: containers that YARN could never start are refused before they cost anything.
 * Pure.
 */

import type { RunJobFlowCommandInput } from '@aws-sdk/client-emr';
import { usage } from '../../../job/options/parsing/usage';
import type { Sizing } from '../../../job/options/yarn';
import { findInstanceType } from '../../catalog/instance-type';
import { roomFor } from '../../preflight/packing';

const MiB = 1024 * 1024;
const NODE_MANAGER_MEMORY = 'yarn.nodemanager.resource.memory-mb';

/** The options that set the size of a run, by commander's names of their fields. */
export const SIZES = ['parallelism', 'containerMemory', 'applicationMasterMemory'] as const;

/** The core nodes of the stack's cluster definition. */
interface Nodes {
  readonly nodes: number;
  readonly type: string;
  readonly nodeManagerMb: number;
}

/**
 * Throws with exit code 64 where the core nodes have no room for the run. Where neither the definition nor the tables
 * tell YARN's memory on a node, the run is assumed to fit.
 */
export function refuseUnfit(definition: unknown, sizing: Sizing): void {
  const found = coreNodes(definition);
  if (found === null) return;
  const { nodes, type, nodeManagerMb } = found;
  const [taskMb, masterMb] = [Math.ceil(sizing.containerBytes / MiB), Math.ceil(sizing.masterBytes / MiB)];
  refuseLarge('--container-memory', taskMb, found);
  refuseLarge('--application-master-memory', masterMb, found);
  const room = roomFor(taskMb, { nodes, nodeManagerMb, masterMb });
  if (room >= sizing.parallelism) return;
  throw usage(
    `--parallelism ${sizing.parallelism} does not fit: ${nodes} x ${type} with ${nodeManagerMb} MB for YARN each have room ` +
      `for ${room} containers of ${taskMb} MB beside an application master of ${masterMb} MB`,
  );
}

function refuseLarge(option: string, mb: number, { type, nodeManagerMb }: Nodes): void {
  if (mb <= nodeManagerMb) return;
  throw usage(`${option} ${mb}m is more than a node of the cluster has for YARN: ${type} has ${nodeManagerMb} MB`);
}

function coreNodes(definition: unknown): Nodes | null {
  const { Instances, Configurations = [] } = (definition ?? {}) as Partial<RunJobFlowCommandInput>;
  const core = Instances?.InstanceGroups?.find(({ InstanceRole }) => InstanceRole === 'CORE');
  if (core?.InstanceType === undefined || core.InstanceCount === undefined) return null;
  const said = Configurations.find(({ Classification }) => Classification === 'yarn-site')?.Properties;
  const known = findInstanceType(core.InstanceType);
  const nodeManagerMb = Number(said?.[NODE_MANAGER_MEMORY] ?? known?.nodeManagerMb);
  if (Number.isNaN(nodeManagerMb)) return null;
  return { nodes: core.InstanceCount, type: core.InstanceType, nodeManagerMb };
}
