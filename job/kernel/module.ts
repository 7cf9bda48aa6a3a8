import wasm from '../../dist/kernel.wasm';
import type { Layout } from './layout';

/** The compiled kernel: one for all workers. */
export function compileKernel(): WebAssembly.Module {
  return new WebAssembly.Module(wasm);
}

/** The memory that all workers of a run share; its pages cost nothing before they are touched. */
export function reserveMemory(layout: Layout): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: layout.pages, maximum: layout.pages, shared: true });
}
