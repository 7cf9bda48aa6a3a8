/** Bad records: what is said of them, and the line of JSON that keeps them. */

import { isUtf8 } from 'node:buffer';
import type { BadRecord } from '../input/feed';
import { MAX_LINE_BYTES } from '../kernel/layout';
import type { Spec } from '../options/spec';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { counted } from '../shared/figures';
import { printable } from '../shared/printable';
import type { RejectExample, RejectReason } from '../summary/summary';

/** Characters of a line that messages and the summary show. */
const SHOWN_CHARACTERS = 200;

/** What is wrong with a bad record, with the value and what is allowed. */
export function describeBad(bad: BadRecord, spec: Spec): string {
  switch (bad.reason) {
    case 'columns': {
      const delimiter = shownOf(Buffer.from([spec.delimiter]));
      const found = bad.line.reduce((count, byte) => count + Number(byte === spec.delimiter), 1);
      return `${counted(found, 'column')}, expected ${spec.columns.length} with '${delimiter}' between them`;
    }
    case 'order':
      return `order column '${spec.columns[spec.orderColumn]}' is '${orderValue(bad, spec)}', expected an integer`;
    case 'order-range':
      return `order column '${spec.columns[spec.orderColumn]}' is '${orderValue(bad, spec)}', beyond 64 bits`;
    default:
      return `${bad.lineBytes} bytes in a line, expected at most ${MAX_LINE_BYTES}`;
  }
}

export function rejectExample(file: string, bad: BadRecord, spec: Spec): RejectExample {
  return {
    file,
    offset: bad.offset,
    reason: bad.reason as RejectReason,
    detail: describeBad(bad, spec),
    line: shownOf(bad.line),
  };
}

/** What a failure for bad records says. */
export interface BadRecordsTold {
  /** The record, or how many there are. */
  readonly what: string;
  /** What to do where single records are bad; '' for nothing. */
  readonly otherwise: string;
  /** What is told at the end, in any case; '' for nothing. */
  readonly note: string;
}

/** A failure for bad records: their likely cause, once it is known, comes first, and takes the place of other advice. */
export class BadRecordsFailure extends Failure {
  constructor(
    /** The first of them. */
    readonly example: RejectExample,
    private readonly told: BadRecordsTold,
  ) {
    super(EXIT.badData, `${told.what}${told.otherwise}${told.note}`);
  }

  because(cause: string): Failure {
    return new Failure(EXIT.badData, `${cause}; ${this.told.what}${this.told.note}`, { cause: this });
  }
}

/** How a bad record ends a run in `fail` mode; `note` is told at the end. */
export function badRecordFailure(example: RejectExample, note = ''): BadRecordsFailure {
  const { file, offset, detail, line } = example;
  const otherwise = '; --bad-records drop or keep goes on without it';
  return new BadRecordsFailure(example, {
    what: `bad record in '${file}' at byte ${offset}: ${detail}: '${line}'`,
    otherwise,
    note,
  });
}

/**
 * `{"file":…,"offset":…,"reason":…,"line":…}` and a newline; `lineBase64` where the line is not UTF-8. Of a line that is
 * too long only the start is kept, and `lineBytes` says how long it is.
 */
export function rejectLine(file: string, bad: BadRecord): Buffer {
  const isCut = bad.lineBytes !== bad.line.length;
  const bytes = isCut ? wholeCharacters(Buffer.from(bad.line)) : Buffer.from(bad.line);
  const content = isUtf8(bytes) ? { line: bytes.toString() } : { lineBase64: bytes.toString('base64') };
  const length = isCut ? { lineBytes: bad.lineBytes } : {};
  return Buffer.from(`${JSON.stringify({ file, offset: bad.offset, reason: bad.reason, ...content, ...length })}\n`);
}

/** The start of a line that is UTF-8 but for a last character that it was cut in, without that; any other as it is. */
function wholeCharacters(start: Buffer): Buffer {
  const shorter = [0, 1, 2, 3].map((bytes) => start.subarray(0, start.length - bytes));
  return shorter.find(isUtf8) ?? start;
}

function orderValue(bad: BadRecord, spec: Spec): string {
  let start = 0;
  for (let column = 0; column < spec.orderColumn; column++) start = bad.line.indexOf(spec.delimiter, start) + 1;
  const end = bad.line.indexOf(spec.delimiter, start);
  return shownOf(bad.line.subarray(start, end < 0 ? undefined : end));
}

/** The start of some bytes as text of one line: control characters as `\xHH`, what is not UTF-8 as U+FFFD. */
export function shownOf(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.subarray(0, 4 * SHOWN_CHARACTERS)).toString();
  return printable(text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text);
}
