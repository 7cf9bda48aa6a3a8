/** Bad records as messages show them, and as lines of JSON in a file of rejects. */

import { isUtf8 } from 'node:buffer';
import type { BadRecord, Format } from '../format/format';
import { BadRecordsFailure } from '../input/bad-records-failure';
import { lineContent } from '../shared/line-content';
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

/** The failure for a bad record that ends a run in `fail` mode. The message ends with `note`. */
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
 * The line of a file of rejects: `{"file":…,"offset":…,"reason":…,"line":…}` and a newline. Where the record is not
 * UTF-8, `lineBase64` takes the place of `line`. Only the start of a record that is too long is kept, and `lineBytes`
 * is its length.
 */
export function rejectLine(file: string, bad: BadRecord): Buffer {
  const isCut = bad.lineBytes !== bad.line.length;
  const bytes = isCut ? wholeCharacters(Buffer.from(bad.line)) : Buffer.from(bad.line);
  const content = lineContent('line', bytes);
  const length = isCut ? { lineBytes: bad.lineBytes } : {};
  return Buffer.from(`${JSON.stringify({ file, offset: bad.offset, reason: bad.reason, ...content, ...length })}\n`);
}

/**
 * Removes up to three bytes from the end of a cut line where the rest is UTF-8, because the cut may have split a
 * character. Any other line is returned as it is.
 */
function wholeCharacters(start: Buffer): Buffer {
  const shorter = [0, 1, 2, 3].map((bytes) => start.subarray(0, start.length - bytes));
  return shorter.find(isUtf8) ?? start;
}
