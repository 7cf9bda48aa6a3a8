import wasm from '../../dist/kernel.wasm';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import type { Layout } from './layout';

/** The compiled kernel: one for all workers. */
export function compileKernel(): WebAssembly.Module {
  return new WebAssembly.Module(wasm);
}

/**
 * The memory that all workers of a run share; its pages cost nothing before they are touched. Throws with exit code 74
 * where the system has no addresses for it.
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
