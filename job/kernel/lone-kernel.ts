import { Kernel } from './kernel';
import { MIN_MEMORY_BYTES_PER_WORKER, planLayout } from './layout';
import { compileKernel, reserveMemory } from './module';
import { type FilesNeeds, NO_FILES_NEEDS, needsOf, type RecordFormat } from './record-format';

/**
 * A kernel with a memory of its own, for a command that keeps no records. `arenaBytes` are the bytes that it takes of the
 * arena, where records would lie.
 */
export function loneKernel(format: RecordFormat, arenaBytes = 0, needs: FilesNeeds = NO_FILES_NEEDS): Kernel {
  const layout = planLayout(MIN_MEMORY_BYTES_PER_WORKER + arenaBytes, 1, needsOf(format, needs));
  return new Kernel(compileKernel(), reserveMemory(layout), layout, 0, format);
}
