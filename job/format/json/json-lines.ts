import type { RecordFormat } from '../../kernel/record-format';
import { zoneOffsets } from '../../options/parsing/time-zone';
import type { Spec } from '../../options/spec';
import { MAX_LINE_BYTES } from '../../shared/limits';
import type { RejectReason } from '../../summary/summary';
import type { BadRecord, Format } from '../format';
import { endOfLine } from '../lines';
import type { Overlong } from '../record-ends';
import { parsePath } from './path';

/** Each line is one JSON object. A newline cannot stand within a value, so each newline ends a record. */
export class JsonLines implements Format {
  readonly kernel: RecordFormat;
  readonly separator = '';
  readonly guessesStarts = false;

  constructor(spec: Spec) {
    const { columns, reading, ...rest } = spec;
    this.kernel = {
      ...rest,
      paths: columns.map((column) => parsePath('--key', column).map((name) => Buffer.from(name).toString('latin1'))),
      columns: columns.length,
      zone: zoneOffsets(spec.timeZone),
      comment: null,
      fillsShort: reading.missingColumns === 'empty',
    };
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

  partStart(): null {
    return null;
  }

  fieldsOf(line: string): string[] {
    return [line];
  }

  faultOf(_line: string): RejectReason | null {
    return null;
  }

  describe({ reason, lineBytes }: BadRecord): string {
    if (reason === 'length') return `${lineBytes} bytes in a line, expected at most ${MAX_LINE_BYTES}`;
    return reason;
  }
}
