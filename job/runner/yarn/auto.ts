/**
 * Chooses the size of a job: the fewest slots with which it takes little longer than with all that the cluster has free.
 * Pure. The model of the time is coarse, because it only has to tell few slots from many.
 */

import { MAX_PARALLELISM } from '../../options/table/yarn';
import type { AutoSizing, Sizing } from '../../options/yarn';
import { MiB } from '../../shared/byte-units';
import { counted, grouped } from '../../shared/figures';
import type { FileSize } from '../../store/file-block';
import { planParts, type YarnPlan } from './plan';
import { costOfInput, type ReadingCost } from './plan-splits';

/**
 * The time of a job with one map and one reduce container and hardly any input, from the command to its end, without the
 * start of these containers. This and the other times were measured by `npm run bench -- yarn auto`, where all nodes
 * share two cores. Their ratios matter more than the times themselves.
 */
const JOB_MS = 11_000;
/** The start of a map container and of a reduce container. Containers of one wave start at the same time. */
const CONTAINER_START_MS = 4000;
/** The work of one slot for each mebibyte of an input that is not packed. */
const MAP_MS_PER_MIB = 4;
const REDUCE_MS_PER_MIB = 3;
/** A job may take so many times the time that it takes with all that is free, if it then needs fewer slots. */
const WORTH = 1.1;

/** The number of parts for small inputs, and the step by which larger inputs have more. */
const PARTS = 16;
/** The most input for one part. A slot writes it in some seconds, so that many slots find work. */
const PART_BYTES = 512 * MiB;
/** The slots of a container where the nodes are not known. */
const USUAL_SLOTS = 4;

/** Memory and cores, of a node, a queue or a container. */
export interface Free {
  readonly memoryBytes: number;
  readonly cores: number;
}

/** All that a cluster has free for one job, with its application master. */
export interface Room {
  readonly nodes: readonly Free[];
  /** The rest of the queue; null where it is not limited, or its limit is not known. */
  readonly queue: Free | null;
  /** The largest container that the scheduler allows. */
  readonly largest: Free;
}

export interface Choice {
  readonly sizing: Sizing;
  /** One line that says which parallelism was chosen, and why. */
  readonly why: string;
}

/** A number of containers of some slots each. */
type Shape = Pick<YarnPlan, 'containers' | 'slots'>;

/** `room` is null where it is not known; then the choice depends on the input alone. */
export function chooseSizing(files: Iterable<FileSize>, asked: AutoSizing, room: Room | null): Choice {
  const { maxParallelism, ...measures } = asked;
  const cost = costOfInput(files, { ...asked, slots: asked.slots === null ? USUAL_SLOTS : asked.slots });
  const parts = asked.parts === null ? partsOf(cost.costBytes) : asked.parts;
  const { shape, reason } = chooseShape({ ...cost, parts, splitBytes: asked.splitBytes }, asked, room);
  const parallelism = shape.containers * shape.slots;
  const sizing: Sizing = { ...measures, parallelism, slots: shape.slots, parts };
  return { sizing, why: `parallelism ${parallelism} (${counted(shape.containers, 'container')}): ${reason}` };
}

/** The number of parts. It follows from the input alone, so that an output never depends on what happened to be free. */
export function partsOf(costBytes: number): number {
  return planParts(costBytes, PARTS, PART_BYTES);
}

/** The properties of a job on which its time depends. */
interface Work extends ReadingCost {
  readonly parts: number;
  readonly splitBytes: number;
}

/** The estimated time of a job with so many slots. */
function estimatedMs({ costBytes, wholeFileBytes, parts, splitBytes }: Work, slots: number): number {
  const waves = Math.max(1, Math.ceil(costBytes / splitBytes / slots));
  const mapMib = Math.max(costBytes / slots, wholeFileBytes) / MiB;
  const reduceMib = costBytes / Math.min(slots, parts) / MiB;
  return JOB_MS + waves * CONTAINER_START_MS + mapMib * MAP_MS_PER_MIB + reduceMib * REDUCE_MS_PER_MIB;
}

