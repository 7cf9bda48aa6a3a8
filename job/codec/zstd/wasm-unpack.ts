/** Unpacks zstd by the WebAssembly module of zstddec: libzstd, which keeps at most the window of a frame. */

import { damaged } from '../stream/damaged';
import type { Decoder } from '../stream/decoder';
import { instanceOf } from '../stream/packed-module';
import { FrameWalk } from './frame-walk';

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  malloc(bytes: number): number;
  ZSTD_createDCtx(): number;
  ZSTD_freeDCtx(context: number): number;
  /** Negative for an error. */
  ZSTD_decompressStream(context: number, output: number, input: number): number;
}

const INPUT_BYTES = 128 * 1024;
const OUTPUT_BYTES = 256 * 1024;
/** A buffer of libzstd: its address, its size, and how many of its bytes are used. */
const BUFFER_BYTES = 12;
const SIZE_AT = 4;
const USED_AT = 8;

/** libzstd with buffers. All decoders of a thread share it, since each call uses the buffers from its start to its end. */
interface Shared {
  readonly lib: Exports;
  readonly input: number;
  readonly output: number;
  readonly inputBuffer: number;
  readonly outputBuffer: number;
}

let shared: Shared | undefined;

function load(): Shared {
  const lib = instanceOf<Exports>('zstd-unpack', { env: { emscripten_notify_memory_growth: () => {} } });
  return {
    lib,
    input: lib.malloc(INPUT_BYTES),
    output: lib.malloc(OUTPUT_BYTES),
    inputBuffer: lib.malloc(BUFFER_BYTES),
    outputBuffer: lib.malloc(BUFFER_BYTES),
  };
}

export class WasmUnpack implements Decoder {
  private readonly shared: Shared;
  private readonly context: number;
  private readonly walk: FrameWalk;
  /** The stored bytes that are not unpacked yet, and the offset in the file of the first one. */
  private rest: Uint8Array = new Uint8Array(0);
  private restOffset = 0;
  /** Whether libzstd may hold bytes that did not fit the output. */
  private hasMore = false;

  constructor(private readonly path: string) {
    shared ??= load();
    this.shared = shared;
    this.context = shared.lib.ZSTD_createDCtx();
    this.walk = new FrameWalk(path);
  }

  push(stored: Uint8Array): void {
    this.restOffset = this.walk.offset;
    for (let at = 0; at < stored.length; ) at += this.walk.walk(stored.subarray(at));
    this.rest = stored;
  }

  end(): void {
    this.walk.end();
  }

  pull(target: Uint8Array): number {
    while (this.rest.length > 0 || this.hasMore) {
      const got = this.unpack(target);
      if (got > 0) return got;
    }
    return 0;
  }

  close(): void {
    this.shared.lib.ZSTD_freeDCtx(this.context);
  }

  /** Unpacks some of the rest. Returns how many bytes came of it. */
  private unpack(target: Uint8Array): number {
    const { lib, input, output, inputBuffer, outputBuffer } = this.shared;
    const bytes = this.rest.subarray(0, INPUT_BYTES);
    const room = Math.min(target.length, OUTPUT_BYTES);
    const before = new DataView(lib.memory.buffer);
    new Uint8Array(lib.memory.buffer).set(bytes, input);
    setBuffer(before, inputBuffer, input, bytes.length);
    setBuffer(before, outputBuffer, output, room);
    const result = lib.ZSTD_decompressStream(this.context, outputBuffer, inputBuffer);
    // the call may have enlarged the memory, which makes the former view empty
    const { buffer } = lib.memory;
    const after = new DataView(buffer);
    const used = after.getUint32(inputBuffer + USED_AT, true);
    if (result < 0) throw damaged(this.path, this.restOffset + used, `libzstd met error ${-result}`);
    this.rest = this.rest.subarray(used);
    this.restOffset += used;
    const got = after.getUint32(outputBuffer + USED_AT, true);
    this.hasMore = got === room;
    target.set(new Uint8Array(buffer, output, got));
    return got;
  }
}

function setBuffer(view: DataView, buffer: number, address: number, size: number): void {
  view.setUint32(buffer, address, true);
  view.setUint32(buffer + SIZE_AT, size, true);
  view.setUint32(buffer + USED_AT, 0, true);
}
