/** Spills: temporary files of lines that outgrew the memory, with a block of lines for each partition, in order. */

import fs from 'node:fs';
import path from 'node:path';
import type { ByteSource } from '../codec/stream/byte-source';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { hasCode, reasonOf } from '../store/io-failure';

/** The folder for spills. */
export interface SpillFolder {
  readonly path: string;
  /** Advice for messages, for the case that the folder cannot be used. */
  readonly remedy: string;
}

/** One spill. Block p is bytes `starts[p] .. starts[p + 1]` of the file: lines as this kit writes them. */
export interface SpillRun {
  /**
   * A descriptor that all threads of the process can use. The file has no name any more, so the system removes it
   * however the run ends.
   */
  readonly fd: number;
  readonly folder: SpillFolder;
  /**
   * The number of leading bits (hash-range.ts) that all lines share. The `radixBits` bits that follow number the
   * partition of a line.
   */
  readonly sharedBits: number;
  readonly radixBits: number;
  readonly starts: readonly number[];
  /** The least and the greatest tag of all lines: see `Kernel.tags`. */
  readonly tags: readonly [least: number, greatest: number];
  /** The memory that the records took before they were spilled. */
  readonly memoryBytes: number;
}

const TAG_BITS = 32;

let spillsOfThread = 0;

export class SpillWriter {
  private readonly fd: number;
  private bytes = 0;
  private readonly starts: number[] = [0];
  private tags: readonly [number, number] = [2 ** TAG_BITS - 1, 0];

  constructor(private readonly folder: SpillFolder) {
    const unique = `dedup-spill-${process.pid}-${performance.now().toString(36)}-${spillsOfThread++}`;
    const name = path.join(folder.path, unique);
    this.fd = attempt(folder, () => fs.openSync(name, 'wx+', 0o600));
    attempt(folder, () => fs.unlinkSync(name));
  }

  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) at += attempt(this.folder, () => fs.writeSync(this.fd, bytes, at));
    this.bytes += bytes.length;
  }

  addTags([least, greatest]: readonly [number, number]): void {
    this.tags = [Math.min(this.tags[0], least), Math.max(this.tags[1], greatest)];
  }

  endBlock(): void {
    this.starts.push(this.bytes);
  }

  finish(sharedBits: number, radixBits: number, memoryBytes: number): SpillRun {
    const { fd, folder, starts, tags } = this;
    return { fd, folder, sharedBits, radixBits, starts, tags, memoryBytes };
  }
}

/** An estimate of the memory that each partition takes when it is read back from all these spills. */
export function memoryOf(spills: readonly SpillRun[]): number[] {
  const [{ radixBits }] = spills as [SpillRun];
  return Array.from({ length: 2 ** radixBits }, (_, partition) => {
    return spills.reduce((sum, spill) => sum + blockBytes(spill, partition) * memoryPerByte(spill), 0);
  });
}

function blockBytes({ starts }: SpillRun, partition: number): number {
  return (starts[partition + 1] as number) - (starts[partition] as number);
}

function memoryPerByte({ starts, memoryBytes }: SpillRun): number {
  return memoryBytes / Math.max(1, starts.at(-1) as number);
}

/**
 * The hash bits that all lines of some spills share, behind the bits that number their partition: how many bits these
 * are, and their value. There are none where the lines are in several partitions.
 */
export function commonTag(
  spills: readonly SpillRun[],
  partition: number,
): { readonly bits: number; readonly tag: number } {
  if (spills.some((spill) => blockBytes(spill, partition) !== spill.starts.at(-1))) return { bits: 0, tag: 0 };
  const least = Math.min(...spills.map(({ tags }) => tags[0]));
  const greatest = Math.max(...spills.map(({ tags }) => tags[1]));
  const bits = Math.clz32(least ^ greatest);
  return { bits, tag: Math.floor(least / 2 ** (TAG_BITS - bits)) };
}

/** The blocks first .. end of a spill, `end` not included. */
export function openBlocks(spill: SpillRun, first: number, end: number): ByteSource {
  const start = spill.starts[first] as number;
  let position = start;
  const endOffset = spill.starts[end] as number;
  return {
    read(target) {
      const wanted = Math.min(target.length, endOffset - position);
      if (wanted === 0) return 0;
      const got = attempt(spill.folder, () => fs.readSync(spill.fd, target, 0, wanted, position));
      if (got === 0) throw new Failure(EXIT.io, 'a temporary file was cut short while it was in use');
      position += got;
      return got;
    },
    get storedBytes() {
      return position - start;
    },
    close() {},
  };
}

export function closeSpill(spill: SpillRun): void {
  fs.closeSync(spill.fd);
}

function attempt<T>({ path: name, remedy }: SpillFolder, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw new Failure(EXIT.io, `cannot use a temporary file in '${name}': ${reasonAndAdvice(error, remedy)}`, {
      cause: error,
    });
  }
}

function reasonAndAdvice(error: unknown, remedy: string): string {
  // each spill keeps a file open
  if (hasCode(error, 'EMFILE')) return 'too many open files; allow more (ulimit -n), or give more --memory';
  const space = hasCode(error, 'ENOSPC') ? 'free some space there, or ' : '';
  return `${reasonOf(error)}; ${space}${remedy}`;
}
