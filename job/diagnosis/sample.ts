/**
 * The first lines of a file, each judged as the kernel judges it. The likely cause of bad records is found from them.
 * Pure.
 */

import type { Format } from '../format/format';
import { endOfContent, markBytes } from '../format/lines';
import { NO_VALUE_WORDS } from '../format/order-values';
import type { Reading, Spec } from '../options/spec';
import type { RejectExample, RejectReason } from '../summary/summary';

export interface SampleLine {
  /** The line without its ending, as one character per byte. */
  readonly text: string;
  readonly offset: number;
  /** The number of lines before it in the file, blank ones included; -1 where it is not known. */
  readonly linesBefore: number;
  /** Why the line is bad; null where it is a record. */
  readonly problem: RejectReason | null;
}

export interface Sample {
  /** The lines that are not blank, without a header that the options state. */
  readonly lines: readonly SampleLine[];
  readonly hasHeader: boolean;
  /** Whether not even the first line ends within the head of the file. */
  readonly isEndless: boolean;
  /** The size of the file, unpacked; null where it is not known. */
  readonly fileBytes: number | null;
}

/** The facts from which a cause is found. */
export interface Evidence {
  readonly file: string;
  readonly sample: Sample;
  readonly bad: SampleLine;
  readonly spec: Spec;
  readonly format: Format;
}

/** The start of a file. */
export interface Head {
  readonly bytes: Buffer;
  /** Whether `bytes` is the whole file. */
  readonly isWhole: boolean;
  /** The size of the file, unpacked; null where it is not known. */
  readonly fileBytes: number | null;
}

const NO_VALUE = new RegExp(`^(|${NO_VALUE_WORDS}|undefined|-|\\?|0000-00-00.*)$`, 'i');

/**
 * The sample of a head. With `hasHeader` its first line is left out, unless the bad record, at byte `badOffset`, is
 * that line.
 */
export function sampleOf(
  { bytes, isWhole, fileBytes }: Head,
  hasHeader: boolean,
  badOffset: number,
  format: Format,
  { comment, skipLines }: Reading,
): Sample {
  const start = markBytes(bytes);
  const isEndless = !isWhole && format.endOfRecord(bytes.subarray(start), 0) < 0;
  const lines: SampleLine[] = [];
  let linesBefore = 0;
  for (let offset = start; offset < bytes.length; ) {
    const rest = bytes.subarray(offset);
    const end = format.endOfRecord(rest, 0);
    // the rest of the last line is not among the bytes
    if (end < 0 && !isWhole && !isEndless) break;
    const lineBytes = end < 0 ? rest.length : end;
    const text = rest.subarray(0, endOfContent(rest, lineBytes, true)).toString('latin1');
    const isTaken =
      linesBefore >= skipLines && !format.isBlank(text) && (comment === null || !text.startsWith(comment));
    if (isTaken) lines.push({ text, offset, linesBefore, problem: format.faultOf(text) });
    offset += lineBytes;
    linesBefore += text.split('\n').length;
  }
  const isHeaderBad = lines[0]?.offset === badOffset;
  return { lines: hasHeader && !isHeaderBad ? lines.slice(1) : lines, hasHeader, isEndless, fileBytes };
}

/**
 * The bad record as a line of the sample. Of a record that lies behind the head, only the text that messages show is
 * known.
 */
export function badLine({ lines }: Sample, { offset, reason, line }: RejectExample): SampleLine {
  const found = lines.find((each) => each.offset === offset);
  if (found !== undefined) return { ...found, problem: reason };
  const shown = Buffer.from(line.replace(/\u2026$/, '')).toString('latin1');
  const text = shown.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return { text, offset, linesBefore: -1, problem: reason };
}

export function share(lines: readonly SampleLine[], holds: (line: SampleLine) => boolean): number {
  return lines.length === 0 ? 0 : lines.filter(holds).length / lines.length;
}

/** Whether a value is a word for a missing value, or empty. */
export function isNoValue(value: string): boolean {
  return NO_VALUE.test(value);
}

/** Whether none of the lines is a record. */
export function isNoneGood({ lines }: Sample): boolean {
  return lines.every(({ problem }) => problem !== null);
}
