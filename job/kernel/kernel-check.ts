/** The typed interface of the kernel's functions that check the lines of an output (assembly/check.ts). */

import type { Exports } from './exports';
import type { HashRange } from './hash-range';
import type { WorkerLayout } from './layout';

export class KernelCheck {
  constructor(
    private readonly kernel: Exports,
    { out }: WorkerLayout,
  ) {
    kernel.resetCheck(out);
  }

  /**
   * Sets the range in which the hashes of the lines that follow have to lie, and whether they have to be deletes, or must not
   * be any.
   */
  expect(range: HashRange, areDeletes: boolean): void {
    this.kernel.checkOrder(range.first, range.last, Number(areDeletes));
  }
}
