/**
 * Checks that a run fits its cluster: containers that YARN could never start are refused before they cost anything.
 * Pure.
 */

import type { RunJobFlowCommandInput } from '@aws-sdk/client-emr';
import { usage } from '../../../job/options/parsing/usage';
import type { AskedSizing } from '../../../job/options/yarn';
import { containersOf } from '../../../job/remote/fit';
import { MiB } from '../../../job/shared/byte-units';
import { counted } from '../../../job/shared/figures';
import { findInstanceType } from '../../catalog/instance-type';
import { roomFor } from '../../preflight/packing';

const NODE_MANAGER_MEMORY = 'yarn.nodemanager.resource.memory-mb';

/** The options that set the size of a run, by commander's names of their fields. */
export const SIZES = ['parallelism', 'maxParallelism', 'slots', 'containerMemory', 'applicationMasterMemory'] as const;

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
export function refuseUnfit(definition: unknown, sizing: AskedSizing): void {
  const found = coreNodes(definition);
  if (found === null) return;
  const { nodes, type, nodeManagerMb } = found;
  const { containers, slots, containerBytes } = containersOf(sizing);
  const [containerMb, masterMb] = [Math.ceil(containerBytes / MiB), Math.ceil(sizing.masterBytes / MiB)];
  const ofSlots = slots === 1 ? '' : ` for each of ${slots} slots`;
  refuseLarge('--container-memory', containerMb / slots, containerMb, ofSlots, found);
  refuseLarge('--application-master-memory', masterMb, masterMb, '', found);
  const room = roomFor(containerMb, { nodes, nodeManagerMb, masterMb });
  if (room >= containers) return;
  throw usage(
    `--parallelism ${sizing.parallelism} does not fit: its ${counted(containers, 'container')} of ${containerMb} MB need more than ` +
      `${nodes} x ${type} with ${nodeManagerMb} MB for YARN each, which have room for ${room} beside an application master of ` +
      `${masterMb} MB`,
  );
}

/** @param given the number that the option has, of which the container takes `mb` in all */
function refuseLarge(option: string, given: number, mb: number, ofSlots: string, { type, nodeManagerMb }: Nodes): void {
  if (mb <= nodeManagerMb) return;
  throw usage(
    `${option} ${given}m${ofSlots} is more than a node of the cluster has for YARN: ${type} has ${nodeManagerMb} MB`,
  );
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
