/** Describes a plan in figures and in words. Pure. */

import { codecOf } from '../../codec/codecs';
import type { Sizing } from '../../options/yarn';
import { counted, fileSize, grouped, memorySize } from '../../shared/figures';
import { sum } from '../../shared/sum';
import type { InputFiles } from '../../store/input-files';
import { PIECE_BYTES } from '../../store/s3/object-source';
import { LEAST_PART_BYTES } from '../../store/s3/part-bytes';
import { type Split, segmentSizes } from '../splits';
import { masterProblem, type YarnPlan } from './plan';

/** The most objects that one request lists. */
const LIST_OBJECTS = 1000;
/** One request begins an upload, another one completes it. */
const REQUESTS_PER_UPLOAD = 2;

export interface PlanFacts {
  readonly inputs: { readonly files: number; readonly bytes: number; readonly packedFiles: number };
  readonly parallelism: number;
  /** Says why this parallelism was chosen; null where it was given. */
  readonly why: string | null;
  /** The containers of tasks at a time, and what each of them has. */
  readonly containers: { readonly atATime: number; readonly slots: number };
  readonly maps: {
    readonly tasks: number;
    readonly waves: number;
    readonly splits: number;
    readonly smallestBytes: number;
    readonly largestBytes: number;
  };
  readonly reduces: {
    readonly tasks: number;
    readonly waves: number;
    readonly parts: number;
    readonly groups: number;
  };
  readonly memory: { readonly containerBytes: number; readonly recordBytes: number; readonly clusterBytes: number };
  /** An estimate for a job from S3 to S3 that keeps every record. The requests of retried tasks come on top. */
  readonly s3Requests: { readonly list: number; readonly get: number; readonly put: number };
  readonly applicationMaster: {
    readonly containerBytes: number;
    readonly heapBytes: number;
    readonly neededHeapBytes: number;
    /** Says why the tasks do not fit the application master, and what to change; null where they fit. */
    readonly problem: string | null;
  };
}

/** @param why says why the parallelism was chosen; null where it was given */
export function planFacts(files: InputFiles, sizing: Sizing, plan: YarnPlan, why: string | null): PlanFacts {
  const { parallelism, masterBytes } = sizing;
  const { maps, splits, parts, reduces, groups, containers, slots, containerBytes, memoryBytes, master } = plan;
  const planned = maps.flat();
  const bytes = sum(files.sizes, ({ sizeBytes }) => sizeBytes);
  return {
    inputs: {
      files: files.length,
      bytes,
      packedFiles: sum(files.sizes, (file) => (codecOf(file).isSplittable ? 0 : 1)),
    },
    parallelism,
    why,
    containers: { atATime: containers, slots },
    maps: {
      tasks: maps.length,
      waves: Math.ceil(maps.length / containers),
      splits,
      smallestBytes: planned.reduce((least, split) => Math.min(least, split.bytes), Number.POSITIVE_INFINITY),
      largestBytes: planned.reduce((most, split) => Math.max(most, split.bytes), 0),
    },
    reduces: { tasks: reduces, waves: Math.ceil(reduces / containers), parts, groups },
    memory: {
      containerBytes,
      recordBytes: memoryBytes,
      clusterBytes: containers * containerBytes + masterBytes,
    },
    s3Requests: {
      list: Math.max(1, Math.ceil(files.length / LIST_OBJECTS)),
      get: sum(planned, (split) => readRequests(files, split)),
      put: parts * REQUESTS_PER_UPLOAD + Math.max(parts, Math.ceil(bytes / LEAST_PART_BYTES)),
    },
    applicationMaster: {
      containerBytes: masterBytes,
      heapBytes: master.heapBytes,
      neededHeapBytes: master.neededBytes,
      problem: masterProblem(plan),
    },
  };
}

export function describePlan(facts: PlanFacts): string {
  const { inputs, containers, maps, reduces, memory, s3Requests, applicationMaster } = facts;
  const packed = inputs.packedFiles === 0 ? '' : `, ${grouped(inputs.packedFiles)} of them packed (never cut)`;
  const splits = `${counted(maps.splits, 'split')} of ${fileSize(maps.smallestBytes)} to ${fileSize(maps.largestBytes)}`;
  const groups = reduces.groups === 1 ? '' : `, each in ${reduces.groups} ranges one after the other`;
  const lines = [
    `inputs       ${counted(inputs.files, 'file')}, ${fileSize(inputs.bytes)}${packed}`,
    `maps         ${tasksIn(maps)}, ${splits}`,
    `reduces      ${tasksIn(reduces)}, ${counted(reduces.parts, 'part')}${groups}`,
    `containers   ${containers.atATime} at a time of ${counted(containers.slots, 'slot')} and ${memorySize(memory.containerBytes)}, of which ${memorySize(memory.recordBytes)} for records;`,
    `             with the application master ${memorySize(memory.clusterBytes)} of the cluster's memory`,
    `s3 requests  about ${grouped(s3Requests.list)} LIST, ${grouped(s3Requests.get)} GET, ${grouped(s3Requests.put)} PUT and POST`,
    `application  about ${memorySize(applicationMaster.neededHeapBytes)} of heap needed, ${memorySize(applicationMaster.heapBytes)} there ` +
      `(container ${memorySize(applicationMaster.containerBytes)})`,
  ];
  if (facts.why !== null) lines.push(`auto         ${facts.why}`);
  if (applicationMaster.problem !== null) lines.push(`too large    ${applicationMaster.problem}`);
  return lines.join('\n');
}

function tasksIn({ tasks, waves }: { readonly tasks: number; readonly waves: number }): string {
  return `${grouped(tasks)} in ${waves === 1 ? 'one wave' : `${grouped(waves)} waves`}`;
}

function readRequests(files: InputFiles, split: Split): number {
  return sum(segmentSizes(files, split), ({ start, end }) => Math.ceil((end - start) / PIECE_BYTES));
}
