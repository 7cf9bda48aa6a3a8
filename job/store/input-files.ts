/**
 * A list of input files. A run may have a million of them, so each takes some 60 bytes of shared memory, and its object
 * is made when somebody asks for it.
 */

import { compareBytes } from '../shared/byte-order';
import { blockOf, FileBlock, type FileSize } from './file-block';
import type { InputFile } from './place';

/** How many files a block has; the last one may have fewer. */
const BLOCK_FILES = 1024;

/** A list as plain data. Threads that it is sent to share its blocks. */
export interface InputFilesData {
  readonly length: number;
  readonly blocks: readonly SharedArrayBuffer[];
  /** Files of which more is known than a block keeps, by their numbers. */
  readonly others: ReadonlyMap<number, InputFile>;
}

export class InputFiles implements Iterable<InputFile> {
  readonly length: number;
  /** The block that was read last: files are mostly asked for one after the other. */
  private opened: { readonly number: number; readonly block: FileBlock } | null = null;

  constructor(readonly data: InputFilesData) {
    this.length = data.length;
  }

  static of(files: Iterable<InputFile>): InputFiles {
    const collector = new FileCollector();
    for (const file of files) collector.add(file);
    return collector.files;
  }

  /** The file with this number, which has to be less than `length`. */
  at(number: number): InputFile {
    const other = this.data.others.get(number);
    return other === undefined ? this.blockOf(number).fileAt(number % BLOCK_FILES) : other;
  }

  /** The size of that file. It takes much less time than the file itself. */
  sizeAt(number: number): FileSize {
    const other = this.data.others.get(number);
    return other === undefined ? this.blockOf(number).sizeAt(number % BLOCK_FILES) : other;
  }

  *[Symbol.iterator](): Generator<InputFile> {
    for (let number = 0; number < this.length; number++) yield this.at(number);
  }

  /** The sizes of all files, in their order. */
  get sizes(): Iterable<FileSize> {
    return { [Symbol.iterator]: () => this.eachSize() };
  }

  /** The same list with other facts about some files, by their numbers. */
  with(changed: ReadonlyMap<number, InputFile>): InputFiles {
    const { data } = this;
    return changed.size === 0 ? this : new InputFiles({ ...data, others: new Map([...data.others, ...changed]) });
  }

  private *eachSize(): Generator<FileSize> {
    const { others } = this.data;
    for (let first = 0; first < this.length; first += BLOCK_FILES) {
      const block = this.blockOf(first);
      const end = Math.min(this.length, first + BLOCK_FILES);
      for (let number = first; number < end; number++) {
        const other = others.get(number);
        yield other === undefined ? block.sizeAt(number - first) : other;
      }
    }
  }

  private blockOf(file: number): FileBlock {
    const number = Math.floor(file / BLOCK_FILES);
    if (this.opened?.number === number) return this.opened.block;
    const files = Math.min(BLOCK_FILES, this.length - number * BLOCK_FILES);
    const block = new FileBlock(this.data.blocks[number] as SharedArrayBuffer, files);
    this.opened = { number, block };
    return block;
  }
}

/** Makes a list of files that come one by one. */
export class FileCollector {
  /** Whether the files have come in the order of the UTF-8 bytes of their paths. */
  isInPathOrder = true;
  private readonly blocks: SharedArrayBuffer[] = [];
  private readonly others = new Map<number, InputFile>();
  private open: InputFile[] = [];
  private last = '';

  add(file: InputFile): void {
    const { path, own, isUncut, start } = file;
    if (this.isInPathOrder && compareBytes(this.last, path) > 0) this.isInPathOrder = false;
    this.last = path;
    if (own || isUncut !== undefined || start !== undefined) this.others.set(this.length, file);
    this.open.push(file);
    if (this.open.length < BLOCK_FILES) return;
    this.blocks.push(blockOf(this.open));
    this.open = [];
  }

  /** All files that have come. */
  get files(): InputFiles {
    const { length, blocks, open, others } = this;
    return new InputFiles({ length, blocks: open.length === 0 ? [...blocks] : [...blocks, blockOf(open)], others });
  }

  private get length(): number {
    return BLOCK_FILES * this.blocks.length + this.open.length;
  }
}
