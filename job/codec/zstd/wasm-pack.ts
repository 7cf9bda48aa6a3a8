/** Packs zstd by the WebAssembly module of @bokuweb/zstd-wasm: libzstd. */

import { instanceOf } from '../stream/packed-module';

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  start(): void;
  malloc(bytes: number): number;
  free(address: number): void;
  ZSTD_createCCtx(): number;
  ZSTD_compressBound(bytes: number): number;
  ZSTD_isError(result: number): number;
  ZSTD_compress_usingDict(
    context: number,
    target: number,
    targetBytes: number,
    source: number,
    sourceBytes: number,
    dictionary: number,
    dictionaryBytes: number,
    level: number,
  ): number;
}

const PAGE_BYTES = 64 * 1024;
const MOST_PAGES = 32 * 1024;

interface Loaded {
  readonly lib: Exports;
  readonly context: number;
}

let loaded: Loaded | undefined;

function load(): Loaded {
  const never = () => {
    throw new Error('libzstd called a function of a system that it does not have');
  };
  // the functions by their shortened names; the last one enlarges the memory
  const grow = (bytes: number) => growTo(lib, bytes >>> 0);
  const lib: Exports = instanceOf<Exports>('zstd-pack', { a: { a: never, b: never, c: never, d: never, e: grow } });
  lib.start();
  return { lib, context: lib.ZSTD_createCCtx() };
}

function growTo({ memory }: Exports, bytes: number): number {
  const pages = Math.ceil(bytes / PAGE_BYTES);
  if (pages > MOST_PAGES) return 0;
  memory.grow(pages - memory.buffer.byteLength / PAGE_BYTES);
  return 1;
}

/** A frame with these bytes. It has no checksum: the module has no function that asks for one. */
export function packByWasm(bytes: Uint8Array, level: number): Uint8Array {
  loaded ??= load();
  const { lib, context } = loaded;
  const bound = lib.ZSTD_compressBound(bytes.length);
  const source = lib.malloc(bytes.length + bound);
  if (source === 0) throw new Error('libzstd has no memory');
  const target = source + bytes.length;
  new Uint8Array(lib.memory.buffer).set(bytes, source);
  const packed = lib.ZSTD_compress_usingDict(context, target, bound, source, bytes.length, 0, 0, level);
  if (lib.ZSTD_isError(packed) !== 0) throw new Error(`libzstd cannot pack: error ${-packed}`);
  // a copy: the memory serves the next call
  const frame = new Uint8Array(lib.memory.buffer).slice(target, target + packed);
  lib.free(source);
  return frame;
}
