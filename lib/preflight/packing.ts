/**
 * Checks that the containers of `parallelism` slots and the application master fit the core nodes; with `auto` one
 * container has to fit. YARN counts only memory, and may put the master on any node. So there is room for
 *
 *     (nodes - 1) * floor(NM / container) + floor((NM - master) / container)
 *
 * containers, where NM is the memory of a node for YARN. One container a node fits if NM / 2 < container <= NM - master.
 */

import { defaultsOf } from '../../job/options/table/option-table';
import { MAX_PARALLELISM, SIZING_OPTIONS } from '../../job/options/table/yarn';
import { type AskedSizing, type AutoSizing, isAuto, resolveSizing } from '../../job/options/yarn';
import { containersOf } from '../../job/remote/fit';
import { counted } from '../../job/shared/figures';
import { findInstanceType } from '../catalog/instance-type';
import type { Settings } from '../settings/settings';
import { TABLE } from '../settings/table';
import { type Finding, findings } from './finding';

const { error, warning, unchecked } = findings('memory');

interface Cluster {
  readonly nodes: number;
  readonly nodeManagerMb: number;
  readonly masterMb: number;
}

/** The containers that a run has at a time, each of `slots` slots of `slotMb`. */
interface Containers {
  readonly count: number;
  readonly slots: number;
  readonly slotMb: number;
}

function sizingOf(settings: Settings): AskedSizing {
  const { job, parallelism, maxParallelism, slots, containerMemoryMb, applicationMasterMemoryMb } = settings;
  return resolveSizing({
    ...defaultsOf(SIZING_OPTIONS),
    parallelism: String(parallelism),
    slots: String(slots),
    containerMemory: `${containerMemoryMb}m`,
    applicationMasterMemory: `${applicationMasterMemoryMb}m`,
    ...(maxParallelism === null ? {} : { maxParallelism: String(maxParallelism) }),
    ...(job.parts === null ? {} : { parts: String(job.parts) }),
  });
}

export function checkPacking(settings: Settings): readonly Finding[] {
  const { coreInstanceType: type, coreInstanceCount: nodes, parallelism, containerMemoryMb: slotMb } = settings;
  const found = findInstanceType(type);
  if (found === null) {
    return unchecked(
      `what ${type} gives YARN is not known, so whether parallelism ${parallelism} fits was not checked`,
    );
  }
  const { nodeManagerMb } = found;
  const cluster = { nodes, nodeManagerMb, masterMb: settings.applicationMasterMemoryMb };
  if (cluster.masterMb > nodeManagerMb) {
    return error(
      `applicationMasterMemoryMb is ${cluster.masterMb}, and a node of ${type} gives YARN ${nodeManagerMb} MB; ` +
        `set it to ${TABLE.applicationMasterMemoryMb.default}`,
    );
  }
  const asked = sizingOf(settings);
  const { containers: count, slots } = containersOf(asked);
  const containers = { count, slots, slotMb };
  const room = roomFor(slots * slotMb, cluster);
  const arithmetic = explained(containers, cluster, type);
  if (room < count) {
    const advice = remedies(containers, cluster, room);
    return error(
      `parallelism ${parallelism} does not fit: it is ${counted(count, 'container')}, and ${arithmetic} is room for ${room}; set ${advice}`,
    );
  }
  return isAuto(asked)
    ? checkMost(asked, containers, cluster, arithmetic)
    : checkIdleMemory(settings, containers, cluster, arithmetic);
}

/** Warns of core nodes that `parallelism: auto` never uses. */
function checkMost(
  { maxParallelism }: AutoSizing,
  { slots, slotMb }: Containers,
  cluster: Cluster,
  arithmetic: string,
): readonly Finding[] {
  const roomSlots = roomFor(slots * slotMb, cluster) * slots;
  if (roomSlots <= maxParallelism) return [];
  const most = Math.min(roomSlots, MAX_PARALLELISM);
  const nodes = nodesFor({ count: Math.floor(maxParallelism / slots), slots, slotMb }, cluster);
  const advice = most > maxParallelism ? `maxParallelism to ${most}` : `coreInstanceCount to ${nodes}`;
  return warning(
    `parallelism auto takes at most ${maxParallelism} slots, and ${arithmetic} is room for ${roomSlots} of them; set ${advice}`,
  );
}

