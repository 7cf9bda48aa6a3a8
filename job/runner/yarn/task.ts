/** The surroundings that map tasks and reduce tasks have in common. */

import { type Header, needsOfHeader } from '../../format/format';
import { formatOf } from '../../format/formats';
import { Kernel } from '../../kernel/kernel';
import { type Layout, planLayout } from '../../kernel/layout';
import { compileKernel, reserveMemory } from '../../kernel/module';
import { needsOf } from '../../kernel/record-format';
import type { Callable } from '../local/thread';
import type { SpillFolder } from '../spill';
import type { YarnJob } from './contract';
import type { Read, Write } from './pipe';

/** The connections of a task to its container. */
export interface Container {
  /** Hadoop's name for this attempt of the task. */
  readonly attempt: string;
  readonly temp: SpillFolder;
  readonly read: Read;
  readonly write: Write;
  /** The memory that the workers of this process share. */
  memoryFor(job: YarnJob, workers: number): TaskMemory;
  startWorkers(count: number): Callable[];
}

/** The one memory of a task, for the kernel of each of its slots. */
export interface TaskMemory {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly layout: Layout;
}

export function memoryFor(job: YarnJob, workers: number): TaskMemory {
  const header = headerOf(job);
  const needs = needsOf(formatOf(job.spec).kernel, { ...needsOfHeader(header), merges: false });
  const layout = planLayout(job.memoryBytes, workers, needs);
  return { module: compileKernel(), memory: reserveMemory(layout), layout };
}

/** The kernel of one worker. */
export function kernelOf({ spec }: YarnJob, { module, memory, layout }: TaskMemory, worker: number): Kernel {
  return new Kernel(module, memory, layout, worker, formatOf(spec).kernel);
}

export function headerOf({ header }: YarnJob): Header | null {
  const asBytes = (line: string) => Buffer.from(line, 'latin1');
  return header && { ...header, line: asBytes(header.line), found: asBytes(header.found) };
}
