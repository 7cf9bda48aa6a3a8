/**
 * Checks that `parallelism` tasks and the application master fit the core nodes. YARN counts only memory, and may put the
 * master on any node. So there is room for
 *
 *     (nodes - 1) * floor(NM / task) + floor((NM - master) / task)
 *
 * tasks, where NM is the memory of a node for YARN. 16 tasks fit 4 nodes exactly if NM / 5 < task <= (NM - master) / 4.
 */

import { defaultsOf } from '../../job/options/table/option-table';
import { SIZING_OPTIONS } from '../../job/options/table/yarn';
import { resolveSizing } from '../../job/options/yarn';
import { tasksProblem } from '../../job/remote/fit';
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

export function checkPacking(settings: Settings): readonly Finding[] {
  return [...checkRoom(settings), ...checkMaster(settings)];
}

/**
 * Checks the memory that the application master needs to keep track of its tasks. Only the tasks of an empty input are
 * counted here; a large input has more.
 */
function checkMaster({ job, parallelism, containerMemoryMb, applicationMasterMemoryMb }: Settings): readonly Finding[] {
  const sizing = resolveSizing({
    ...defaultsOf(SIZING_OPTIONS),
    parallelism: String(parallelism),
    containerMemory: `${containerMemoryMb}m`,
    applicationMasterMemory: `${applicationMasterMemoryMb}m`,
    ...(job.parts === null ? {} : { parts: String(job.parts) }),
  });
  const problem = tasksProblem([], sizing);
  if (problem === null) return [];
  return error(problem.replace(/give it --application-master-memory (\d+)m$/, 'set applicationMasterMemoryMb to $1'));
}

function checkRoom(settings: Settings): readonly Finding[] {
  const { coreInstanceType: type, coreInstanceCount: nodes, parallelism, containerMemoryMb: taskMb } = settings;
  const found = findInstanceType(type);
  if (found === null) {
    return unchecked(`what ${type} gives YARN is not known, so whether ${parallelism} tasks fit was not checked`);
  }
  const { nodeManagerMb } = found;
  const cluster = { nodes, nodeManagerMb, masterMb: settings.applicationMasterMemoryMb };
  if (cluster.masterMb > nodeManagerMb) {
    return error(
      `applicationMasterMemoryMb is ${cluster.masterMb}, and a node of ${type} gives YARN ${nodeManagerMb} MB; ` +
        `set it to ${TABLE.applicationMasterMemoryMb.default}`,
    );
  }
  const room = roomFor(taskMb, cluster);
  const arithmetic = explained(taskMb, cluster, type);
  if (room < parallelism) {
    const advice = remedies(settings, cluster, room);
    return error(`parallelism ${parallelism} does not fit: ${arithmetic} is room for ${room}; set ${advice}`);
  }
  return checkIdleMemory(settings, cluster, arithmetic);
}

/** The number of tasks that fit beside the application master. */
export function roomFor(taskMb: number, { nodes, nodeManagerMb, masterMb }: Cluster): number {
  return (nodes - 1) * Math.floor(nodeManagerMb / taskMb) + Math.floor((nodeManagerMb - masterMb) / taskMb);
}

/** The largest task of which `parallelism` fit; null where no size fits. */
export function largestTaskMb(parallelism: number, cluster: Cluster): number | null {
  const { nodeManagerMb, masterMb } = cluster;
  const perNode = Array.from({ length: parallelism }, (_, i) => i + 1);
  const candidates = perNode.flatMap((n) => [
    Math.floor(nodeManagerMb / n),
    Math.floor((nodeManagerMb - masterMb) / n),
  ]);
  const fitting = candidates.filter((taskMb) => taskMb > 0 && roomFor(taskMb, cluster) >= parallelism);
  return fitting.length === 0 ? null : Math.max(...fitting);
}

/**
 * For instance `4 x m3.xlarge with 11520 MB for YARN each, …: 3 x floor(11520 / 2560) + floor((11520 - 1024) / 2560) =
 * 3 x 4 + 4`.
 */
function explained(taskMb: number, { nodes, nodeManagerMb, masterMb }: Cluster, type: string): string {
  const [each, last] = [Math.floor(nodeManagerMb / taskMb), Math.floor((nodeManagerMb - masterMb) / taskMb)];
  return (
    `${nodes} x ${type} with ${nodeManagerMb} MB for YARN each, tasks of ${taskMb} MB and a master of ${masterMb} MB: ` +
    `${nodes - 1} x floor(${nodeManagerMb} / ${taskMb}) + floor((${nodeManagerMb} - ${masterMb}) / ${taskMb}) ` +
    `= ${nodes - 1} x ${each} + ${last}`
  );
}

/** Lists the changes of settings that would make the tasks fit. */
function remedies(settings: Settings, cluster: Cluster, room: number): string {
  const { parallelism, containerMemoryMb } = settings;
  const taskMb = largestTaskMb(parallelism, cluster);
  const nodes = nodesFor(parallelism, containerMemoryMb, cluster);
  const isTask = (mb: number | null) => mb !== null && TABLE.containerMemoryMb.kind.parse(mb) !== undefined;
  return [
    ...(isTask(taskMb) ? [`containerMemoryMb to ${taskMb} or less`] : []),
    ...(nodes === null ? [] : [`coreInstanceCount to ${nodes}`]),
    ...(room > 0 ? [`parallelism to ${room}`] : []),
    'coreInstanceType to one with more memory',
  ].join(', or ');
}

/** The fewest nodes on which `parallelism` tasks fit; null where a task fits no node. */
function nodesFor(parallelism: number, taskMb: number, { nodeManagerMb, masterMb }: Cluster): number | null {
  const [each, last] = [Math.floor(nodeManagerMb / taskMb), Math.floor((nodeManagerMb - masterMb) / taskMb)];
  return each === 0 ? null : Math.max(1, Math.ceil((parallelism - last) / each) + 1);
}

/** Warns of memory that costs money but that no task can use, if larger tasks or fewer nodes would leave less of it. */
function checkIdleMemory(settings: Settings, cluster: Cluster, arithmetic: string): readonly Finding[] {
  const { parallelism, containerMemoryMb, coreInstanceCount } = settings;
  const room = roomFor(containerMemoryMb, cluster);
  const taskMb = largestTaskMb(parallelism, cluster) as number;
  const nodes = nodesFor(parallelism, containerMemoryMb, cluster) as number;
  const larger = roomFor(taskMb, cluster) < room;
  if (room === parallelism || (!larger && nodes === coreInstanceCount)) return [];
  const advice = [
    ...(larger ? [`containerMemoryMb to ${taskMb}`] : []),
    ...(nodes < coreInstanceCount ? [`coreInstanceCount to ${nodes}`] : []),
    `parallelism to ${room}`,
  ];
  return warning(
    `parallelism ${parallelism} leaves memory idle: ${arithmetic} is room for ${room}; set ${advice.join(', or ')}`,
  );
}
