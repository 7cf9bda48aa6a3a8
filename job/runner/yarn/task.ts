/** The surroundings that map tasks and reduce tasks have in common. */

import type { Header } from '../../format/format';
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
export function kernelFor({ memoryBytes, spec, header }: YarnJob): Kernel {
  const format = formatOf(spec).kernel;
  const layout = planLayout(memoryBytes, 1, needsOf(format, header === null ? 0 : header.line.length));
  return new Kernel(compileKernel(), reserveMemory(layout), layout, 0, format);
}

export function headerOf({ header }: YarnJob): Header | null {
  return header && { line: Buffer.from(header.line, 'latin1'), file: header.file };
}
