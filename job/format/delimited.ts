import { UTC } from '../kernel/order-table';
import type { RecordFormat } from '../kernel/record-format';
import { firstOrder, type Spec } from '../options/spec';
import { counted } from '../shared/figures';
import { MAX_LINE_BYTES } from '../shared/limits';
import { shownOf } from '../shared/shown-bytes';
import type { RejectReason } from '../summary/summary';
import type { BadRecord, Format, Header } from './format';
import { endOfLine, NEWLINE } from './lines';

const MAX_INT64 = (1n << 63n) - 1n;

/** Each line is a record. A single byte, which no value may hold, stands between two columns. */
export class Delimited implements Format {
  readonly kernel: RecordFormat;
  readonly separator: string;

  constructor(private readonly spec: Spec) {
    const { columns, reading, ...rest } = spec;
    this.kernel = {
      ...rest,
      columns: columns.length,
      zone: UTC,
      comment: reading.comment,
      hasTrailingDelimiter: reading.hasTrailingDelimiter,
      fillsShort: reading.missingColumns === 'empty',
    };
    this.separator = spec.delimiter;
  }

  /** Every newline ends a record, whatever is before it. So a record certainly begins behind the first newline. */
  firstRecord(bytes: Uint8Array): number {
    return endOfLine(bytes, 0);
  }

  endOfRecord(bytes: Uint8Array, from: number): number {
    return endOfLine(bytes, from);
  }

  endsInside(bytes: Uint8Array): boolean {
    return bytes.length > 0 && bytes[bytes.length - 1] !== NEWLINE;
  }

  partStart(header: Header | null): Uint8Array | null {
    return header && Buffer.concat([header.line, Buffer.from([NEWLINE])]);
  }

  fieldsOf(line: string): string[] {
    return line.split(this.separator);
  }

  faultOf(line: string): RejectReason | null {
    const fields = this.fieldsOf(line);
    if (fields.length !== this.spec.columns.length) return 'columns';
    const { column, type } = firstOrder(this.spec);
    if (type === 'text') return null;
    const value = fields[column] as string;
    if (!/^[+-]?\d+$/.test(value)) return 'order';
    const number = BigInt(value.replace('+', ''));
    return number > MAX_INT64 || number < -MAX_INT64 - 1n ? 'order-range' : null;
  }

  describe({ reason, line, lineBytes }: BadRecord): string {
    const { columns } = this.spec;
    const orderColumn = firstOrder(this.spec).column;
    if (reason === 'length') return `${lineBytes} bytes in a line, expected at most ${MAX_LINE_BYTES}`;
    const fields = this.fieldsOf(Buffer.from(line).toString('latin1'));
    if (reason === 'columns') {
      const between = `'${shownOf(Buffer.from(this.separator, 'latin1'))}' between them`;
      return `${counted(fields.length, 'column')}, expected ${columns.length} with ${between}`;
    }
    const value = shownOf(Buffer.from(fields[orderColumn] as string, 'latin1'));
    const expected = reason === 'order-range' ? 'beyond 64 bits' : 'expected an integer';
    return `order column '${columns[orderColumn]}' is '${value}', ${expected}`;
  }
}
