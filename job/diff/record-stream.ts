/** The records in some files of an output, which are its parts or its deletes, in canonical order, in batches that the kernel has listed. */

import { type Format, type Header, headerOfText } from '../format/format';
import { feedPart } from '../input/feed-part';
import { compareKeys, type RecordKeys } from '../input/record-keys';
import type { Kernel } from '../kernel/kernel';
import {
  HASH_HIGH_WORD,
  HASH_LOW_WORD,
  type KernelList,
  LINE_AT_WORD,
  LINE_BYTES_WORD,
  LIST_WORDS,
  type RecordList,
} from '../kernel/kernel-list';
import { loneKernel } from '../kernel/lone-kernel';
import { damagedPart, type WholeOutput } from '../publication/whole-output';
import { MiB } from '../shared/byte-units';
import type { InputFile } from '../store/place';
import { Handover } from './handover';

/** Room for the list of the records of a full buffer: 16 bytes for each two of some 1.5 MiB. */
const LIST_BYTES = 16 * MiB;

/** Records that follow each other. They are valid until the next batch is taken. */
export interface Batch {
  readonly list: RecordList;
  /** The memory in which the addresses of the list lie. */
  readonly memory: Buffer;
}

export class RecordStream {
  private readonly kernel: Kernel;
  private readonly lists: KernelList;
  private readonly memory: Buffer;
  private readonly header: Header | null;
  private readonly batches = new Handover<Batch>();
  private readonly order: OrderCheck;

  constructor(
    output: WholeOutput,
    private readonly parts: readonly InputFile[],
    private readonly format: Format,
    keys: RecordKeys,
  ) {
    this.header = headerOfText(output.summary.spec.header, 'the summary');
    this.kernel = loneKernel(format.kernel, LIST_BYTES);
    this.lists = this.kernel.startList();
    this.memory = Buffer.from(this.kernel.bytes.buffer);
    this.order = new OrderCheck(keys);
    this.readParts().then(
      () => this.batches.end(),
      (error) => this.batches.fail(error),
    );
  }

  /** The next records; null behind the last ones. Throws with exit code 65 where a part is damaged. */
  next(): Promise<Batch | null> {
    return this.batches.take();
  }

  /** Closes the part that is read. */
  stop(): void {
    this.batches.stop();
  }

  private async readParts(): Promise<void> {
    for (const part of this.parts) await this.readPart(part);
  }

  private async readPart(file: InputFile): Promise<void> {
    const { format, header, memory, kernel, lists } = this;
    await feedPart(kernel, file, format, header, {
      onBad: (bad) => {
        throw damagedPart(file, bad.offset, format.describe(bad));
      },
      onScanned: async (offset) => {
        const list = lists.take();
        if (list.count === 0) return;
        const at = this.order.firstFault({ list, memory });
        if (at >= 0) throw damagedPart(file, offset + at - kernel.layout.read, 'the record is out of order');
        await this.batches.give({ list, memory });
      },
    });
  }
}

/** Checks that records come in canonical order, each key once. */
class OrderCheck {
  private high = -1;
  private low = -1;
  private last: Buffer = Buffer.alloc(0);

  constructor(private readonly keys: RecordKeys) {}

  /** The address of the first record that is out of order; -1 where there is none. */
  firstFault({ list: { count, words }, memory }: Batch): number {
    let { high, low } = this;
    const line = (i: number) => {
      const at = words[LIST_WORDS * i + LINE_AT_WORD] as number;
      return memory.subarray(at, at + (words[LIST_WORDS * i + LINE_BYTES_WORD] as number));
    };
    for (let i = 0; i < count; i++) {
      const nextLow = words[LIST_WORDS * i + HASH_LOW_WORD] as number;
      const nextHigh = words[LIST_WORDS * i + HASH_HIGH_WORD] as number;
      const isLater = nextHigh > high || (nextHigh === high && nextLow > low);
      const isSame = nextHigh === high && nextLow === low;
      // keys that share a hash are in the order of their bytes
      if (!isLater && !(isSame && this.isKeyLater(i === 0 ? this.last : line(i - 1), line(i)))) {
        return words[LIST_WORDS * i + LINE_AT_WORD] as number;
      }
      high = nextHigh;
      low = nextLow;
    }
    Object.assign(this, { high, low, last: Buffer.from(line(count - 1)) });
    return -1;
  }

  private isKeyLater(before: Buffer, after: Buffer): boolean {
    const [a, b] = [this.keys.keyOf(before), this.keys.keyOf(after)];
    return a !== null && b !== null && compareKeys(a, b) < 0;
  }
}
