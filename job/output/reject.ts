/** Bad records: what is said of them, and the line of JSON that keeps them. */

import { isUtf8 } from 'node:buffer';
import type { BadRecord, Format } from '../format/format';
import { BadRecordsFailure } from '../input/bad-records-failure';
import { shownOf } from '../shared/shown-bytes';
import type { RejectExample, RejectReason } from '../summary/summary';

export function rejectExample(file: string, bad: BadRecord, format: Format): RejectExample {
  return {
    file,
    offset: bad.offset,
    reason: bad.reason as RejectReason,
    detail: format.describe(bad),
    line: shownOf(bad.line),
  };
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
