import type { RecordFormat } from '../kernel/record-format';
import { zoneOffsets } from '../options/parsing/time-zone';
import type { OrderBy, Spec } from '../options/spec';
import { MAX_LINE_BYTES } from '../shared/limits';
import type { RejectReason } from '../summary/summary';
import type { BadRecord, Format } from './format';
import { ColumnReader, pathsOf } from './json/column-values';
import type { JsonValue } from './json/members';
import { isBlankLine } from './json/walk';
import { describeJson, describeKey, describeOrder } from './json-words';
import { endOfLine } from './lines';
import { orderFault } from './order-values';
import type { Overlong } from './record-ends';

/** Each line is one JSON object. A newline cannot stand within a value, so each newline ends a record. */
export class JsonLines implements Format {
  readonly kernel: RecordFormat;
  readonly separator = '';
  readonly guessesStarts = false;
  private readonly columns: ColumnReader;

  constructor(private readonly spec: Spec) {
    const { columns, reading, ...rest } = spec;
    const paths = pathsOf(columns);
    this.kernel = {
      ...rest,
      paths,
      columns: columns.length,
      zone: zoneOffsets(spec.timeZone),
      comment: null,
      fillsShort: reading.missingColumns === 'empty',
    };
    this.columns = new ColumnReader(paths);
  }

  firstRecord(bytes: Uint8Array): number {
    return endOfLine(bytes, 0);
  }

  endOfRecord(bytes: Uint8Array, from: number): number {
    return endOfLine(bytes, from);
  }

  overlong(): Overlong {
    return { reason: 'length' };
  }

  /** Records of JSON name their values themselves, so that no header is read or written. */
  partStart(): null {
    return null;
  }

  isBlank(line: string): boolean {
    return isBlankLine(line);
  }

  /** The values of the columns, '' for a missing value and null; none of a line that is no JSON object. */
  fieldsOf(line: string): string[] {
    const values = this.columns.read(line);
    return 'expected' in values ? [] : values.map(textOf);
  }

  faultOf(line: string): RejectReason | null {
    const values = this.columns.read(line);
    if ('expected' in values) return 'json';
    const order = this.badOrderIn(values);
    if (order !== null) return order.reason;
    return this.badKeyIn(values) === null ? null : 'key';
  }

  describe({ reason, line: bytes, lineBytes }: BadRecord): string {
    if (reason === 'length') return `${lineBytes} bytes in a line, expected at most ${MAX_LINE_BYTES}`;
    const line = Buffer.from(bytes).toString('latin1');
    const values = this.columns.read(line);
    if ('expected' in values) return describeJson(line, values);
    const { columns } = this.spec;
    const order = this.badOrderIn(values);
    if (order !== null) {
      const { column } = order.order;
      return describeOrder(columns[column] as string, values[column] as JsonValue | null, order);
    }
    const column = this.badKeyIn(values);
    if (column === null) throw new RangeError(`a good record is called bad: ${reason}`);
    return describeKey(columns[column] as string, values[column] as JsonValue | null);
  }

  /** The first column of the order whose value is bad, and the reason. */
  private badOrderIn(values: readonly (JsonValue | null)[]): BadOrder | null {
    const { orderBy, emptyOrder } = this.spec;
    for (const order of orderBy) {
      const reason = orderFaultOf(values[order.column] as JsonValue | null, order, emptyOrder);
      if (reason !== null) return { order, reason };
    }
    return null;
  }

  /** The first column of the key whose value cannot be a key; null where there is none. */
  private badKeyIn(values: readonly (JsonValue | null)[]): number | null {
    const { keyColumns, reading } = this.spec;
    const bad = keyColumns.find((column) => {
      const value = values[column] as JsonValue | null;
      return value === null ? reading.missingColumns === 'refuse' : !isKey(value);
    });
    return bad === undefined ? null : bad;
  }
}

export interface BadOrder {
  readonly order: OrderBy;
  readonly reason: 'order' | 'order-range';
}

/** Why a value cannot be ordered by; null where it can. A missing value is judged as null is. */
function orderFaultOf(
  value: JsonValue | null,
  order: OrderBy,
  emptyOrder: Spec['emptyOrder'],
): BadOrder['reason'] | null {
  if (value === null || value.kind === 'null') return emptyOrder === 'oldest' ? null : 'order';
  if (value.kind === 'object' || value.kind === 'array') return 'order';
  if (order.type === 'text' && value.kind !== 'string') return 'order';
  return orderFault(value.text, order, emptyOrder);
}

function isKey({ kind, text }: JsonValue): boolean {
  if (kind === 'number') return orderFault(text, { type: 'decimal', isLeast: false, ranks: [] }, 'refuse') === null;
  return kind !== 'object' && kind !== 'array';
}

function textOf(value: JsonValue | null): string {
  if (value === null || value.kind === 'null') return '';
  if (value.kind === 'object') return '{...}';
  return value.kind === 'array' ? '[...]' : value.text;
}
