/** The host of the bzip2 decoder (assembly/), which needs a whole block at a time. */

import type { Failure } from '../../shared/failure';
import { damaged } from '../stream/damaged';
import type { Decoder } from '../stream/decoder';
import { instanceOf } from '../stream/packed-module';

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  start(): void;
  reset(): void;
  /** The stored bytes that wait in the input, the room beside them, and where the next ones have to be put. */
  left(): number;
  inputRoom(): number;
  inputEnd(): number;
  added(bytes: number): void;
  /** Removes the bytes that were read from the input. Returns how many they were. */
  compact(): number;
  neededBytes(): number;
  slots(): number;
  step(slot: number): number;
  /** Where in the input the last step ended. */
  place(): number;
  undo(slots: number): void;
  startBlock(slot: number): void;
  writeOutput(): number;
  outputStart(): number;
  blockCrc(): number;
  statedCrc(slot: number): number;
}

/** What a step has come to (assembly/status.ts). */
const BLOCK = 1;
const ALL_READ = 3;
const CUT = -1;
const BAD_BLOCK = -7;
const PROBLEMS: Readonly<Record<number, string>> = {
  [CUT]: 'the file ends within a block or stream',
  [-2]: 'there is no bzip2 stream',
  [-3]: 'there is no start of a block and no end of the stream',
  [-4]: 'a block has a code that means nothing',
  [-5]: 'the stream has another checksum than it says',
  [-6]: 'a block is randomised, as versions of bzip2 before 0.9.5 wrote them, which is not understood',
  [BAD_BLOCK]: 'a block has another checksum than it says',
};

/** Decoders that serve no file. Each has some 24 MB of memory, so one is used again for the next file. */
const idle: Exports[] = [];

function decoder(): Exports {
  const free = idle.pop();
  if (free !== undefined) {
    free.reset();
    return free;
  }
  const made = instanceOf<Exports>('bzip2', {});
  made.start();
  return made;
}

export class Bzip2Decoder implements Decoder {
  private readonly wasm = decoder();
  private readonly memory = new Uint8Array(this.wasm.memory.buffer);
  private readonly slots = this.wasm.slots();
  private readonly neededBytes = this.wasm.neededBytes();
  private isAll = false;
  private storedBytes = 0;
  /** The offset in the file of the first byte of the input. */
  private inputOffset = 0;
  /** Where the blocks begin in the file that were read together. */
  private starts: number[] = [];
  /** The slot of the block that is being written; null while blocks are read. */
  private slot: number | null = null;
  /** What is written and not pulled yet. */
  private output = new Uint8Array(0);

  constructor(private readonly path: string) {}

  push(stored: Uint8Array): void {
    const { wasm } = this;
    if (wasm.inputRoom() < stored.length) this.inputOffset += wasm.compact();
    this.memory.set(stored, wasm.inputEnd());
    wasm.added(stored.length);
    this.storedBytes += stored.length;
  }

  end(): void {
    this.isAll = true;
  }

  pull(target: Uint8Array): number {
    while (this.output.length === 0) {
      if (this.slot === null && !this.readBlocks()) return 0;
      this.write(this.slot as unknown as number);
    }
    const bytes = this.output.subarray(0, target.length);
    target.set(bytes);
    this.output = this.output.subarray(bytes.length);
    return bytes.length;
  }

  close(): void {
    idle.push(this.wasm);
  }

  /** Reads blocks into all slots, or up to the end of the file. Returns false where it needs stored bytes first. */
  private readBlocks(): boolean {
    const { wasm, starts } = this;
    let isEnd = false;
    while (!isEnd && starts.length < this.slots) {
      if (!this.isAll && wasm.left() < this.neededBytes) return false;
      const start = this.inputOffset + wasm.place();
      const status = wasm.step(starts.length);
      if (status < 0) throw this.damaged(start, status);
      if (status === BLOCK) starts.push(start);
      isEnd = status === ALL_READ;
    }
    if (starts.length === 0) return false;
    wasm.undo(starts.length);
    this.start(0);
    return true;
  }

  private start(slot: number): void {
    this.slot = slot;
    this.wasm.startBlock(slot);
  }

  /** Writes the next bytes of the block in a slot, or goes on to the next block. */
  private write(slot: number): void {
    const { wasm, starts } = this;
    const bytes = wasm.writeOutput();
    const start = wasm.outputStart();
    this.output = this.memory.subarray(start, start + bytes);
    if (bytes > 0) return;
    if (wasm.blockCrc() !== wasm.statedCrc(slot)) throw this.damaged(starts[slot] as number, BAD_BLOCK);
    if (slot + 1 < starts.length) {
      this.start(slot + 1);
    } else {
      this.slot = null;
      this.starts = [];
    }
  }

  /** A cut file is cut at its end, and other damage is met behind the start of a block. */
  private damaged(start: number, status: number): Failure {
    return damaged(this.path, status === CUT ? this.storedBytes : start, PROBLEMS[status] as string);
  }
}