function chooseShape(work: Work, asked: AutoSizing, room: Room | null): { shape: Shape; reason: string } {
  const fitting = shapesIn(asked, room);
  const [first, ...others] = fitting;
  if (first === undefined) {
    return { shape: leastShape(asked), reason: 'no container has room now, so the job waits in the queue' };
  }
  const msOf = ({ containers, slots }: Shape) => estimatedMs(work, containers * slots);
  const best = others.reduce((found, shape) => (msOf(shape) < msOf(found) ? shape : found), first);
  const enoughMs = WORTH * msOf(best);
  // they come in the order of what they take: the first that is enough takes the least
  const shape = fitting.find((each) => msOf(each) <= enoughMs) as Shape;
  return { shape, reason: reasonFor(work, shape, asked, room) };
}

/** The shape of a job on a cluster that has nothing free. */
export function leastShape({ slots }: Pick<AutoSizing, 'slots'>): Shape {
  return { containers: 1, slots: slots === null ? 1 : slots };
}

/** All shapes for which there is room: fewer containers first, and of as many containers those with fewer slots. */
function shapesIn({ slots, maxParallelism, slotBytes, masterBytes }: AutoSizing, room: Room | null): Shape[] {
  const shapes: Shape[] = [];
  for (const each of slotsPerContainer(slots, slotBytes, room)) {
    const wanted = Math.floor(maxParallelism / each);
    const containers = room === null ? wanted : Math.min(wanted, containersIn(room, each, slotBytes, masterBytes));
    for (let count = 1; count <= containers; count++) shapes.push({ containers: count, slots: each });
  }
  return shapes.sort((a, b) => a.containers - b.containers || a.slots - b.slots);
}

/** The numbers of slots that a container may have: those for which any node has memory and cores, or the given one. */
function slotsPerContainer(given: number | null, slotBytes: number, room: Room | null): readonly number[] {
  if (given !== null) return [given];
  const slotsOf = ({ memoryBytes, cores }: Free) => Math.min(Math.floor(memoryBytes / slotBytes), cores);
  const most = room === null ? USUAL_SLOTS : room.nodes.reduce((found, node) => Math.max(found, slotsOf(node)), 0);
  return Array.from({ length: room === null ? most : Math.min(most, slotsOf(room.largest)) }, (_, i) => i + 1);
}

/**
 * The number of containers for which there is room, wherever YARN puts the application master. Its core is not counted:
 * it hardly works while the tasks do.
 */
export function containersIn({ nodes, queue }: Room, slots: number, slotBytes: number, masterBytes: number): number {
  const fits = ({ memoryBytes, cores }: Free) =>
    Math.max(0, Math.min(Math.floor(memoryBytes / (slots * slotBytes)), Math.floor(cores / slots)));
  const besideMaster = (free: Free) => fits({ ...free, memoryBytes: free.memoryBytes - masterBytes });
  const hosts = nodes.filter(({ memoryBytes }) => memoryBytes >= masterBytes);
  if (hosts.length === 0) return 0;
  const onNodes = nodes.reduce((sum, node) => sum + fits(node), 0);
  const lost = hosts.reduce((most, node) => Math.max(most, fits(node) - besideMaster(node)), 0);
  return queue === null ? onNodes - lost : Math.min(onNodes - lost, besideMaster(queue));
}

function reasonFor(work: Work, { containers, slots }: Shape, asked: AutoSizing, room: Room | null): string {
  const chosen = containers * slots;
  const enough = (parallelism: number) => estimatedMs(work, chosen) <= WORTH * estimatedMs(work, parallelism);
  const free = room === null ? MAX_PARALLELISM : freeSlots(asked, room);
  if (!enough(Math.max(chosen, free))) return `--max-parallelism ${asked.maxParallelism} allows no more`;
  if (chosen === free && !enough(MAX_PARALLELISM)) return 'no more is free, though this input is worth more';
  return `more slots would not make this input a tenth faster${room === null ? '' : `; ${grouped(free)} are free`}`;
}

/** All slots for which there is room in containers of equal size. */
function freeSlots({ slots, slotBytes, masterBytes }: AutoSizing, room: Room): number {
  return slotsPerContainer(slots, slotBytes, room).reduce(
    (most, each) => Math.max(most, each * containersIn(room, each, slotBytes, masterBytes)),
    0,
  );
}