/** The number of containers that fit beside the application master. */
export function roomFor(containerMb: number, { nodes, nodeManagerMb, masterMb }: Cluster): number {
  return (nodes - 1) * Math.floor(nodeManagerMb / containerMb) + Math.floor((nodeManagerMb - masterMb) / containerMb);
}

/** The largest container of which `count` fit; null where no size fits. */
export function largestContainerMb(count: number, cluster: Cluster): number | null {
  const { nodeManagerMb, masterMb } = cluster;
  const perNode = Array.from({ length: count }, (_, i) => i + 1);
  const candidates = perNode.flatMap((n) => [
    Math.floor(nodeManagerMb / n),
    Math.floor((nodeManagerMb - masterMb) / n),
  ]);
  const fitting = candidates.filter((containerMb) => containerMb > 0 && roomFor(containerMb, cluster) >= count);
  return fitting.length === 0 ? null : Math.max(...fitting);
}

/** The largest slot with which all containers fit; null where no size fits. */
function largestSlotMb({ count, slots }: Containers, cluster: Cluster): number | null {
  const containerMb = largestContainerMb(count, cluster);
  return containerMb === null ? null : Math.floor(containerMb / slots);
}

/**
 * For instance `4 x m3.xlarge with 11520 MB for YARN each, …: 3 x floor(11520 / 10240) + floor((11520 - 1024) / 10240) =
 * 3 x 1 + 1`.
 */
function explained({ slots, slotMb }: Containers, cluster: Cluster, type: string): string {
  const { nodes, nodeManagerMb, masterMb } = cluster;
  const mb = slots * slotMb;
  const [each, last] = [Math.floor(nodeManagerMb / mb), Math.floor((nodeManagerMb - masterMb) / mb)];
  return (
    `${nodes} x ${type} with ${nodeManagerMb} MB for YARN each, containers of ${slots} x ${slotMb} MB and a master of ` +
    `${masterMb} MB: ${nodes - 1} x floor(${nodeManagerMb} / ${mb}) + floor((${nodeManagerMb} - ${masterMb}) / ${mb}) ` +
    `= ${nodes - 1} x ${each} + ${last}`
  );
}

/** Lists the changes of settings that would make the containers fit. */
function remedies(containers: Containers, cluster: Cluster, room: number): string {
  const slotMb = largestSlotMb(containers, cluster);
  const nodes = nodesFor(containers, cluster);
  const isSlot = (mb: number | null) => mb !== null && TABLE.containerMemoryMb.kind.parse(mb) !== undefined;
  return [
    ...(isSlot(slotMb) ? [`containerMemoryMb to ${slotMb} or less`] : []),
    ...(nodes === null ? [] : [`coreInstanceCount to ${nodes}`]),
    ...(room > 0 ? [`parallelism to ${room * containers.slots}`] : []),
    'coreInstanceType to one with more memory',
  ].join(', or ');
}

/** The fewest nodes on which all containers fit; null where a container fits no node. */
function nodesFor({ count, slots, slotMb }: Containers, { nodeManagerMb, masterMb }: Cluster): number | null {
  const mb = slots * slotMb;
  const [each, last] = [Math.floor(nodeManagerMb / mb), Math.floor((nodeManagerMb - masterMb) / mb)];
  return each === 0 ? null : Math.max(1, Math.ceil((count - last) / each) + 1);
}

/** Warns of memory that costs money but that no container can use, if larger ones or fewer nodes would leave less of it. */
function checkIdleMemory(
  { parallelism, coreInstanceCount }: Settings,
  containers: Containers,
  cluster: Cluster,
  arithmetic: string,
): readonly Finding[] {
  const { count, slots, slotMb } = containers;
  const room = roomFor(slots * slotMb, cluster);
  const largestMb = largestSlotMb(containers, cluster) as number;
  const nodes = nodesFor(containers, cluster) as number;
  const larger = roomFor(slots * largestMb, cluster) < room;
  if (room === count || (!larger && nodes === coreInstanceCount)) return [];
  const advice = [
    ...(larger ? [`containerMemoryMb to ${largestMb}`] : []),
    ...(nodes < coreInstanceCount ? [`coreInstanceCount to ${nodes}`] : []),
    ...(room * slots <= MAX_PARALLELISM ? [`parallelism to ${room * slots}`] : []),
  ];
  return warning(
    `parallelism ${parallelism} leaves memory idle: it is ${counted(count, 'container')}, and ${arithmetic} is room for ${room}; ` +
      `set ${advice.join(', or ')}`,
  );
}
