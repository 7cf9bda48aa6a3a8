/** Order values as the kernel encodes them: each alone, or those of a whole record. */

import { compileKernel } from '../../job/kernel/module';
import { type OrderColumn, planOrderTable, UTC, type ZoneOffsets } from '../../job/kernel/order-table';

interface OrderExports {
  configureOrder(columnsAt: number, count: number, emptyIsOldest: number, zoneAt: number, zoneCount: number): void;
  startOrder(to: number): void;
  addOrder(i: number, start: number, end: number): number;
  orderEnd(): number;
}

const PAGE_BYTES = 65536;
const TABLE_AT = PAGE_BYTES;
const VALUE_AT = 9 * PAGE_BYTES;
const ORDER_AT = 29 * PAGE_BYTES;
const PAGES = 50;
/** The reasons in the order of the kernel's reason.ts; a good value has none. */
const REASONS = [null, 'columns', 'order', 'order-range'] as const;

/** The bytes around a value. The kernel must not heed them. */
const NOISES = Buffer.from('7:Z ');

export const order = (type: OrderColumn['type'], more: Partial<OrderColumn> = {}): OrderColumn => ({
  column: 0,
  type,
  isLeast: false,
  ranks: [],
  ...more,
});

export class OrderEncoder {
  private readonly bytes: Uint8Array;
  private readonly kernel: OrderExports;

  constructor(columns: readonly OrderColumn[], emptyOrder: 'refuse' | 'oldest' = 'refuse', zone: ZoneOffsets = UTC) {
    const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES, shared: true });
    this.kernel = new WebAssembly.Instance(compileKernel(), { env: { memory } }).exports as OrderExports;
    this.bytes = new Uint8Array(memory.buffer);
    const { bytes, columnsAt, columnCount, zoneAt, zoneCount } = planOrderTable(columns, zone, TABLE_AT);
    this.bytes.set(bytes, TABLE_AT);
    this.kernel.configureOrder(columnsAt, columnCount, Number(emptyOrder === 'oldest'), zoneAt, zoneCount);
  }

  /** The order bytes of a record with these values (one character for each byte), or why one of them is bad. */
  encode(...values: readonly string[]): Buffer | string {
    const encoded = [...NOISES].map((noise) => this.encodeAmid(noise, values));
    const [first, ...others] = encoded as [Buffer | string, ...(Buffer | string)[]];
    const isSame = others.every((other) => latin1Of(other) === latin1Of(first));
    if (!isSame) throw new Error(`${JSON.stringify(values)} depends on the bytes around it`);
    return first;
  }

  /** The same amid one kind of bytes alone, for tests with very many values. */
  encodeOnce(...values: readonly string[]): Buffer | string {
    return this.encodeAmid(NOISES[0] as number, values);
  }

  private encodeAmid(noise: number, values: readonly string[]): Buffer | string {
    this.kernel.startOrder(ORDER_AT);
    for (const [i, value] of values.entries()) {
      this.bytes.fill(noise, VALUE_AT - 64, VALUE_AT + value.length + 64);
      this.bytes.set(Buffer.from(value, 'latin1'), VALUE_AT);
      const reason = REASONS[this.kernel.addOrder(i, VALUE_AT, VALUE_AT + value.length)];
      if (reason !== null) return String(reason);
    }
    return Buffer.from(this.bytes.slice(ORDER_AT, this.kernel.orderEnd()));
  }

  /** The order bytes in hex. Throws for a bad value. */
  hex(...values: readonly string[]): string {
    return this.encoded(...values).toString('hex');
  }

  encoded(...values: readonly string[]): Buffer {
    const bytes = this.encode(...values);
    if (typeof bytes === 'string') throw new Error(`${JSON.stringify(values)}: ${bytes}`);
    return bytes;
  }

  /** Why the only value is bad; null for a good one. */
  faultOf(value: string): string | null {
    const bytes = this.encode(value);
    return typeof bytes === 'string' ? bytes : null;
  }

  /** Expects that the records are ordered as they are listed: each one is later than the one before it. */
  expectAscending(records: readonly (readonly string[])[]): void {
    const encoded = records.map((values) => this.encoded(...values));
    const notLater = records.filter(
      (_, i) => i > 0 && Buffer.compare(encoded[i - 1] as Buffer, encoded[i] as Buffer) >= 0,
    );
    expect(notLater).toEqual([]);
  }
}

function latin1Of(encoded: Buffer | string): string {
  return typeof encoded === 'string' ? encoded : encoded.toString('latin1');
}
