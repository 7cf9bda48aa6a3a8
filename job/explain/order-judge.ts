import { isMetBy } from '../format/delete-condition';
import { fieldsIn } from '../format/fields';
import type { Format } from '../format/format';
import { formatOf } from '../format/formats';
import type { Kernel } from '../kernel/kernel';
import { loneKernel } from '../kernel/lone-kernel';
import type { FileFields } from '../kernel/record-format';
import type { Spec } from '../options/spec';

/** Tells by what records are ordered, as the kernel orders them, and which deletes are too old to be kept. */
export class OrderJudge {
  private readonly kernel: Kernel;
  private readonly format: Format;

  constructor(private readonly spec: Spec) {
    this.format = formatOf(spec);
    const { kernel } = this.format;
    // an order of several columns has order bytes always
    const again = kernel.orderBy.slice(0, 1);
    this.kernel = loneKernel({ ...kernel, orderBy: [...kernel.orderBy, ...again] });
  }

  /** The values of the order columns of a record that has the columns of the spec; one character for each byte. */
  valuesOf(record: Uint8Array): string[] {
    const fields = this.format.fieldsOf(Buffer.from(record).toString('latin1'));
    return this.spec.orderBy.map(({ column }) => fields[column] as string);
  }

  /** The order bytes of each order column of a good record. */
  ordersOf(record: Uint8Array): Uint8Array[] {
    return this.valuesOf(record).map((value, i) => this.kernel.orderBytes(i, Buffer.from(value, 'latin1')));
  }

  /** Whether a record is a delete that is too old to be kept (`--forget-deleted-before`). */
  isForgotten(record: Uint8Array): boolean {
    const { forgottenBefore } = this.kernel;
    if (forgottenBefore === null) return false;
    const fields = this.format.fieldsOf(Buffer.from(record).toString('latin1'));
    if (!this.spec.deleteWhen.some((each) => isMetBy(each, fields[each.column] as string))) return false;
    return Buffer.compare(this.ordersOf(record)[0] as Uint8Array, forgottenBefore) < 0;
  }

  /** A record of a user's file as it comes out: with the columns of the spec, one by one. */
  recordOf(line: Uint8Array, fields: FileFields | null): Buffer {
    const { spec } = this;
    const copy = Buffer.from(line);
    if (spec.format === 'json') return copy;
    const raw = fieldsIn(copy.toString('latin1'), spec).map((field) => field.raw);
    if (fields === null && raw.length >= spec.columns.length) return copy;
    const from = (column: number) => (fields === null ? column : (fields.from[column] as number));
    // a column that the file or the line lacks is empty
    const text = spec.columns.map((_, column) => (from(column) in raw ? raw[from(column)] : '')).join(spec.delimiter);
    return Buffer.from(text, 'latin1');
  }
}
