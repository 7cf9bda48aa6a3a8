/** The typed interface of the kernel's functions that merge records with lines of the former output (assembly/merge.ts). */

import type { Crc32 } from './crc32';
import type { Exports } from './exports';
import type { HashRange } from './hash-range';
import { STATE_BYTES } from './room-sizes';
import type { MergeRooms } from './rooms';

/** The result of `mergeSome`. The last two say that the file is no part of an output in canonical order. */
const STATUS = ['done', 'needs-lines', 'output-full', 'no-record', 'unsorted'] as const;
export type MergeStatus = (typeof STATUS)[number];

/** The part of the former output, and its deletes. */
export const FORMER_FILES = [0, 1] as const;
export type FormerNumber = (typeof FORMER_FILES)[number];

/** The offsets of numbers in the state of a file; see the kernel's former-lines.ts. */
const COPIED_TO = 0;
const WHOLE_END = 8;
const OUTPUT_AT = 16;
const OUTPUT_END = 20;
const LEFT_OUT = 28;
const PUT_IN = 48;

export class KernelMerge {
  private readonly words: Uint32Array;

  constructor(
    private readonly kernel: Exports,
    readonly memory: Uint8Array,
    readonly rooms: MergeRooms,
    readonly crc32: Crc32,
  ) {
    this.words = new Uint32Array(memory.buffer);
    kernel.placeMerge(rooms.states);
    // a bad line lies behind the states of both files
    kernel.placeProbe(rooms.key, rooms.states + 2 * STATE_BYTES);
    kernel.placeAside(rooms.aside, rooms.asideEnd);
  }

  /** Begins a part. `has` says which of both files the former output has. */
  open({ first, last }: HashRange, has: readonly [boolean, boolean]): void {
    this.kernel.openFormer(first, last, Number(has[0]), Number(has[1]));
  }

  /**
   * Gives a file the bytes at .. end of its room, once all lines before them are copied. The last whole line among them is
   * read. `isLast` says that no bytes follow.
   */
  giveLines(file: FormerNumber, at: number, end: number, isLast: boolean): MergeStatus {
    return STATUS[this.kernel.giveFormer(file, at, end, Number(isLast))] as MergeStatus;
  }

  /** Gives a file the first `bytes` bytes of its empty room for output. */
  giveOutput(file: FormerNumber, bytes: number): void {
    const at = this.rooms.out[file];
    this.kernel.giveRoom(file, at, at + bytes);
  }

  /**
   * Merges the records that were kept with hashes up to `last` that were not merged before, until something is needed for
   * one of the files (`file`).
   */
  mergeSome(last: bigint): MergeStatus {
    return STATUS[this.kernel.mergeSome(last)] as MergeStatus;
  }

  /** Copies all whole lines of a file that are left to the output, without deletes that are forgotten. */
  copyRest(file: FormerNumber): MergeStatus {
    return STATUS[this.kernel.copyFormer(file)] as MergeStatus;
  }

  /** The file that the last status is about. */
  get file(): FormerNumber {
    return this.kernel.mergedFile.value as FormerNumber;
  }

  /** The address of the line for which the last status was `no-record` or `unsorted`. */
  get faultAt(): number {
    return this.kernel.faultAt.value >>> 0;
  }

  /** The addresses between which the whole lines lie that are not copied yet. */
  left(file: FormerNumber): readonly [at: number, end: number] {
    return [this.word(file, COPIED_TO), this.word(file, WHOLE_END)];
  }

  /** The bytes that were written to the room for output since it was given. */
  output(file: FormerNumber): Uint8Array {
    return this.memory.subarray(this.word(file, OUTPUT_AT), this.word(file, OUTPUT_END));
  }

  /** The numbers of lines that were left out and put in since the part was opened. */
  changes(file: FormerNumber): { readonly leftOut: number; readonly putIn: number } {
    return { leftOut: this.word(file, LEFT_OUT), putIn: this.word(file, PUT_IN) };
  }

  /** The number of newlines in from .. to. */
  countLines(from: number, to: number): number {
    return this.kernel.countNewlines(from, to);
  }

  private word(file: FormerNumber, offset: number): number {
    return this.words[(this.rooms.states + STATE_BYTES * file + offset) >> 2] as number;
  }
}
