/** The part of WebAssembly that the hosts of the kernel and of the codecs use. Node's types do not declare it; only the browser's types do. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
    private readonly compiled: true;
  }
  class Memory {
    constructor(limits: { initial: number; maximum: number; shared: true });
    readonly buffer: SharedArrayBuffer;
  }
  /** Functions and memories, by module and name. */
  type Imports = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  class Instance {
    constructor(module: Module, imports: Imports);
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
