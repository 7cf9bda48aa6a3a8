import { Kernel } from './kernel';
import { MIN_MEMORY_BYTES_PER_WORKER, planLayout } from './layout';
import { compileKernel, reserveMemory } from './module';
import { needsOf, type RecordFormat } from './record-format';

/** What a kernel needs memory for, beside the buffers that each kernel has. */
export interface LoneNeeds {
  /** The bytes in the arena, where records would lie. */
  readonly arenaBytes: number;
  readonly headerBytes: number;
  readonly isRearranged: boolean;
}

const NO_NEEDS: LoneNeeds = { arenaBytes: 0, headerBytes: 0, isRearranged: false };

/** A kernel with a memory of its own, for a command that keeps no records. */
export function loneKernel(format: RecordFormat, needs: LoneNeeds = NO_NEEDS): Kernel {
  const { arenaBytes, headerBytes, isRearranged } = needs;
  const memoryBytes = MIN_MEMORY_BYTES_PER_WORKER + arenaBytes;
  const layout = planLayout(memoryBytes, 1, needsOf(format, headerBytes, isRearranged));
  return new Kernel(compileKernel(), reserveMemory(layout), layout, 0, format);
}
