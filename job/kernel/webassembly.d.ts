/** The part of WebAssembly that the kernel's host uses. Node's types do not declare it; only the browser's types do. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
    private readonly compiled: true;
  }
  class Memory {
    constructor(limits: { initial: number; maximum: number; shared: true });
    readonly buffer: SharedArrayBuffer;
  }
  class Instance {
    constructor(module: Module, imports: { env: { memory: Memory } });
    readonly exports: object;
  }
  interface Global<T extends 'i32' | 'i64'> {
    readonly value: T extends 'i64' ? bigint : number;
  }
}

declare module '*.wasm' {
  const bytes: Uint8Array;
  export default bytes;
}
