import wasm from '../../dist/kernel.wasm';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import type { Layout } from './layout';

/** Compiles the kernel. All workers share one compiled module. */
export function compileKernel(): WebAssembly.Module {
  return new WebAssembly.Module(wasm);
}

/**
 * Reserves the memory that all workers of a run share. A page takes no real memory before it is touched. Throws with
 * exit code 74 if the system has no addresses left for it.
 */
export function reserveMemory(layout: Layout): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: layout.pages, maximum: layout.pages, shared: true });
  } catch (error) {
    throw new Failure(
      EXIT.io,
      "cannot reserve memory: Node's WebAssembly takes 10 GiB of addresses, which are no memory; raise their limit (ulimit -v)",
      { cause: error },
    );
  }
}
