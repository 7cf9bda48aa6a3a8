import { neededColumns, type RecordFormat } from '../kernel/record-format';
import { zoneOffsets } from '../options/parsing/time-zone';
import { firstOrder, type OrderBy, type Spec } from '../options/spec';
import { counted } from '../shared/figures';
import { MAX_LINE_BYTES } from '../shared/limits';
import { shownOf } from '../shared/shown-bytes';
import type { RejectReason } from '../summary/summary';
import { type DelimitedEnds, delimitedEnds } from './delimited-ends';
import { type Field, type FieldFault, fieldsIn } from './fields';
import type { BadRecord, Format, Header } from './format';
import { NEWLINE } from './lines';
import { expectedInstead, type OrderFault, orderFault, otherTypeWords } from './order-values';
import type { Overlong } from './record-ends';

/** How much of the end of a record a message shows. */
const SHOWN_AT_END = 20;

/**
 * Some bytes, the delimiter, stand between two columns. Without quotes each line is a record, and no value may hold the
 * delimiter. With quotes, delimiters and newlines within them are data. With escapes and no quotes, they are data behind an escape.
 */
export class Delimited implements Format {
  readonly kernel: RecordFormat;
  readonly separator: string;
  readonly guessesStarts: boolean;
  private readonly ends: DelimitedEnds;

  constructor(private readonly spec: Spec) {
    const { columns, reading, ...rest } = spec;
    this.kernel = {
      ...rest,
      paths: null,
      columns: columns.length,
      zone: zoneOffsets(spec.timeZone),
      comment: reading.comment,
      fillsShort: reading.missingColumns === 'empty',
    };
    this.separator = spec.delimiter;
    this.ends = delimitedEnds(spec);
    this.guessesStarts = this.ends.guessesStarts;
  }

  firstRecord(bytes: Uint8Array, columns: number, isAll: boolean): number {
    return this.ends.firstRecord(bytes, columns, isAll);
  }

  endOfRecord(bytes: Uint8Array, from: number): number {
    return this.ends.endOfRecord(bytes, from);
  }

  overlong(bytes: Uint8Array): Overlong {
    return this.ends.overlong(bytes);
  }

  partStart(header: Header | null): Uint8Array | null {
    return header && Buffer.concat([header.line, Buffer.from([NEWLINE])]);
  }

  isBlank(line: string): boolean {
    return line === '';
  }

  fieldsOf(line: string): string[] {
    return fieldsIn(line, this.spec).map(({ value }) => value);
  }

  faultOf(line: string): RejectReason | null {
    const { orderBy } = this.spec;
    const fields = fieldsIn(line, this.spec);
    const faulty = fields.find(({ fault }) => fault !== null);
    if (faulty !== undefined) return faulty.fault;
    if (!this.hasColumns(fields)) return 'columns';
    return this.orderFaultIn(orderBy, fields)?.reason || null;
  }

  describe({ reason, line, lineBytes }: BadRecord): string {
    const { columns, orderBy } = this.spec;
    if (reason === 'length') return `${lineBytes} bytes in a line, expected at most ${MAX_LINE_BYTES}`;
    const fields = fieldsIn(Buffer.from(line).toString('latin1'), this.spec);
    if (reason === 'quote' || reason === 'open-quote') return this.describeQuote(fields, reason);
    if (reason === 'open-escape') return this.describeEscape(fields.at(-1) as Field);
    if (reason === 'columns') {
      return `${counted(fields.length, 'column')}, expected ${columns.length} with ${this.shownSeparator} between them`;
    }
    const fault = this.orderFaultIn(orderBy, fields);
    const order = fault === null ? firstOrder(this.spec) : fault.order;
    const { column } = order;
    const { value } = fields[column] as Field;
    const expected = expectedInstead(reason === 'order-range' ? reason : 'order', order);
    return `order column '${columns[column]}' is '${shown(value)}', ${expected}${otherTypeWords(value, order)}`;
  }

  /** Whether a record with these fields has all columns, or lacks only some that may be empty. */
  private hasColumns(fields: readonly Field[]): boolean {
    const { columns, reading, isTrimmed, hasTrailingDelimiter } = this.spec;
    const last = fields.at(-1) as Field;
    const isLastEmpty = isTrimmed ? /^[ \t]*$/.test(last.raw) : last.raw === '';
    const isOneMore = hasTrailingDelimiter && fields.length === columns.length + 1 && isLastEmpty;
    const found = fields.length - Number(isOneMore);
    if (found === columns.length) return true;
    return reading.missingColumns === 'empty' && found < columns.length && found >= neededColumns(this.kernel);
  }

  private describeQuote(fields: readonly Field[], reason: FieldFault): string {
    const number = fields.findIndex(({ fault }) => fault === reason);
    const which = `column ${number + 1} is '${shown((fields[number] as Field).raw)}'`;
    if (reason === 'quote')
      return `${which}, expected ${this.shownSeparator} or the end of the line behind its closing quote`;
    return `${which}, expected a closing quote within ${MAX_LINE_BYTES} bytes of the record and before the end of the file`;
  }

  private describeEscape({ raw }: Field): string {
    const escaping = shown(this.spec.escape as string);
    return `the record ends with '${shown(raw.slice(-SHOWN_AT_END))}', expected a byte behind the last '${escaping}', which escapes it`;
  }

  private get shownSeparator(): string {
    return `'${shown(this.separator)}'`;
  }

  /** The first order column whose value is bad, and the reason. */
  private orderFaultIn(orderBy: readonly OrderBy[], fields: readonly Field[]): BadOrder | null {
    for (const order of orderBy) {
      const reason = orderFault((fields[order.column] as Field).value, order, this.spec.emptyOrder);
      if (reason !== null) return { order, reason };
    }
    return null;
  }
}

interface BadOrder {
  readonly order: OrderBy;
  readonly reason: OrderFault;
}

function shown(text: string): string {
  return shownOf(Buffer.from(text, 'latin1'));
}
