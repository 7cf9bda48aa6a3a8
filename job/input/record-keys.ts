import type { Format } from '../format/format';
import type { KernelSeek } from '../kernel/kernel-seek';
import { loneKernel } from '../kernel/lone-kernel';
import type { RecordKey } from '../kernel/sought-table';

/** Tells the keys of single records that this kit wrote, as the kernel reads them. */
export class RecordKeys {
  private readonly seek: KernelSeek;

  constructor(format: Format) {
    const kernel = loneKernel(format.kernel);
    this.seek = kernel.startSeek([]);
    kernel.expect('former-run', null);
  }

  /** The key of a record, which is given without its newline; null where it cannot be read. */
  keyOf(record: Uint8Array): RecordKey | null {
    return this.seek.keyOf(record);
  }
}

/** Compares two keys in canonical order. */
export function compareKeys(a: RecordKey, b: RecordKey): number {
  if (a.hash !== b.hash) return a.hash < b.hash ? -1 : 1;
  return Buffer.compare(a.bytes, b.bytes);
}
