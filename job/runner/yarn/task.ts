/** The surroundings that map tasks and reduce tasks have in common. */

import { type Header, mayRearrange, mostHeaderBytes } from '../../format/format';
import { formatOf } from '../../format/formats';
import { Kernel } from '../../kernel/kernel';
import { planLayout } from '../../kernel/layout';
import { compileKernel, reserveMemory } from '../../kernel/module';
import { needsOf } from '../../kernel/record-format';
import type { SpillFolder } from '../spill';
import type { YarnJob } from './contract';
import type { Read, Write } from './pipe';
import type { Reporter } from './reporter';

/** The connections of a task to its container. */
export interface Container {
  /** Hadoop's name for this attempt of the task. */
  readonly attempt: string;
  readonly kernel: Kernel;
  readonly temp: SpillFolder;
  readonly read: Read;
  readonly write: Write;
  readonly reporter: Reporter;
}

/** A kernel with the job's memory, for this process alone. */
export function kernelFor(job: YarnJob): Kernel {
  const header = headerOf(job);
  const format = formatOf(job.spec).kernel;
  const layout = planLayout(
    job.memoryBytes,
    1,
    needsOf(format, header === null ? 0 : mostHeaderBytes(header), mayRearrange(header)),
  );
  return new Kernel(compileKernel(), reserveMemory(layout), layout, 0, format);
}

export function headerOf({ header }: YarnJob): Header | null {
  const asBytes = (line: string) => Buffer.from(line, 'latin1');
  return header && { ...header, line: asBytes(header.line), found: asBytes(header.found) };
}
